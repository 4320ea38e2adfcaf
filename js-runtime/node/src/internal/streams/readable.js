'use strict';

// Readable: a source that is asked through `_read` and answers through `push`. Consumers take from it in one of two ways:
// flowing ('data' events, pipe, resume) or paused (`read()` after 'readable'). Here: the constructor, filling and taking.
// Flow control stands in readable_flow.js, pipe and unpipe in readable_pipe.js, iteration in readable_iterator.js.

const { Buffer } = require('buffer');
const { StringDecoder } = require('string_decoder');
const { codes } = require('internal/errors');
const { Stream } = require('internal/streams/legacy');
const { ReadableState } = require('internal/streams/readable_state');
const life = require('internal/streams/destroy');
const { errorOrDestroy } = life;
const { kIsDuplex } = require('internal/streams/brands');
const { emitReadable, emitReadableNow } = require('internal/streams/readable_flow');

const LARGEST_HIGH_WATER_MARK = 0x40000000;

/**
 * `options`: highWaterMark, objectMode, encoding, defaultEncoding, emitClose, autoDestroy, signal, and the methods read, destroy,
 * construct. Callable without `new`, and on an instance of a subclass (`Readable.call(this)`).
 */
function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  const isDuplex = this[kIsDuplex] === true;
  this._readableState = new ReadableState(options, isDuplex);
  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal && !isDuplex) require('internal/streams/abort_signal').addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  if (this._construct !== undefined) {
    life.construct(this, () => {
      if (this._readableState.needReadable) maybeReadMore(this, this._readableState);
    });
  }
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

Readable.ReadableState = ReadableState;

Readable.prototype.destroy = life.destroy;
Readable.prototype._undestroy = life.undestroy;
Readable.prototype._destroy = function _destroy(error, callback) {
  callback(error);
};

/** Adds a chunk at the end, or ends the stream with null. False: the buffer is full, wait for the next _read. */
Readable.prototype.push = function push(chunk, encoding) {
  return addFromSource(this, chunk, encoding, false);
};

/** Puts a chunk back in front. */
Readable.prototype.unshift = function unshift(chunk, encoding) {
  return addFromSource(this, chunk, encoding, true);
};

function addFromSource(stream, chunk, encoding, inFront) {
  const state = stream._readableState;
  let decoded = false;
  if (!state.objectMode) {
    if (typeof chunk === 'string') {
      encoding = encoding || state.defaultEncoding;
      if (state.encoding === encoding) {
        decoded = true;
      } else if (inFront && state.encoding) {
        // Text put back must not go through the decoder, which may hold half a character.
        chunk = Buffer.from(chunk, encoding).toString(state.encoding);
        decoded = true;
      } else {
        chunk = Buffer.from(chunk, encoding);
      }
    } else if (!(chunk instanceof Buffer)) {
      if (Stream._isUint8Array(chunk)) {
        chunk = Stream._uint8ArrayToBuffer(chunk);
      } else if (chunk != null) {
        errorOrDestroy(stream, new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk));
        return canTakeMore(state);
      }
    }
  } else {
    decoded = Boolean(encoding);
  }

  if (chunk === null) {
    state.reading = false;
    endOfSource(stream, state);
  } else if (state.objectMode || (chunk && chunk.length > 0)) {
    if (inFront) {
      if (state.endEmitted) errorOrDestroy(stream, new codes.ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
      else if (state.destroyed || state.errored) return false;
      else store(stream, state, chunk, true);
    } else if (state.ended) {
      errorOrDestroy(stream, new codes.ERR_STREAM_PUSH_AFTER_EOF());
    } else if (state.destroyed || state.errored) {
      return false;
    } else {
      state.reading = false;
      if (state.decoder && !decoded) {
        chunk = state.decoder.write(chunk);
        if (state.objectMode || chunk.length !== 0) store(stream, state, chunk, false);
        else maybeReadMore(stream, state);
      } else {
        store(stream, state, chunk, false);
      }
    }
  } else if (!inFront) {
    state.reading = false;
    maybeReadMore(stream, state);
  }
  return canTakeMore(state);
}

