'use strict';

/** Reads and writes of open files in Node's many argument forms, as plans. Their results are `{ bytes, buffer }`. */

const { codes } = require('internal/errors');
const { validateBuffer, validateEncoding, validateInt32, validateInteger } = require('internal/validators');
const { toFd, toBytes } = require('internal/fs/arguments');

const DEFAULT_SIZE = 16384;

/** The position argument as the natives take it: -1 means where the file stands. */
function toPosition(position) {
  if (position === null || position === undefined) return -1;
  if (typeof position === 'bigint') {
    if (position < -1n || position > 2n ** 63n - 1n) {
      throw codes.ERR_OUT_OF_RANGE('position', `>= -1 && <= ${2n ** 63n - 1n}`, position);
    }
    return Number(position);
  }
  if (typeof position !== 'number') {
    throw codes.ERR_INVALID_ARG_TYPE('position', ['integer', 'bigint'], position);
  }
  validateInteger(position, 'position', -1);
  return position;
}

/**
 * `rest`: what follows `fd`: `(buffer, offset, length, position)`, `(buffer, options)`, `(options)` or nothing.
 */
function read(fd, rest) {
  fd = toFd(fd);
  let [buffer, offset, length, position] = rest;
  if (!ArrayBuffer.isView(buffer)) {
    const options = buffer ?? {};
    if (typeof options !== 'object') validateBuffer(buffer);
    buffer = options.buffer ?? require('buffer').Buffer.alloc(DEFAULT_SIZE);
    ({ offset, length, position } = options);
  } else if (offset !== null && typeof offset === 'object') {
    ({ offset, length, position } = offset);
  }
  validateBuffer(buffer);
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (length === undefined || length === null) length = buffer.byteLength - offset;
  length |= 0;
  if (length === 0) return nothing(buffer);
  if (buffer.byteLength === 0) throw codes.ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  if (length < 0) throw codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
  if (offset + length > buffer.byteLength) {
    throw codes.ERR_OUT_OF_RANGE('length', `<= ${buffer.byteLength - offset}`, length);
  }
  return ['read', [fd, length, toPosition(position)], (bytes) => {
    toBytes(buffer).set(bytes, offset);
    return { bytes: bytes.length, buffer };
  }];
}

/** `rest`: `(buffer, offset, length, position)`, `(buffer, options)` or `(string, position, encoding)`. */
function write(fd, rest) {
  fd = toFd(fd);
  let [buffer, offset, length, position] = rest;
  if (!ArrayBuffer.isView(buffer)) {
    if (typeof buffer !== 'string') {
      throw codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    validateEncoding(buffer, length);
    const data = require('buffer').Buffer.from(buffer, length || 'utf8');
    return ['write', [fd, data, typeof offset === 'number' ? offset : -1], (bytes) => ({ bytes, buffer })];
  }
  if (offset !== null && typeof offset === 'object') ({ offset = 0, length, position } = offset);
  if (offset === undefined || offset === null || typeof offset === 'function') offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  if (typeof position !== 'number') position = -1;
  if (offset > buffer.byteLength) throw codes.ERR_OUT_OF_RANGE('offset', `<= ${buffer.byteLength}`, offset);
  if (length > buffer.byteLength - offset) {
    throw codes.ERR_OUT_OF_RANGE('length', `<= ${buffer.byteLength - offset}`, length);
  }
  validateInt32(length, 'length', 0);
  const data = toBytes(buffer).subarray(offset, offset + length);
  return ['write', [fd, data, position], (bytes) => ({ bytes, buffer })];
}

function* nothing(buffer) {
  return { bytes: 0, buffer };
}

function checkBuffers(buffers) {
  if (!Array.isArray(buffers)) throw codes.ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  for (const buffer of buffers) {
    if (!ArrayBuffer.isView(buffer)) throw codes.ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  }
}

/** Fills several views with one read. */
function readv(fd, buffers, position) {
  fd = toFd(fd);
  checkBuffers(buffers);
  const length = buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0);
  return ['read', [fd, length, typeof position === 'number' ? position : -1], (bytes) => {
    let at = 0;
    for (const buffer of buffers) {
      if (at >= bytes.length) break;
      toBytes(buffer).set(bytes.subarray(at, at + buffer.byteLength));
      at += buffer.byteLength;
    }
    return { bytes: bytes.length, buffer: buffers };
  }];
}

/** Writes several views as one. */
function writev(fd, buffers, position) {
  fd = toFd(fd);
  checkBuffers(buffers);
  const data = require('buffer').Buffer.concat(buffers.map(toBytes));
  return ['write', [fd, data, typeof position === 'number' ? position : -1], (bytes) => ({ bytes, buffer: buffers })];
}

module.exports = { read, write, readv, writev };
