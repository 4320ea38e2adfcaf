'use strict';

/** Node streams as web streams and back: `Readable.toWeb`, `.fromWeb` and their like. */

const { AbortError, codes } = require('internal/errors');
const { validateBoolean, validateObject } = require('internal/validators');
const { deferred, kState, markPromiseHandled } = require('internal/webstreams/shared');
const streams = require('internal/webstreams/readable_state');
const writables = require('internal/webstreams/writable');

function node() {
  return require('stream');
}

/** A stream that ended before its time is an abort; web streams have no other word for it. */
function reasonOf(error) {
  return error?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? new AbortError(undefined, { cause: error }) : error;
}

function readableToWeb(readable, options = {}) {
  const { ReadableStream, ByteLengthQueuingStrategy, CountQueuingStrategy } = require('stream/web');
  const { finished, isReadable, isDisturbed, isErrored } = node();
  if (typeof readable?._readableState !== 'object') throw codes.ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', readable);
  validateObject(options, 'options');
  if (isDisturbed(readable) || !isReadable(readable)) {
    const dead = new ReadableStream();
    const reason = isErrored(readable) ? readable.errored : undefined;
    if (reason) return new ReadableStream({ start(controller) { controller.error(reason); } });
    dead.cancel();
    return dead;
  }
  const { readableObjectMode: objectMode, readableHighWaterMark: highWaterMark } = readable;
  const strategy = options.strategy ??
    (objectMode ? new CountQueuingStrategy({ highWaterMark }) : new ByteLengthQueuingStrategy({ highWaterMark }));
  let controller;
  let over = false;
  readable.pause();
  const cleanup = finished(readable, (error) => {
    over = true;
    cleanup();
    // Whoever destroys it later finds somebody to hear of it.
    readable.on('error', () => {});
    if (error) controller.error(reasonOf(error));
    else controller.close();
  });
  readable.on('data', (chunk) => {
    if (over) return;
    // A Buffer may be a slice of a shared pool: the web stream gets bytes of its own.
    if (require('buffer').Buffer.isBuffer(chunk) && !objectMode) chunk = new Uint8Array(chunk);
    controller.enqueue(chunk);
    if (controller.desiredSize <= 0) readable.pause();
  });
  return new ReadableStream({
    start(given) { controller = given; },
    pull() { readable.resume(); },
    cancel(reason) {
      over = true;
      readable.destroy(reason);
    },
  }, strategy);
}

function readableFromWeb(stream, options = {}) {
  const { Readable, addAbortSignal } = node();
  if (!streams.isReadable(stream)) throw codes.ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', stream);
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  const reader = stream.getReader();
  let closed = false;
  const readable = new Readable({
    objectMode,
    highWaterMark,
    encoding,
    read() {
      reader.read().then(({ value, done }) => {
        readable.push(done ? null : value);
      }, (error) => readable.destroy(error));
    },
    destroy(error, callback) {
      const finish = () => callback(error);
      if (closed) finish();
      else reader.cancel(error ?? undefined).then(finish, finish);
    },
  });
  if (signal !== undefined) addAbortSignal(signal, readable);
  reader.closed.then(() => { closed = true; }, (error) => {
    closed = true;
    readable.destroy(error);
  });
  return readable;
}

function writableToWeb(writable) {
  const { WritableStream, CountQueuingStrategy } = require('stream/web');
  const { finished, isWritable, isErrored } = node();
  if (typeof writable?._writableState !== 'object' && typeof writable?.write !== 'function') {
    throw codes.ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', writable);
  }
  if (!isWritable(writable)) {
    const dead = new WritableStream();
    if (isErrored(writable)) dead.abort(writable.errored);
    else dead.close();
    return dead;
  }
  const { writableHighWaterMark: highWaterMark, writableObjectMode: objectMode } = writable;
  // A chunk may be a string, which has no byteLength.
  const strategy = objectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
  let controller;
  let drained;
  let closing;
  const cleanup = finished(writable, { readable: false }, (error) => {
    cleanup();
    writable.on('error', () => {});
    if (error) {
      const reason = reasonOf(error);
      drained?.reject(reason);
      if (closing !== undefined) closing.reject(reason);
      else controller.error(reason);
      return;
    }
    if (closing !== undefined) closing.resolve();
    else controller.error(new AbortError());
  });
  writable.on('drain', () => {
    drained?.resolve();
    drained = undefined;
  });
  return new WritableStream({
    start(given) { controller = given; },
    write(chunk) {
      if (!writable.writableNeedDrain && writable.write(chunk)) return undefined;
      if (writable.writableNeedDrain && drained === undefined) {
        drained = deferred();
        return drained.promise;
      }
      return undefined;
    },
    abort(reason) { writable.destroy(reason); },
    close() {
      if (closing === undefined && !writable.writableEnded) writable.end();
      if (writable.writableFinished) return undefined;
      closing = deferred();
      return closing.promise;
    },
  }, strategy);
}

