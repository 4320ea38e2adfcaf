'use strict';

/** What the parts of `crypto` share: bytes in and out, and results of work that is done beside the loop. */

const { codes } = require('internal/errors');
const { Transform } = require('stream');
const { Buffer } = require('buffer');
const { normalizeEncoding } = require('internal/encodings');

const kHandle = Symbol('kHandle');
const kOptions = Symbol('kOptions');

/** Bytes that a native made, as a Buffer. */
function own(bytes) {
  return Object.setPrototypeOf(bytes, Buffer.prototype);
}

function viewOf(value) {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)) {
    return new Uint8Array(value);
  }
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function isAnyBuffer(value) {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer);
}

/** The bytes of update()'s data. */
function dataOf(data, encoding, name = 'data') {
  if (typeof data === 'string') {
    const known = normalizeEncoding(encoding);
    if (known === 'hex' && data.length % 2 !== 0) {
      throw codes.ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${data.length}`);
    }
    return known === undefined || known === 'utf8' ? data : Buffer.from(data, known);
  }
  if (!ArrayBuffer.isView(data)) {
    throw codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  return viewOf(data);
}

/** The bytes of a key, salt, nonce...: text, or any buffer. */
function bytesOf(value, name, encoding) {
  if (typeof value === 'string') return Buffer.from(value, normalizeEncoding(encoding) || 'utf8');
  if (!isAnyBuffer(value)) {
    throw codes.ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
  }
  return viewOf(value);
}

/** `bytes` in an encoding; an encoding that Node does not know, or none, means the bytes themselves. */
function encoded(bytes, encoding) {
  if (encoding === undefined || encoding === null || encoding === 'buffer') return bytes;
  const known = normalizeEncoding(`${encoding}`);
  return known === undefined ? bytes : bytes.toString(known);
}

/**
 * The callback of a native job: `finish(error)` or `finish(null, value)`. A job that failed as it may hands its error over as the value.
 */
function settle(finish) {
  return (breakdown, value) => {
    if (breakdown) finish(breakdown);
    else if (value instanceof Error) finish(value);
    else finish(null, value);
  };
}

/**
 * Makes `Class` a Transform that becomes a working stream when a stream's state is first asked for: hardly any digest is used as a
 * stream, and setting one up costs several times what a short digest does.
 */
function beLazyTransform(Class) {
  Object.setPrototypeOf(Class.prototype, Transform.prototype);
  Object.setPrototypeOf(Class, Transform);
  for (const name of ['_readableState', '_writableState']) {
    Object.defineProperty(Class.prototype, name, {
      configurable: true,
      enumerable: true,
      get() {
        Reflect.apply(Transform, this, [this[kOptions]]);
        return this[name];
      },
      set(value) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
      },
    });
  }
}

module.exports = { beLazyTransform, bytesOf, dataOf, encoded, isAnyBuffer, kHandle, kOptions, own, settle, viewOf };
