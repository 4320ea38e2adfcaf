'use strict';

// The end of a stream's life, and its asynchronous beginning (`_construct`): both sides of a duplex share one death, so
// everything here sets both states together.

const { codes, AbortError, aggregateTwoErrors } = require('internal/errors');
const { kIsDestroyed, isDestroyed, isFinished, isRequest, isServerRequest } = require('internal/streams/introspect');

const kConstruct = Symbol('kConstruct');
const kDestroy = Symbol('kDestroy');

/** Remembers the first error on each side. */
function recordError(stream, error) {
  if (!error) return;
  // V8 formats the stack at the first read; later the frames may be gone.
  void error.stack;
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable && !writable.errored) writable.errored = error;
  if (readable && !readable.errored) readable.errored = error;
}

/**
 * `stream.destroy(error, callback)`: releases resources through `_destroy`, then emits 'error' (if any) and 'close' on a later
 * tick. The second call does nothing but call `callback`.
 */
function destroy(error, callback) {
  const readable = this._readableState;
  const writable = this._writableState;
  if (writable?.destroyed || readable?.destroyed) {
    if (typeof callback === 'function') callback();
    return this;
  }
  recordError(this, error);
  if (writable) writable.destroyed = true;
  if (readable) readable.destroyed = true;

  const state = writable || readable;
  if (state && !state.constructed) {
    this.once(kDestroy, function onConstructed(constructError) {
      runDestroy(this, aggregateTwoErrors(constructError, error), callback);
    });
  } else {
    runDestroy(this, error, callback);
  }
  return this;
}

function runDestroy(stream, error, callback) {
  let called = false;
  function onDestroyed(failure) {
    if (called) return;
    called = true;
    recordError(stream, failure);
    const readable = stream._readableState;
    const writable = stream._writableState;
    if (writable) writable.closed = true;
    if (readable) readable.closed = true;
    if (typeof callback === 'function') callback(failure);
    if (failure) process.nextTick(emitErrorThenClose, stream, failure);
    else process.nextTick(emitClose, stream);
  }
  try {
    stream._destroy(error || null, onDestroyed);
  } catch (thrown) {
    onDestroyed(thrown);
  }
}

function emitErrorThenClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable) writable.closeEmitted = true;
  if (readable) readable.closeEmitted = true;
  if (writable?.emitClose || readable?.emitClose) stream.emit('close');
}

function emitError(stream, error) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable?.errorEmitted || readable?.errorEmitted) return;
  if (writable) writable.errorEmitted = true;
  if (readable) readable.errorEmitted = true;
  stream.emit('error', error);
}

/** Takes destruction back, for a resource that can be opened again (net.Socket's reconnect). */
function undestroy() {
  const readable = this._readableState;
  const writable = this._writableState;
  if (readable) {
    readable.constructed = true;
    readable.closed = readable.closeEmitted = readable.destroyed = readable.errorEmitted = readable.reading = false;
    readable.errored = null;
    readable.ended = readable.endEmitted = readable.readable === false;
  }
  if (writable) {
    writable.constructed = true;
    writable.closed = writable.closeEmitted = writable.destroyed = writable.errorEmitted = false;
    writable.finalCalled = writable.prefinished = false;
    writable.errored = null;
    writable.ended = writable.ending = writable.finished = writable.writable === false;
  }
}

/** Reports `error`: by destroying the stream where it destroys itself, else by an 'error' event (`sync`: on a later tick). */
function errorOrDestroy(stream, error, sync) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable?.destroyed || readable?.destroyed) return;
  if (readable?.autoDestroy || writable?.autoDestroy) {
    stream.destroy(error);
  } else if (error) {
    recordError(stream, error);
    if (sync) process.nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/** Runs `_construct` on the next tick, once for both sides, and `callback` when it is done. */
function construct(stream, callback) {
  if (typeof stream._construct !== 'function') return;
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (readable) readable.constructed = false;
  if (writable) writable.constructed = false;
  stream.once(kConstruct, callback);
  // A duplex comes here once for each side.
  if (stream.listenerCount(kConstruct) > 1) return;
  process.nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let called = false;
  function onConstructed(error) {
    if (called) {
      errorOrDestroy(stream, error ?? new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    const readable = stream._readableState;
    const writable = stream._writableState;
    if (readable) readable.constructed = true;
    if (writable) writable.constructed = true;
    if ((writable || readable).destroyed) stream.emit(kDestroy, error);
    else if (error) errorOrDestroy(stream, error, true);
    // At once: what was written meanwhile goes before what is written in the next tick.
    else stream.emit(kConstruct);
  }
  try {
    stream._construct((error) => process.nextTick(onConstructed, error));
  } catch (thrown) {
    process.nextTick(onConstructed, thrown);
  }
}

/** `stream.destroy(stream, error)`: ends any kind of stream; one that is not over gets an AbortError when none is given. */
function destroyer(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isFinished(stream)) error = new AbortError();
  if (isServerRequest(stream)) {
    // The connection must live: its response may still be on the way.
    stream.socket = null;
    stream.destroy(error);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(error);
  } else if (typeof stream.close === 'function') {
    stream.close();
  } else {
    process.nextTick(closeLegacy, stream, error);
  }
  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

/** A stream that cannot be ended is at least told to those who wait for it. */
function closeLegacy(stream, error) {
  if (error) stream.emit('error', error);
  stream.emit('close');
}

module.exports = { construct, destroy, destroyer, errorOrDestroy, undestroy };
