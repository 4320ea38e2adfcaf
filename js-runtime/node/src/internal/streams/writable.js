'use strict';

// Writable: a sink that takes one chunk at a time through `_write` (or many through `_writev`) and makes its users wait by
// `write()` answering false until 'drain'. Here: the constructor, write, cork and end; the queue of waiting writes stands in
// writable_queue.js, `_final` and 'finish' in writable_finish.js.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { Stream } = require('internal/streams/legacy');
const { WritableState } = require('internal/streams/writable_state');
const life = require('internal/streams/destroy');
const { errorOrDestroy } = life;
const { kIsDuplex } = require('internal/streams/brands');
const { finishIfDone } = require('internal/streams/writable_finish');
const { acknowledgement, enqueue, failWaiting, flushQueue, noop } = require('internal/streams/writable_queue');
const { defineAccessors } = require('internal/streams/properties');

/**
 * `options`: highWaterMark, objectMode, decodeStrings, defaultEncoding, emitClose, autoDestroy, signal, and the methods write,
 * writev, final, destroy, construct. Callable without `new`, and on an instance of a subclass.
 */
function Writable(options) {
  const isDuplex = this !== undefined && this !== null && this[kIsDuplex] === true;
  if (!isDuplex && !Function.prototype[Symbol.hasInstance].call(Writable, this)) return new Writable(options);
  this._writableState = new WritableState(options, isDuplex);
  if (options) {
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.final === 'function') this._final = options.final;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) require('internal/streams/abort_signal').addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  if (this._construct !== undefined) {
    life.construct(this, () => {
      const state = this._writableState;
      if (!state.writing) flushQueue(this, state);
      finishIfDone(this, state);
    });
  }
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

Writable.WritableState = WritableState;

// A Duplex inherits from Readable, but is a Writable to everybody who asks.
Object.defineProperty(Writable, Symbol.hasInstance, {
  __proto__: null,
  configurable: true,
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && Boolean(object) && object._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function pipe() {
  errorOrDestroy(this, new codes.ERR_STREAM_CANNOT_PIPE());
};

/** Returns true or false (wait for 'drain'), or the Error that made it fail. */
function writeChunk(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (typeof callback !== 'function') callback = noop;

  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  // Objects have no encoding: in object mode it is handed on as given.
  if (!state.objectMode) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    if (typeof chunk === 'string') {
      if (state.decodeStrings !== false) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (Stream._isUint8Array(chunk)) {
      chunk = Stream._uint8ArrayToBuffer(chunk);
      encoding = 'buffer';
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
    }
  }

  let error;
  if (state.ending) error = new codes.ERR_STREAM_WRITE_AFTER_END();
  else if (state.destroyed) error = new codes.ERR_STREAM_DESTROYED('write');
  if (error) {
    process.nextTick(callback, error);
    errorOrDestroy(stream, error, true);
    return error;
  }
  state.pendingcb++;

  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    enqueue(state, chunk, encoding, callback);
  } else {
    state.writelen = length;
    state.writecb = callback;
    state.writing = true;
    state.sync = true;
    stream._write(chunk, encoding, acknowledgement(stream, state));
    state.sync = false;
  }
  // Looked at only now: a sink that took the chunk at once makes nobody wait.
  const room = state.length < state.highWaterMark;
  if (!room) state.needDrain = true;
  return room && !state.errored && !state.destroyed;
}

Writable.prototype.write = function write(chunk, encoding, callback) {
  return writeChunk(this, chunk, encoding, callback) === true;
};

Writable.prototype._write = function _write(chunk, encoding, callback) {
  if (!this._writev) throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], callback);
};

Writable.prototype._writev = null;

/** Holds writes back until as many uncork() calls, or end(). */
Writable.prototype.cork = function cork() {
  this._writableState.corked++;
};

Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (!state.corked) return;
  state.corked--;
  if (!state.writing) flushQueue(this, state);
};

Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

/** No more writes; `callback(error?)` when everything is written ('finish') or cannot be. */
Writable.prototype.end = function end(chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = writeChunk(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (!error) {
    if (!state.errored && !state.ending) {
      state.ending = true;
      finishIfDone(this, state, true);
      state.ended = true;
    } else if (state.finished) {
      error = new codes.ERR_STREAM_ALREADY_FINISHED('end');
    } else if (state.destroyed) {
      error = new codes.ERR_STREAM_DESTROYED('end');
    }
  }
  if (typeof callback === 'function') {
    if (error) process.nextTick(callback, error);
    else if (state.errored) process.nextTick(callback, state.errored);
    else if (state.finished) process.nextTick(callback);
    else if (state.onFinished === null) state.onFinished = [callback];
    else state.onFinished.push(callback);
  }
  return this;
};

Writable.prototype.destroy = function destroy(error, callback) {
  const state = this._writableState;
  // Whoever waits for a write or for the end must hear that it will not come.
  if (!state.destroyed && (state.bufferedRequestCount > 0 || state.onFinished !== null)) process.nextTick(failWaiting, state);
  life.destroy.call(this, error, callback);
  return this;
};
Writable.prototype._undestroy = life.undestroy;
Writable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};

Writable.prototype[Symbol.for('nodejs.rejection')] = function onRejection(error) {
  this.destroy(error);
};

defineAccessors(Writable.prototype, {
  closed: [false, function get() { return this._writableState ? this._writableState.closed : false; }],
  destroyed: [false, function get() { return this._writableState ? this._writableState.destroyed : false; }, function set(value) {
    if (this._writableState) this._writableState.destroyed = value;
  }],
  writable: [false, function get() {
    const state = this._writableState;
    return Boolean(state) && state.writable !== false && !state.destroyed && !state.errored && !state.ending && !state.ended;
  }, function set(value) {
    if (this._writableState) this._writableState.writable = Boolean(value);
  }],
  writableFinished: [false, function get() { return this._writableState ? this._writableState.finished : false; }],
  writableObjectMode: [false, function get() { return this._writableState ? this._writableState.objectMode : false; }],
  writableBuffer: [false, function get() { return this._writableState && this._writableState.getBuffer(); }],
  writableEnded: [false, function get() { return this._writableState ? this._writableState.ending : false; }],
  writableNeedDrain: [false, function get() {
    const state = this._writableState;
    return state ? !state.destroyed && !state.ending && state.needDrain : false;
  }],
  writableHighWaterMark: [false, function get() { return this._writableState && this._writableState.highWaterMark; }],
  writableCorked: [false, function get() { return this._writableState ? this._writableState.corked : 0; }],
  writableLength: [false, function get() { return this._writableState && this._writableState.length; }],
  errored: [false, function get() { return this._writableState ? this._writableState.errored : null; }],
  writableAborted: [false, function get() {
    const state = this._writableState;
    return Boolean(state.writable !== false && (state.destroyed || state.errored) && !state.finished);
  }],
});

module.exports = { Writable };

require('internal/streams/web_adapters').install(Writable);
