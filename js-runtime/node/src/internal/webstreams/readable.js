'use strict';

/** `ReadableStream` of the Streams standard. */

const { codes } = require('internal/errors');
const { validateAbortSignal, validateObject } = require('internal/validators');
const {
  finish, highWaterMarkOf, kState, markPromiseHandled, nothing, setState, sizeOf, stateOf, wrongThis,
} = require('internal/webstreams/shared');
const streams = require('internal/webstreams/readable_state');
const chunks = require('internal/webstreams/readable_default_controller');
const bytes = require('internal/webstreams/readable_byte_controller');
const { ReadableStreamBYOBReader, ReadableStreamDefaultReader } = require('internal/webstreams/readable_readers');

const KIND = 'ReadableStream';

function init(stream) {
  return setState(stream, KIND, { state: 'readable', storedError: undefined, disturbed: false, reader: undefined, controller: undefined });
}

function isByteStream(stream) {
  return stream[kState].controller instanceof bytes.ReadableByteStreamController;
}

function pipeOptions(options) {
  validateObject(options, 'options', { nullable: true, allowFunction: true });
  const { preventAbort, preventCancel, preventClose, signal } = options ?? {};
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return { preventAbort: !!preventAbort, preventCancel: !!preventCancel, preventClose: !!preventClose, signal };
}

class ReadableStream {
  constructor(source = {}, strategy = {}) {
    if (source === null) throw codes.ERR_INVALID_ARG_VALUE('source', 'Object', source);
    const type = source.type;
    init(this);
    // `type` is a text in the standard's words, so anything that reads as one will do.
    if (`${type}` === 'bytes') {
      if (strategy?.size !== undefined) throw codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.size', strategy.size);
      bytes.setUpFromSource(this, source, highWaterMarkOf(strategy, 0));
    } else {
      if (type !== undefined) throw codes.ERR_INVALID_ARG_VALUE('source.type', type);
      const size = sizeOf(strategy);
      chunks.setUpFromSource(this, source, highWaterMarkOf(strategy, 1), size);
    }
  }

  /** A stream of what an iterable or async iterable gives. */
  static from(iterable) {
    const method = iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
    if (typeof method !== 'function') throw codes.ERR_ARG_NOT_ITERABLE(iterable);
    const iterator = Reflect.apply(method, iterable, []);
    if (iterator === null || typeof iterator !== 'object') throw codes.ERR_INVALID_STATE.TypeError('The iterator method must return an object');
    const { next } = iterator;
    const stream = createReadable({
      start() {},
      async pull() {
        const result = await Reflect.apply(next, iterator, []);
        if (result === null || typeof result !== 'object') {
          throw codes.ERR_INVALID_STATE.TypeError('The promise returned by the iterator.next() method must fulfill with an object');
        }
        if (result.done) chunks.close(stream[kState].controller);
        else chunks.enqueue(stream[kState].controller, await result.value);
      },
      async cancel(reason) {
        const back = iterator.return;
        if (back === undefined) return;
        const result = await Reflect.apply(back, iterator, [reason]);
        if (result === null || typeof result !== 'object') {
          throw codes.ERR_INVALID_STATE.TypeError('The promise returned by the iterator.return() method must fulfill with an object');
        }
      },
    }, 0);
    return stream;
  }

  get locked() {
    stateOf(this, KIND);
    return streams.isLocked(this);
  }

  cancel(reason = undefined) {
    if (!streams.isReadable(this)) return wrongThis(KIND);
    if (streams.isLocked(this)) return Promise.reject(streams.invalidState('ReadableStream is locked'));
    return streams.cancel(this, reason);
  }

  getReader(options = {}) {
    stateOf(this, KIND);
    validateObject(options, 'options', { nullable: true, allowFunction: true });
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw codes.ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new ReadableStreamBYOBReader(this);
  }