function writableFromWeb(stream, options = {}) {
  const { Writable, addAbortSignal } = node();
  if (!writables.isWritable(stream)) throw codes.ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', stream);
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
  const writer = stream.getWriter();
  let closed = false;
  const settle = (promise, callback) => {
    // Outside of the promise's job: what the callback throws is its own.
    promise.then(() => process.nextTick(callback), (error) => process.nextTick(callback, error));
  };
  const writable = new Writable({
    highWaterMark,
    objectMode,
    decodeStrings,
    signal: undefined,
    writev(chunks, callback) {
      settle(writer.ready.then(() => Promise.all(chunks.map(({ chunk }) => writer.write(chunk)))), callback);
    },
    write(chunk, encoding, callback) {
      if (typeof chunk === 'string' && decodeStrings && !objectMode) chunk = require('buffer').Buffer.from(chunk, encoding);
      settle(writer.ready.then(() => writer.write(chunk)), callback);
    },
    final(callback) {
      if (closed) callback();
      else settle(writer.close(), callback);
    },
    destroy(error, callback) {
      if (closed) {
        callback(error);
        return;
      }
      const finish = () => callback(error);
      if (error == null) writer.close().then(finish, finish);
      else writer.abort(error).then(finish, finish);
    },
  });
  if (signal !== undefined) addAbortSignal(signal, writable);
  writer.closed.then(() => { closed = true; }, (error) => {
    closed = true;
    writable.destroy(error);
  });
  return writable;
}

function duplexToWeb(duplex) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw codes.ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  return { readable: readableToWeb(duplex), writable: writableToWeb(duplex) };
}

function duplexFromWeb(pair, options = {}) {
  validateObject(pair, 'pair');
  const { readable, writable } = pair;
  if (!streams.isReadable(readable)) throw codes.ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readable);
  if (!writables.isWritable(writable)) throw codes.ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writable);
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  const { Duplex, addAbortSignal } = node();
  const source = readableFromWeb(readable, { objectMode, highWaterMark });
  const sink = writableFromWeb(writable, { objectMode, highWaterMark, decodeStrings });
  const duplex = new Duplex({
    allowHalfOpen, readableObjectMode: objectMode, writableObjectMode: objectMode, encoding, decodeStrings, highWaterMark,
    read() { source.resume(); },
    write(chunk, given, callback) { sink.write(chunk, given, callback); },
    final(callback) { sink.end(callback); },
    destroy(error, callback) {
      source.destroy(error ?? undefined);
      sink.destroy(error ?? undefined);
      callback(error);
    },
  });
  source.on('data', (chunk) => { if (!duplex.push(chunk)) source.pause(); });
  source.on('end', () => duplex.push(null));
  source.on('error', (error) => duplex.destroy(error));
  sink.on('error', (error) => duplex.destroy(error));
  if (signal !== undefined) addAbortSignal(signal, duplex);
  return duplex;
}

/** What `stream.finished` asks of a web stream: a promise of its end. */
function endOf(stream) {
  const state = stream[kState];
  if (state.state === 'closed') return Promise.resolve();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  state.end ??= deferred();
  markPromiseHandled(state.end.promise);
  return state.end.promise;
}

/** Ends a web stream with an error from outside. */
function fail(stream, reason) {
  const { controller } = stream[kState];
  if (controller === undefined) return;
  if (writables.isWritable(stream)) controller.error(reason);
  else if (stream[kState].state === 'readable') controller.error(reason);
}

module.exports = {
  duplexFromWeb, duplexToWeb, endOf, fail, readableFromWeb, readableToWeb, writableFromWeb, writableToWeb,
};
