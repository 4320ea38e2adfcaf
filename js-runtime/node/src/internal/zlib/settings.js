'use strict';

/**
 * Options of zlib's classes and functions: checked as Node does, with its defaults, and made into a native codec.
 */

const { codes } = require('internal/errors');
const { Buffer, kMaxLength } = require('buffer');
const { isAnyArrayBuffer } = require('util').types;
const { constants } = require('internal/zlib/constants');
const natives = require('internal/zlib/natives');

const {
  INFLATE, GZIP, GUNZIP, DEFLATERAW, UNZIP, BROTLI_DECODE, BROTLI_ENCODE,
  BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH, BROTLI_OPERATION_EMIT_METADATA,
  Z_NO_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK,
} = constants;

const ZLIB_FLUSH = { min: Z_NO_FLUSH, max: Z_BLOCK, start: Z_NO_FLUSH, finish: Z_FINISH, full: Z_FULL_FLUSH };
const BROTLI_FLUSH = {
  min: BROTLI_OPERATION_PROCESS,
  max: BROTLI_OPERATION_EMIT_METADATA,
  start: BROTLI_OPERATION_PROCESS,
  finish: BROTLI_OPERATION_FINISH,
  full: BROTLI_OPERATION_FLUSH,
};

const LAST_BROTLI_PARAM = 9;
const NOT_GIVEN = 0xffffffff;

/** False where the default applies: for undefined and NaN. */
function isGiven(value, name) {
  if (value === undefined || Number.isNaN(value)) return false;
  if (Number.isFinite(value)) return true;
  if (typeof value !== 'number') throw codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
  throw codes.ERR_OUT_OF_RANGE(name, 'a finite number', value);
}

/** `value` in `[low, high]`, or `fallback`. */
function inRange(value, name, low, high, fallback) {
  if (!isGiven(value, name)) return fallback;
  if (value < low || value > high) throw codes.ERR_OUT_OF_RANGE(name, `>= ${low} and <= ${high}`, value);
  return value;
}

/** What both families share: { chunkSize, flush, finishFlush, fullFlush, maxOutputLength, info }. */
function commonSettings(options, flush) {
  let chunkSize = constants.Z_DEFAULT_CHUNK;
  if (isGiven(options.chunkSize, 'options.chunkSize')) {
    if (options.chunkSize < constants.Z_MIN_CHUNK) {
      throw codes.ERR_OUT_OF_RANGE('options.chunkSize', `>= ${constants.Z_MIN_CHUNK}`, options.chunkSize);
    }
    chunkSize = options.chunkSize;
  }
  return {
    chunkSize,
    flush: inRange(options.flush, 'options.flush', flush.min, flush.max, flush.start),
    finishFlush: inRange(options.finishFlush, 'options.finishFlush', flush.min, flush.max, flush.finish),
    fullFlush: flush.full,
    maxOutputLength: inRange(options.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength),
    info: options.info,
  };
}

function dictionaryOf(dictionary) {
  if (dictionary === undefined || ArrayBuffer.isView(dictionary)) return dictionary;
  if (isAnyArrayBuffer(dictionary)) return Buffer.from(dictionary);
  throw codes.ERR_INVALID_ARG_TYPE('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
}

function zlibSettings(mode, options) {
  // The window of a decompressor may be left to the header.
  const fromHeader = mode === INFLATE || mode === GUNZIP || mode === UNZIP;
  let windowBits;
  if ((options.windowBits == null || options.windowBits === 0) && fromHeader) windowBits = 0;
  else {
    const least = constants.Z_MIN_WINDOWBITS + (mode === GZIP ? 1 : 0);
    windowBits = inRange(
      options.windowBits, 'options.windowBits', least, constants.Z_MAX_WINDOWBITS, constants.Z_DEFAULT_WINDOWBITS);
  }
  const level = inRange(
    options.level, 'options.level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL, constants.Z_DEFAULT_COMPRESSION);
  const memLevel = inRange(
    options.memLevel, 'options.memLevel', constants.Z_MIN_MEMLEVEL, constants.Z_MAX_MEMLEVEL, constants.Z_DEFAULT_MEMLEVEL);
  const strategy = inRange(
    options.strategy, 'options.strategy', constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_DEFAULT_STRATEGY);
  const dictionary = dictionaryOf(options.dictionary);
  // 256 bytes is a window that zlib cannot write without a header to say so.
  if (mode === DEFLATERAW && windowBits === 8) windowBits = 9;
  return { ...commonSettings(options, ZLIB_FLUSH), level, windowBits, memLevel, strategy, dictionary };
}

function brotliSettings(options) {
  const params = new Array(LAST_BROTLI_PARAM).fill(NOT_GIVEN);
  for (const given of Object.keys(options.params || {})) {
    const number = +given;
    if (Number.isNaN(number) || number < 0 || number >= LAST_BROTLI_PARAM || params[number] !== NOT_GIVEN) {
      throw codes.ERR_BROTLI_INVALID_PARAM(given);
    }
    const value = options.params[given];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw codes.ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    params[number] = value >>> 0;
  }
  return { ...commonSettings(options, BROTLI_FLUSH), params };
}

const isBrotli = (mode) => mode === BROTLI_DECODE || mode === BROTLI_ENCODE;

/** The checked options of a codec. `mode`: a constant, DEFLATE to BROTLI_ENCODE. */
function settingsOf(mode, options) {
  options ??= {};
  return isBrotli(mode) ? brotliSettings(options) : zlibSettings(mode, options);
}

/** A native codec with these settings. */
function openCodec(mode, settings) {
  let codec;
  if (isBrotli(mode)) codec = natives.openBrotli(mode, settings.params);
  else {
    let { dictionary } = settings;
    if (dictionary !== undefined) dictionary = new Uint8Array(dictionary.buffer, dictionary.byteOffset, dictionary.byteLength);
    codec = natives.open(mode, settings.level, settings.windowBits, settings.memLevel, settings.strategy, dictionary);
  }
  if (codec === undefined) throw codes.ERR_ZLIB_INITIALIZATION_FAILED();
  return codec;
}

/** The error of a failed step. `failure`: [message, code, errno]. */
function errorOf([message, code, errno]) {
  const error = new Error(message);
  error.errno = errno;
  error.code = code;
  return error;
}

module.exports = { errorOf, inRange, openCodec, settingsOf };
