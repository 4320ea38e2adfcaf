'use strict';

// The writes that wait behind the one under way, and what follows when that one is acknowledged.

const { codes } = require('internal/errors');
const { errorOrDestroy } = require('internal/streams/destroy');
const { finishIfDone } = require('internal/streams/writable_finish');

const COMPACT_AT = 256;

/** The callback of a write that has none: recognised, so that a batch of them needs no walk. */
function noop() {}

function enqueue(state, chunk, encoding, callback) {
  if (state.buffered === null) state.buffered = [];
  state.buffered.push({ chunk, encoding, callback });
  if (state.allBuffers && encoding !== 'buffer') state.allBuffers = false;
  if (state.allNoop && callback !== noop) state.allNoop = false;
}

function resetQueue(state) {
  state.buffered = [];
  state.bufferedIndex = 0;
  state.allBuffers = true;
  state.allNoop = true;
}

/** What `_write` and `_writev` of this stream call back. */
function acknowledgement(stream, state) {
  state.onwrite ??= (error) => onWritten(stream, error);
  return state.onwrite;
}

/** `_write` (or `_writev`) called back. */
function onWritten(stream, error) {
  const state = stream._writableState;
  const callback = state.writecb;
  const sync = state.sync;
  if (typeof callback !== 'function') {
    errorOrDestroy(stream, new codes.ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;

  if (error) {
    void error.stack;
    if (!state.errored) state.errored = error;
    const readable = stream._readableState;
    if (readable && !readable.errored) readable.errored = error;
    if (sync) process.nextTick(failWrite, stream, state, error, callback);
    else failWrite(stream, state, error, callback);
    return;
  }
  if (state.buffered !== null && state.buffered.length > state.bufferedIndex) flushQueue(stream, state);
  if (!sync) {
    afterWrite(stream, state, 1, callback);
    return;
  }
  // Not in object mode, where Node spends the tick all the same.
  if (callback === noop && !state.objectMode) {
    // Nobody to tell, unless by 'drain' or by failing what waits.
    if (!state.afterWritePending && ((state.needDrain && state.length === 0) || state.destroyed)) {
      state.afterWritePending = true;
      process.nextTick(afterWriteTick, { count: 1, callback, stream, state });
    } else {
      state.pendingcb--;
      if (state.ending) finishIfDone(stream, state, true);
    }
    return;
  }
  // Users never see a callback run inside their own write(). Equal callbacks in a row share the tick.
  const info = state.afterWriteTickInfo;
  if (info !== null && info.callback === callback) {
    info.count++;
  } else {
    state.afterWriteTickInfo = { count: 1, callback, stream, state };
    process.nextTick(afterWriteTick, state.afterWriteTickInfo);
  }
}

function afterWriteTick(info) {
  if (info.state.afterWriteTickInfo === info) info.state.afterWriteTickInfo = null;
  else info.state.afterWritePending = false;
  afterWrite(info.stream, info.state, info.count, info.callback);
}

function afterWrite(stream, state, count, callback) {
  if (state.needDrain && !state.ending && !stream.destroyed && state.length === 0) {
    state.needDrain = false;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    callback(null);
  }
  if (state.destroyed) failWaiting(state);
  // 'finish' waits a tick, for whatever the callbacks have started.
  if (state.ending) finishIfDone(stream, state, true);
}

function failWrite(stream, state, error, callback) {
  state.pendingcb--;
  callback(error);
  failWaiting(state);
  errorOrDestroy(stream, error);
}

/** Tells every waiting write, and every waiting end(), that it failed. */
function failWaiting(state) {
  if (state.writing) return;
  if (state.buffered !== null) {
    const { buffered } = state;
    for (let n = state.bufferedIndex; n < buffered.length; n++) {
      const { chunk, callback } = buffered[n];
      state.length -= state.objectMode ? 1 : chunk.length;
      callback(state.errored ?? new codes.ERR_STREAM_DESTROYED('write'));
    }
  }
  const callbacks = state.onFinished;
  if (callbacks !== null) {
    state.onFinished = null;
    for (let i = 0; i < callbacks.length; i++) callbacks[i](state.errored ?? new codes.ERR_STREAM_DESTROYED('end'));
  }
  resetQueue(state);
}

/** Writes what waits: all at once where the sink has `_writev`, else one by one while it acknowledges at once. */
function flushQueue(stream, state) {
  if (state.corked || state.bufferProcessing || state.destroyed || !state.constructed || state.buffered === null) return;
  const { buffered } = state;
  let index = state.bufferedIndex;
  const waiting = buffered.length - index;
  if (waiting === 0) return;

  state.bufferProcessing = true;
  if (waiting > 1 && stream._writev) {
    // One acknowledgement instead of `waiting`.
    state.pendingcb -= waiting - 1;
    const callback = state.allNoop ? noop : (error) => {
      for (let n = index; n < buffered.length; n++) buffered[n].callback(error);
    };
    const chunks = state.allNoop && index === 0 ? buffered : buffered.slice(index);
    chunks.allBuffers = state.allBuffers;
    begin(state, state.length, callback);
    stream._writev(chunks, acknowledgement(stream, state));
    state.sync = false;
    resetQueue(state);
  } else {
    do {
      const { chunk, encoding, callback } = buffered[index];
      buffered[index++] = null;
      begin(state, state.objectMode ? 1 : chunk.length, callback);
      if (state.destroyed) acknowledgement(stream, state)(new codes.ERR_STREAM_DESTROYED('write'));
      else stream._write(chunk, encoding, acknowledgement(stream, state));
      state.sync = false;
    } while (index < buffered.length && !state.writing);

    if (index === buffered.length) {
      resetQueue(state);
    } else if (index > COMPACT_AT) {
      buffered.splice(0, index);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = index;
    }
  }
  state.bufferProcessing = false;
}

function begin(state, length, callback) {
  state.writelen = length;
  state.writecb = callback;
  state.writing = true;
  state.sync = true;
}

module.exports = { acknowledgement, enqueue, failWaiting, flushQueue, noop };
