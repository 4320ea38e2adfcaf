'use strict';

/**
 * `zlib`: deflate, zlib, gzip and brotli, as streams, as functions with a callback (their work is done on another thread) and as functions
 * that return the result.
 */

const { codes: errors } = require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');
const { Buffer } = require('buffer');
const { isAnyArrayBuffer } = require('util').types;
const { constants } = require('internal/zlib/constants');
const { errorOf, openCodec, settingsOf } = require('internal/zlib/settings');
const natives = require('internal/zlib/natives');

/** Each return code by name, and each name by code. */
const codes = {};
const returned = Object.keys(constants).filter((name) => /^Z_(OK|STREAM_END|NEED_DICT|ERRNO|\w+_ERROR)$/.test(name));
for (const name of returned) codes[name] = constants[name];
for (const name of returned) codes[constants[name]] = name;

const MODES = {
  Deflate: constants.DEFLATE,
  Inflate: constants.INFLATE,
  Gzip: constants.GZIP,
  Gunzip: constants.GUNZIP,
  DeflateRaw: constants.DEFLATERAW,
  InflateRaw: constants.INFLATERAW,
  Unzip: constants.UNZIP,
  BrotliCompress: constants.BROTLI_ENCODE,
  BrotliDecompress: constants.BROTLI_DECODE,
};

// Streams load when somebody wants one: the functions do without.
const classOf = (name) => require('internal/zlib/streams')[name];

const bufferOf = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The input of a function as bytes or text; undefined for what is neither. */
function inputOf(input) {
  if (typeof input === 'string' || input instanceof Uint8Array) return input;
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  return isAnyArrayBuffer(input) ? new Uint8Array(input) : undefined;
}

/** `name(buffer, [options])`. With `options.info`: { buffer, engine }. */
function runSync(name, buffer, options) {
  const input = inputOf(buffer);
  const settings = settingsOf(MODES[name], options);
  if (input === undefined) {
    throw errors.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], buffer);
  }
  if (settings.info) {
    const engine = new (classOf(name))(options);
    return { buffer: engine._processChunk(typeof input === 'string' ? Buffer.from(input) : input, settings.finishFlush), engine };
  }
  const codec = openCodec(MODES[name], settings);
  const result = natives.run(codec, settings.finishFlush, input, settings.maxOutputLength);
  natives.close(codec);
  return outputOf(result, settings);
}

function outputOf(result, settings) {
  if (result === undefined) throw errors.ERR_BUFFER_TOO_LARGE(settings.maxOutputLength);
  if (result[2] !== undefined) throw errorOf(result[2]);
  return bufferOf(result[1]);
}

/** `name(buffer, [options], callback)`. */
function run(name, buffer, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  const settings = settingsOf(MODES[name], options);
  validateFunction(callback, 'callback');
  // Nothing at all is what a stream that is ended at once gets.
  const input = inputOf(buffer ?? '');
  if (input === undefined) throw errors.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
  const engine = settings.info ? new (classOf(name))(options) : undefined;
  const codec = engine ? engine._handle.codec : openCodec(MODES[name], settings);
  natives.runBeside(codec, settings.finishFlush, input, settings.maxOutputLength, (error, result) => {
    let output;
    if (!error) {
      try {
        output = outputOf(result, settings);
      } catch (failure) {
        error = failure;
      }
    }
    if (engine) {
      if (!error) engine.bytesWritten = result[0];
      engine.close();
    } else {
      natives.close(codec);
    }
    if (error) callback(error);
    else callback(null, engine ? { buffer: output, engine } : output);
  });
}

/** The CRC-32 of `data`, continuing from `value`. */
function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw errors.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  validateUint32(value, 'value');
  return natives.crc32(inputOf(data), value);
}

module.exports = { crc32 };

// A patched class stays patched; `createGzip()` keeps making ours, as in Node.
for (const name of Object.keys(MODES)) {
  Object.defineProperty(module.exports, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = classOf(name);
      Object.defineProperty(module.exports, name, { configurable: true, enumerable: true, writable: true, value });
      return value;
    },
    set(value) {
      Object.defineProperty(module.exports, name, { configurable: true, enumerable: true, writable: true, value });
    },
  });
}

for (const name of [
  'Deflate', 'Gzip', 'DeflateRaw', 'Unzip', 'Inflate', 'Gunzip', 'InflateRaw', 'BrotliCompress', 'BrotliDecompress',
]) {
  const lower = name[0].toLowerCase() + name.slice(1);
  module.exports[lower] = function asyncBufferWrapper(buffer, options, callback) {
    return run(name, buffer, options, callback);
  };
  module.exports[`${lower}Sync`] = function syncBufferWrapper(buffer, options) {
    return runSync(name, buffer, options);
  };
}

for (const name of [
  'Deflate', 'Inflate', 'DeflateRaw', 'InflateRaw', 'Gzip', 'Gunzip', 'Unzip', 'BrotliCompress', 'BrotliDecompress',
]) {
  Object.defineProperty(module.exports, `create${name}`, {
    configurable: true,
    enumerable: true,
    writable: false,
    value(options) { return new (classOf(name))(options); },
  });
}

Object.defineProperties(module.exports, {
  constants: { enumerable: true, value: constants },
  codes: { enumerable: true, value: Object.freeze(codes) },
});
// The constants stood on the module itself once, and still do.
for (const name of Object.keys(constants)) {
  if (name.startsWith('BROTLI')) continue;
  Object.defineProperty(module.exports, name, { enumerable: false, value: constants[name] });
}