  pipeThrough(transform, options = {}) {
    stateOf(this, KIND);
    const { isWritable, isLocked } = require('internal/webstreams/writable');
    const readable = transform?.readable;
    if (!streams.isReadable(readable)) throw codes.ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    const writable = transform?.writable;
    if (!isWritable(writable)) throw codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    const given = pipeOptions(options);
    if (streams.isLocked(this)) throw streams.invalidState('The ReadableStream is locked');
    if (isLocked(writable)) throw streams.invalidState('The WritableStream is locked');
    markPromiseHandled(require('internal/webstreams/pipe').pipe(this, writable, given));
    return readable;
  }

  pipeTo(destination, options = {}) {
    try {
      stateOf(this, KIND);
      const { isWritable, isLocked } = require('internal/webstreams/writable');
      if (!isWritable(destination)) throw codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      const given = pipeOptions(options);
      if (streams.isLocked(this)) throw streams.invalidState('The ReadableStream is locked');
      if (isLocked(destination)) throw streams.invalidState('The WritableStream is locked');
      return require('internal/webstreams/pipe').pipe(this, destination, given);
    } catch (reason) {
      return Promise.reject(reason);
    }
  }

  tee() {
    stateOf(this, KIND);
    const { teeBytes, teeChunks } = require('internal/webstreams/tee');
    return isByteStream(this) ? teeBytes(this) : teeChunks(this);
  }

  /** An async iterator over the chunks; leaving it early cancels the stream unless `preventCancel`. */
  values(options = {}) {
    stateOf(this, KIND);
    validateObject(options, 'options', { nullable: true, allowFunction: true });
    return iterate(this, !!options?.preventCancel);
  }
}
finish(ReadableStream, ['locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values'], (state, self) => ({
  locked: streams.isLocked(self), state: state.state, supportsBYOB: isByteStream(self),
}));
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  value: ReadableStream.prototype.values, writable: true, configurable: true, enumerable: false,
});
Object.defineProperty(ReadableStream, 'from', { enumerable: true });

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

function iterate(stream, preventCancel) {
  const reader = new ReadableStreamDefaultReader(stream);
  let last = Promise.resolve();
  let over = false;

  function step() {
    if (over) return Promise.resolve({ value: undefined, done: true });
    if (reader[kState].stream === undefined) {
      return Promise.reject(streams.invalidState('The reader is not bound to a ReadableStream'));
    }
    return new Promise((resolve, reject) => {
      streams.read(reader, {
        chunk(value) { resolve({ value, done: false }); },
        close() {
          over = true;
          reader.releaseLock();
          resolve({ value: undefined, done: true });
        },
        error(reason) {
          over = true;
          reader.releaseLock();
          reject(reason);
        },
      });
    });
  }

  function leave(value) {
    if (over) return Promise.resolve({ value, done: true });
    over = true;
    if (reader[kState].stream === undefined) return Promise.resolve({ value, done: true });
    if (preventCancel) {
      reader.releaseLock();
      return Promise.resolve({ value, done: true });
    }
    const canceled = streams.cancel(stream, value);
    reader.releaseLock();
    return canceled.then(() => ({ value, done: true }));
  }

  return Object.setPrototypeOf({
    next() {
      last = last.then(step, step);
      return last;
    },
    return(value) {
      const go = () => leave(value);
      last = last.then(go, go);
      return last;
    },
  }, AsyncIteratorPrototype);
}

/** A stream made from inside, over algorithms that give promises. */
function createReadable(algorithms, highWaterMark = 1, size = () => 1) {
  const stream = init(Object.create(ReadableStream.prototype));
  chunks.setUp(stream, { pull: () => Promise.resolve(), cancel: () => Promise.resolve(), start: nothing, ...algorithms }, highWaterMark, size);
  return stream;
}

function createReadableBytes(algorithms) {
  const stream = init(Object.create(ReadableStream.prototype));
  bytes.setUp(stream, algorithms, 0, undefined);
  return stream;
}

module.exports = { ReadableStream, createReadable, createReadableBytes };
