'use strict';

// Duplex.from: one Duplex out of whatever can produce or consume.

const { AbortError, codes } = require('internal/errors');
const { destroyer } = require('internal/streams/destroy');
const { Duplex } = require('internal/streams/duplex');
const { finished } = require('internal/streams/end_of_stream');
const { from } = require('internal/streams/from');
const {
  isDuplexNodeStream,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableNodeStream,
  isWritableStream,
} = require('internal/streams/introspect');
const { Readable } = require('internal/streams/readable');

/** A Duplex whose switched-off sides do not hold up its end. */
function HalfDuplex(options) {
  if (!(this instanceof HalfDuplex)) return new HalfDuplex(options);
  Duplex.call(this, options);
  if (options?.readable === false) {
    this._readableState.readable = false;
    this._readableState.ended = true;
    this._readableState.endEmitted = true;
  }
  if (options?.writable === false) {
    this._writableState.writable = false;
    this._writableState.ending = true;
    this._writableState.ended = true;
    this._writableState.finished = true;
  }
}
Object.setPrototypeOf(HalfDuplex.prototype, Duplex.prototype);
Object.setPrototypeOf(HalfDuplex, Duplex);

/** `name`: what `body` is called in errors. */
function duplexify(body, name) {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return join({ readable: body });
  if (isWritableNodeStream(body)) return join({ writable: body });
  if (isNodeStream(body)) return join({ writable: false, readable: false });
  if (isReadableStream(body) || isWritableStream(body)) {
    return duplexify(require('internal/streams/web_adapters').nodeStreamOf(body), name);
  }
  if (typeof body === 'function') return ofFunction(body, name);
  if (typeof Blob === 'function' && body instanceof Blob) return duplexify(body.arrayBuffer());
  if (isIterable(body)) return from(HalfDuplex, body, { objectMode: true, writable: false });
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    const readable = body?.readable ? (isReadableNodeStream(body.readable) ? body.readable : duplexify(body.readable)) : undefined;
    const writable = body?.writable ? (isWritableNodeStream(body.writable) ? body.writable : duplexify(body.writable)) : undefined;
    return join({ readable, writable });
  }
  const then = body?.then;
  if (typeof then === 'function') {
    const duplex = new HalfDuplex({
      objectMode: true,
      writable: false,
      read() {},
    });
    then.call(body, (value) => {
      if (value !== null && value !== undefined) duplex.push(value);
      duplex.push(null);
    }, (error) => destroyer(duplex, error));
    return duplex;
  }
  throw new codes.ERR_INVALID_ARG_TYPE(name, [
    'Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function', '{ readable, writable } pair',
    'Promise',
  ], body);
}

/** An async generator function becomes a transform, an async function a sink. */
function ofFunction(body, name) {
  const input = inputOf(body);
  const { value } = input;
  if (isIterable(value)) {
    return from(HalfDuplex, value, { objectMode: true, write: input.write, final: input.final, destroy: input.destroy });
  }
  const then = value?.then;
  if (typeof then === 'function') {
    let duplex;
    const promise = then.call(value, (result) => {
      if (result !== null && result !== undefined) throw new codes.ERR_INVALID_RETURN_VALUE('nully', 'body', result);
    }, (error) => destroyer(duplex, error));
    duplex = new HalfDuplex({
      objectMode: true,
      readable: false,
      write: input.write,
      final(callback) {
        input.final(async () => {
          try {
            await promise;
            process.nextTick(callback, null);
          } catch (error) {
            process.nextTick(callback, error);
          }
        });
      },
      destroy: input.destroy,
    });
    return duplex;
  }
  throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
}

/** Calls `body` with an async iterable of what is written, and an abort signal. */
function inputOf(body) {
  let deliver;
  let next = new Promise((resolve) => {
    deliver = resolve;
  });
  const controller = new AbortController();
  const { signal } = controller;
  async function* written() {
    for (;;) {
      const arriving = next;
      next = null;
      const { chunk, done, callback } = await arriving;
      process.nextTick(callback);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      next = new Promise((resolve) => {
        deliver = resolve;
      });
      yield chunk;
    }
  }
  function hand(item) {
    const resolve = deliver;
    deliver = null;
    resolve(item);
  }
  return {
    value: body(written(), { signal }),
    write(chunk, encoding, callback) {
      hand({ chunk, done: false, callback });
    },
    final(callback) {
      hand({ done: true, callback });
    },
    destroy(error, callback) {
      controller.abort();
      callback(error);
    },
  };
}

/** Two separate streams as one. */
function join(pair) {
  const source = pair.readable && typeof pair.readable.read !== 'function' ? Readable.wrap(pair.readable) : pair.readable;
  const sink = pair.writable;
  let readable = Boolean(isReadable(source));
  let writable = Boolean(isWritable(sink));
  let onDrain = null;
  let onFinish = null;
  let onReadable = null;
  let onClose = null;
  let duplex;

  function onSideDone(error) {
    const callback = onClose;
    onClose = null;
    if (callback) callback(error);
    else if (error) duplex.destroy(error);
  }

  duplex = new HalfDuplex({
    readableObjectMode: Boolean(source?.readableObjectMode),
    writableObjectMode: Boolean(sink?.writableObjectMode),
    readable,
    writable,
  });

  if (writable) {
    finished(sink, (error) => {
      writable = false;
      if (error) destroyer(source, error);
      onSideDone(error);
    });
    duplex._write = (chunk, encoding, callback) => {
      if (sink.write(chunk, encoding)) callback();
      else onDrain = callback;
    };
    duplex._final = (callback) => {
      sink.end();
      onFinish = callback;
    };
    sink.on('drain', () => {
      const callback = onDrain;
      onDrain = null;
      if (callback) callback();
    });
    sink.on('finish', () => {
      const callback = onFinish;
      onFinish = null;
      if (callback) callback();
    });
  }
  if (readable) {
    finished(source, (error) => {
      readable = false;
      if (error) destroyer(source, error);
      onSideDone(error);
    });
    source.on('readable', () => {
      const read = onReadable;
      onReadable = null;
      if (read) read();
    });
    source.on('end', () => duplex.push(null));
    duplex._read = () => {
      for (;;) {
        const chunk = source.read();
        if (chunk === null) {
          onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }
  duplex._destroy = (error, callback) => {
    if (!error && onClose !== null) error = new AbortError();
    onReadable = onDrain = onFinish = null;
    if (!readable && !writable) {
      callback(error);
    } else {
      onClose = callback;
      destroyer(sink, error);
      destroyer(source, error);
    }
  };
  return duplex;
}

module.exports = { duplexify };
