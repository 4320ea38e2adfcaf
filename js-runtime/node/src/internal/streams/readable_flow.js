'use strict';

// Flowing and paused: who decides when a Readable's chunks move. `flowing` is null before anybody asked, true after resume() or
// a 'data' listener, false after pause() or while a 'readable' listener is in charge.

const { Stream } = require('internal/streams/legacy');

/** Emits what is buffered as 'data' until it is empty or somebody pauses. */
function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

function on(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === 'data') {
    state.readableListening = this.listenerCount('readable') > 0;
    if (state.flowing !== false) this.resume();
  } else if (event === 'readable' && !state.endEmitted && !state.readableListening) {
    state.readableListening = state.needReadable = true;
    state.flowing = false;
    state.emittedReadable = false;
    if (state.length) emitReadable(this);
    else if (!state.reading) process.nextTick(askSource, this);
  }
  return result;
}

/** Schedules 'readable'; several chunks of one tick share one event. */
function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  process.nextTick(emitReadableNow, stream);
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

function askSource(stream) {
  stream.read(0);
}

function removeListener(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  if (event === 'readable') process.nextTick(afterReadableListeners, this);
  return result;
}

function removeAllListeners(event) {
  const result = Stream.prototype.removeAllListeners.apply(this, arguments);
  if (event === 'readable' || event === undefined) process.nextTick(afterReadableListeners, this);
  return result;
}

/** A tick after a 'readable' listener went, as another often comes at once: who is in charge now? */
function afterReadableListeners(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && state.explicitlyPaused === false) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

function resume() {
  const state = this._readableState;
  if (!state.flowing) {
    // A 'readable' listener stays in charge, but the stream is asked for data all the same.
    state.flowing = !state.readableListening;
    if (!state.resumeScheduled) {
      state.resumeScheduled = true;
      process.nextTick(resumeNow, this, state);
    }
  }
  state.explicitlyPaused = false;
  return this;
}

function resumeNow(stream, state) {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

function pause() {
  const state = this._readableState;
  if (state.flowing !== false) {
    state.flowing = false;
    this.emit('pause');
  }
  state.explicitlyPaused = true;
  return this;
}

function isPaused() {
  const state = this._readableState;
  return state.explicitlyPaused === true || state.flowing === false;
}

function install(Readable) {
  Object.assign(Readable.prototype, {
    on,
    addListener: on,
    removeListener,
    off: removeListener,
    removeAllListeners,
    resume,
    pause,
    isPaused,
  });
}

module.exports = { emitReadable, emitReadableNow, flow, install };
