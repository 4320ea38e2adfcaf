'use strict';

// node:stream. The module is the legacy Stream class itself; everything else hangs on it.

const { Buffer } = require('buffer');
const types = require('util/types');
const { lazy } = require('internal/lazy');
const { promisify } = require('internal/util/promisify');
const { Stream } = require('internal/streams/legacy');

module.exports = Stream;

// The classes below reach Buffer conversion through Stream, where packages look for it too.
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._isUint8Array = types.isUint8Array;
Stream._uint8ArrayToBuffer = function _uint8ArrayToBuffer(chunk) {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
};

const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');
const { finished, finishedPromise } = require('internal/streams/end_of_stream');
const introspect = require('internal/streams/introspect');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require('internal/streams/high_water_mark');

require('internal/streams/operator_methods').install(Readable);

Stream.isDestroyed = introspect.isDestroyed;
Stream.isDisturbed = introspect.isDisturbed;
Stream.isErrored = introspect.isErrored;
Stream.isReadable = introspect.isReadable;
Stream.isWritable = introspect.isWritable;

Stream.Readable = Readable;
Stream.Writable = Writable;
lazy(Stream, 'Duplex', () => require('internal/streams/duplex').Duplex);
lazy(Stream, 'Transform', () => require('internal/streams/transform').Transform);
lazy(Stream, 'PassThrough', () => require('internal/streams/passthrough').PassThrough);
lazy(Stream, 'pipeline', () => require('internal/streams/pipeline').pipeline);
Stream.addAbortSignal = require('internal/streams/abort_signal').checkedAddAbortSignal;
Stream.finished = finished;
Stream.destroy = require('internal/streams/destroy').destroyer;
Stream.compose = function compose(...streams) {
  return require('internal/streams/compose').compose(...streams);
};
Stream.duplexPair = function duplexPair(options) {
  return require('internal/streams/duplex_pair').duplexPair(options);
};
Stream.setDefaultHighWaterMark = setDefaultHighWaterMark;
Stream.getDefaultHighWaterMark = getDefaultHighWaterMark;

Object.defineProperty(Stream, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return require('stream/promises'); },
});
Object.defineProperty(finished, promisify.custom, { __proto__: null, enumerable: true, get: () => finishedPromise });

// Both forms are known by one name.
Object.defineProperty(finishedPromise, 'name', { value: 'finished' });

Stream.Stream = Stream;
