'use strict';

// Readable's pipe, unpipe, and wrap (a Readable over an old-style stream).

const { listenFirst } = require('internal/streams/legacy');
const { errorOrDestroy } = require('internal/streams/destroy');

/** Moves chunks to `dest` as fast as it takes them, and ends it at the end unless `options.end` is false. */
function pipe(dest, options) {
  const source = this;
  const state = this._readableState;
  if (state.pipes.length === 1 && !state.multiAwaitDrain) {
    state.multiAwaitDrain = true;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes = [...state.pipes, dest];

  const isStdio = dest === globalThis.process?.stdout || dest === globalThis.process?.stderr;
  const atEnd = (!options || options.end !== false) && !isStdio ? endDest : leave;
  if (state.endEmitted) process.nextTick(atEnd);
  else source.once('end', atEnd);

  let onDrain;
  let cleanedUp = false;
  dest.on('unpipe', onUnpipe);

  function onUnpipe(from, info) {
    if (from === source && info && info.hasUnpiped === false) {
      info.hasUnpiped = true;
      cleanUp();
    }
  }
  function endDest() {
    dest.end();
  }
  function leave() {
    source.unpipe(dest);
  }
  function cleanUp() {
    dest.removeListener('close', onClose);
    dest.removeListener('finish', onFinish);
    if (onDrain) dest.removeListener('drain', onDrain);
    dest.removeListener('error', onError);
    dest.removeListener('unpipe', onUnpipe);
    source.removeListener('end', endDest);
    source.removeListener('end', leave);
    source.removeListener('data', onData);
    cleanedUp = true;
    // Its 'drain' listener is gone, and others may be waiting for the last one that is full.
    if (onDrain && state.awaitDrainWriters && (!dest._writableState || dest._writableState.needDrain)) onDrain();
  }
  function wait() {
    // A write may have unpiped `dest`: then there is nobody to wait for.
    if (!cleanedUp) {
      if (state.pipes.length === 1 && state.pipes[0] === dest) {
        state.awaitDrainWriters = dest;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && state.pipes.includes(dest)) {
        state.awaitDrainWriters.add(dest);
      }
      source.pause();
    }
    if (!onDrain) {
      onDrain = drained(source, dest);
      dest.on('drain', onDrain);
    }
  }
  function onData(chunk) {
    if (dest.write(chunk) === false) wait();
  }
  function onError(error) {
    leave();
    dest.removeListener('error', onError);
    if (dest.listenerCount('error') === 0) {
      const destState = dest._writableState || dest._readableState;
      if (destState && !destState.errorEmitted) errorOrDestroy(dest, error);
      else dest.emit('error', error);
    }
  }
  function onClose() {
    dest.removeListener('finish', onFinish);
    leave();
  }
  function onFinish() {
    dest.removeListener('close', onClose);
    leave();
  }

  source.on('data', onData);
  // Ahead of the user's, so that the pipe is gone when theirs run.
  listenFirst(dest, 'error', onError);
  dest.once('close', onClose);
  dest.once('finish', onFinish);
  dest.emit('pipe', source);

  if (dest.writableNeedDrain === true) wait();
  else if (!state.flowing) source.resume();
  return dest;
}

/** The 'drain' listener: goes on when no destination is full any more. */
function drained(source, dest) {
  return function onDrain() {
    const state = source._readableState;
    if (state.awaitDrainWriters === dest) state.awaitDrainWriters = null;
    else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(dest);
    if ((!state.awaitDrainWriters || state.awaitDrainWriters.size === 0) && source.listenerCount('data')) source.resume();
  };
}

/** Detaches `dest`, or every destination. */
function unpipe(dest) {
  const state = this._readableState;
  if (state.pipes.length === 0) return this;
  if (!dest) {
    const all = state.pipes;
    state.pipes = [];
    this.pause();
    for (let i = 0; i < all.length; i++) all[i].emit('unpipe', this, { hasUnpiped: false });
    return this;
  }
  const index = state.pipes.indexOf(dest);
  if (index === -1) return this;
  state.pipes = state.pipes.filter((_, i) => i !== index);
  if (state.pipes.length === 0) this.pause();
  dest.emit('unpipe', this, { hasUnpiped: false });
  return this;
}

/** Makes this Readable deliver what old-style `stream` emits; its other methods become ours, bound to it. */
function wrap(stream) {
  let paused = false;
  stream.on('data', (chunk) => {
    if (!this.push(chunk) && stream.pause) {
      paused = true;
      stream.pause();
    }
  });
  stream.on('end', () => this.push(null));
  stream.on('error', (error) => errorOrDestroy(this, error));
  stream.on('close', () => this.destroy());
  stream.on('destroy', () => this.destroy());
  this._read = () => {
    if (paused && stream.resume) {
      paused = false;
      stream.resume();
    }
  };
  for (const name of Object.keys(stream)) {
    if (this[name] === undefined && typeof stream[name] === 'function') this[name] = stream[name].bind(stream);
  }
  return this;
}

function install(Readable) {
  Object.assign(Readable.prototype, { pipe, unpipe, wrap });
  /** A Readable over an old-style stream; `options` override its object mode and mark. */
  Readable.wrap = function wrapped(source, options) {
    return new Readable({
      objectMode: source.readableObjectMode ?? source.objectMode ?? true,
      ...options,
      destroy(error, callback) {
        require('internal/streams/destroy').destroyer(source, error);
        callback(error);
      },
    }).wrap(source);
  };
}

module.exports = { install };