function canTakeMore(state) {
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

/** Hands a chunk straight to 'data' where nobody is before it, else keeps it. */
function store(stream, state, chunk, inFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount('data') > 0) {
    if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
    else state.awaitDrainWriters = null;
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (inFront) state.buffer.unshift(chunk);
    else state.buffer.push(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

Readable.prototype.setEncoding = function setEncoding(encoding) {
  const state = this._readableState;
  const decoder = new StringDecoder(encoding);
  state.decoder = decoder;
  state.encoding = decoder.encoding;
  let text = '';
  for (const chunk of state.buffer) text += decoder.write(chunk);
  state.buffer.clear();
  if (text !== '') state.buffer.push(text);
  state.length = text.length;
  return this;
};

/** How many units `read(n)` may take now; `n` NaN: whatever is there. */
function readableAmount(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) {
    // A flowing consumer gets chunk by chunk, one that asks gets all.
    return state.flowing && state.length ? state.buffer.first().length : state.length;
  }
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

function raisedHighWaterMark(n) {
  if (n > LARGEST_HIGH_WATER_MARK) throw new codes.ERR_OUT_OF_RANGE('size', '<= 1GiB', n);
  let mark = 1;
  while (mark < n) mark *= 2;
  return mark;
}

/** Takes `n` units (all, without n) or null; asks the source for more when the buffer runs low. */
Readable.prototype.read = function read(n) {
  if (n === undefined) n = NaN;
  else if (!Number.isInteger(n)) n = Number.parseInt(n, 10);
  const state = this._readableState;
  const asked = n;
  if (n > state.highWaterMark) state.highWaterMark = raisedHighWaterMark(n);
  if (n !== 0) state.emittedReadable = false;

  // read(0) asks for an event only, and there already is one to give.
  if (n === 0 && state.needReadable &&
      ((state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0) || state.ended)) {
    if (state.length === 0 && state.ended) endReadable(this);
    else emitReadable(this);
    return null;
  }

  n = readableAmount(n, state);
  if (n === 0 && state.ended) {
    if (state.length === 0) endReadable(this);
    return null;
  }

  // Ask the source before taking: what it pushes right away may still belong to this read.
  const low = state.needReadable || state.length === 0 || state.length - n < state.highWaterMark;
  if (low && !state.ended && !state.reading && !state.destroyed && !state.errored && state.constructed) {
    state.reading = true;
    state.sync = true;
    if (state.length === 0) state.needReadable = true;
    try {
      this._read(state.highWaterMark);
    } catch (error) {
      errorOrDestroy(this, error);
    }
    state.sync = false;
    if (!state.reading) n = readableAmount(asked, state);
  }

  let taken = null;
  if (n > 0 && state.length > 0) taken = takeFrom(state, n);
  if (taken === null) {
    state.needReadable = state.length <= state.highWaterMark;
    n = 0;
  } else {
    state.length -= n;
    if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
    else state.awaitDrainWriters = null;
  }

  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    if (asked !== n && state.ended) endReadable(this);
  }
  if (taken !== null && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit('data', taken);
  }
  return taken;
};

function takeFrom(state, n) {
  if (state.objectMode) return state.buffer.shift();
  if (n < state.length) return state.buffer.take(n, state.decoder !== null);
  let all;
  if (state.decoder) all = state.buffer.join('');
  else if (state.buffer.length === 1) all = state.buffer.first();
  else all = state.buffer.concat(state.length);
  state.buffer.clear();
  return all;
}

function endOfSource(stream, state) {
  if (state.ended) return;
  if (state.decoder) {
    const rest = state.decoder.end();
    if (rest && rest.length) {
      state.buffer.push(rest);
      state.length += state.objectMode ? 1 : rest.length;
    }
  }
  state.ended = true;
  if (state.sync) {
    // Inside _read: the consumer that called read() is not ready for events yet.
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
}

/** Fills the buffer up to the mark, a turn later, so that an endless synchronous source does not starve the consumer. */
function maybeReadMore(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  process.nextTick(readMore, stream, state);
}

function readMore(stream, state) {
  while (!state.reading && !state.ended &&
      (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
    const before = state.length;
    stream.read(0);
    if (before === state.length) break;
  }
  state.readingMore = false;
}

Readable.prototype._read = function _read() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

function endReadable(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  process.nextTick(emitEnd, state, stream);
}

function emitEnd(state, stream) {
  if (state.errored || state.closeEmitted || state.endEmitted || state.length !== 0) return;
  state.endEmitted = true;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    process.nextTick(endWritableSide, stream);
  } else if (state.autoDestroy) {
    const writable = stream._writableState;
    if (!writable || (writable.autoDestroy && (writable.finished || writable.writable === false))) stream.destroy();
  }
}

function endWritableSide(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

/** Makes a Readable of an iterable or async iterable, one chunk an item, in object mode unless `options` say otherwise. */
Readable.from = function from(iterable, options) {
  return require('internal/streams/from').from(Readable, iterable, options);
};

Readable.prototype[Symbol.for('nodejs.rejection')] = function onRejection(error) {
  this.destroy(error);
};

// Kept for packages that take from a foreign state.
Readable._fromList = function fromList(n, state) {
  if (state.length === 0) return null;
  if (!n || n >= state.length) return takeFrom(state, state.objectMode ? 1 : state.length);
  return takeFrom(state, n);
};

module.exports = { Readable };

require('internal/streams/readable_flow').install(Readable);
require('internal/streams/readable_pipe').install(Readable);
require('internal/streams/readable_properties').install(Readable);
require('internal/streams/readable_iterator').install(Readable);
require('internal/streams/web_adapters').install(Readable);
