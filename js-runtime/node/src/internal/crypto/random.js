'use strict';

/** Random values, and comparison in constant time. */

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateNumber, validateObject } = require('internal/validators');
const { Buffer } = require('buffer');
const natives = require('internal/crypto/natives');
const { isAnyBuffer, viewOf } = require('internal/crypto/util');

const MAX_SIZE = 2 ** 31 - 1;

function checkSize(size, offset, length, name = 'size') {
  validateNumber(size, name);
  if (!(size >= 0 && size <= MAX_SIZE)) throw codes.ERR_OUT_OF_RANGE(name, `>= 0 && <= ${MAX_SIZE}`, size);
  if (size + offset > length) throw codes.ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, size + offset);
  return size >>> 0;
}

function randomBytes(size, callback) {
  size = checkSize(size, 0, Infinity);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const buffer = Buffer.alloc(size);
  natives.randomFill(buffer, 0, size);
  if (callback === undefined) return buffer;
  // Fresh bytes are there at once; the callback still comes later, as everybody expects of it.
  setImmediate(callback, null, buffer);
  return undefined;
}

function fill(buffer, offset, size) {
  if (!isAnyBuffer(buffer)) throw codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  const width = buffer.BYTES_PER_ELEMENT || 1;
  const length = buffer.byteLength;
  if (offset === undefined) offset = 0;
  else {
    validateNumber(offset, 'offset');
    offset *= width;
    if (!(offset >= 0 && offset <= Math.min(length, MAX_SIZE))) {
      throw codes.ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${Math.min(length, MAX_SIZE)}`, offset);
    }
    offset >>>= 0;
  }
  if (size === undefined) {
    size = length - offset;
  } else {
    validateNumber(size, 'size');
    size = checkSize(size * width, offset, length);
  }
  natives.randomFill(viewOf(buffer), offset, size);
  return buffer;
}

function randomFillSync(buffer, offset = 0, size) {
  return fill(buffer, offset, size);
}

function randomFill(buffer, offset, size, callback) {
  if (typeof offset === 'function') {
    callback = offset;
    offset = undefined;
    size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  }
  validateFunction(callback, 'callback');
  fill(buffer, offset, size);
  setImmediate(callback, null, buffer);
}

const RANDOM_MAX = 0xffffffffffff;

function randomInt(min, max, callback) {
  const minNotSpecified = max === undefined || typeof max === 'function';
  if (minNotSpecified) {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw codes.ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw codes.ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) {
    throw codes.ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  }
  const range = max - min;
  if (!(range <= RANDOM_MAX)) {
    throw codes.ERR_OUT_OF_RANGE(minNotSpecified ? 'max' : 'max - min', `<= ${RANDOM_MAX}`, range);
  }
  // Numbers above the last whole multiple of the range would favour small results: draw again.
  const limit = RANDOM_MAX - (RANDOM_MAX % range);
  let drawn;
  do drawn = randomBytes(6).readUIntBE(0, 6); while (drawn >= limit);
  const result = min + (drawn % range);
  if (callback === undefined) return result;
  process.nextTick(callback, undefined, result);
  return undefined;
}

function randomUUID(options) {
  if (options !== undefined) {
    validateObject(options, 'options');
    if (options.disableEntropyCache !== undefined) {
      validateBoolean(options.disableEntropyCache, 'options.disableEntropyCache');
    }
  }
  return natives.randomUuid();
}

function getRandomValues(array) {
  const { DOMException } = require('internal/dom_exception');
  if (!ArrayBuffer.isView(array) || array instanceof Float32Array || array instanceof Float64Array || array instanceof DataView) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > 65536) {
    throw new DOMException(
      'The requested length exceeds 65,536 bytes', 'QuotaExceededError');
  }
  randomFillSync(array);
  return array;
}

function notComparable(name) {
  const error = new TypeError(
    `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

function timingSafeEqual(buf1, buf2) {
  if (!isAnyBuffer(buf1)) notComparable('buf1');
  if (!isAnyBuffer(buf2)) notComparable('buf2');
  if (buf1.byteLength !== buf2.byteLength) throw codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return natives.equal(viewOf(buf1), viewOf(buf2));
}

module.exports = { getRandomValues, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual };
