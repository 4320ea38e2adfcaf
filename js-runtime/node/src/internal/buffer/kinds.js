'use strict';

const lengthGetter = (kind) => Object.getOwnPropertyDescriptor(kind.prototype, 'byteLength').get;
const LENGTH_OF = { '__proto__': null, ArrayBuffer: lengthGetter(ArrayBuffer), SharedArrayBuffer: lengthGetter(SharedArrayBuffer) };

/** What the parts of `buffer` ask of their arguments. */

const { codes } = require('internal/errors');
const { validateInteger } = require('internal/validators');
const { encodingId } = require('internal/encodings');

// V8's limits on 64-bit machines: packages compare sizes with them.
const kMaxLength = 4294967296;
const kStringMaxLength = 536870888;

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

function isUint8Array(value) {
  return value instanceof Uint8Array ||
    (typeof value === 'object' && value !== null && typedArrayTag.call(value) === 'Uint8Array');
}

function isAnyArrayBuffer(value) {
  if (value === null || typeof value !== 'object') return false;
  // By what it is: another context's has another prototype, and anything may have ours.
  const lengthOf = LENGTH_OF[value[Symbol.toStringTag]];
  if (lengthOf === undefined) return false;
  try {
    lengthOf.call(value);
    return true;
  } catch {
    return false;
  }
}

/** The number that an index argument means: whole, or `fallback` for what is no number. */
function toInteger(value, fallback) {
  value = +value;
  if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) return Math.floor(value);
  return fallback;
}

function validateOffset(value, name, min = 0, max = kMaxLength) {
  validateInteger(value, name, min, max);
}

function knownEncoding(encoding) {
  const id = encodingId(encoding);
  if (id === undefined) throw codes.ERR_UNKNOWN_ENCODING(encoding);
  return id;
}

module.exports = {
  isAnyArrayBuffer, isUint8Array, kMaxLength, kStringMaxLength, knownEncoding, toInteger, typedArrayTag, validateOffset,
};
