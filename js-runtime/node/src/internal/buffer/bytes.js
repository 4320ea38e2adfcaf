'use strict';

/** Buffers as bytes: comparing, searching, copying, filling, swapping. */

const { codes } = require('internal/errors');
const { validateNumber, validateString } = require('internal/validators');
const { normalizeEncoding, encodingId } = require('internal/encodings');
const natives = require('internal/buffer/natives');
const { isUint8Array, kMaxLength, toInteger, validateOffset } = require('internal/buffer/kinds');

const UTF8 = 0;
const UTF16LE = 1;

function search(buffer, value, byteOffset, encoding, forward) {
  if (!ArrayBuffer.isView(buffer)) throw codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  } else if (byteOffset > 0x7fffffff) {
    byteOffset = 0x7fffffff;
  } else if (byteOffset < -0x80000000) {
    byteOffset = -0x80000000;
  }
  byteOffset = Math.trunc(+byteOffset);
  // Nothing, and everything that is no number, means: the whole buffer.
  if (!(byteOffset === byteOffset)) byteOffset = forward ? 0 : buffer.length || buffer.byteLength;
  if (typeof value === 'number') return natives.indexOfByte(buffer, (value >>> 0) & 255, byteOffset, forward);
  const id = encoding === undefined ? UTF8 : encodingId(encoding);
  if (typeof value === 'string') {
    if (id === undefined) throw codes.ERR_UNKNOWN_ENCODING(encoding);
    return natives.indexOf(buffer, natives.encode(value, id), byteOffset, forward, id === UTF16LE ? 2 : 1);
  }
  if (isUint8Array(value)) {
    return natives.indexOf(buffer, value, byteOffset, forward, id === UTF16LE ? 2 : 1);
  }
  throw codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

function clampIndex(index, length) {
  index = Math.trunc(+index);
  if (index === 0 || index !== index) return 0;
  if (index < 0) return Math.max(index + length, 0);
  return index < length ? index : length;
}

function fillRange(buffer, value, offset, end, encoding) {
  let pattern;
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = 0;
      end = buffer.length;
    } else if (typeof end === 'string') {
      encoding = end;
      end = buffer.length;
    }
    const name = normalizeEncoding(encoding);
    if (name === undefined) {
      validateString(encoding, 'encoding');
      throw codes.ERR_UNKNOWN_ENCODING(encoding);
    }
    pattern = value.length === 0 ? new Uint8Array(1) : natives.encode(value, encodingId(name));
  } else if (isUint8Array(value)) {
    pattern = value;
  }
  if (offset === undefined) {
    offset = 0;
    end = buffer.length;
  } else {
    validateNumber(offset, 'offset', 0, kMaxLength);
    if (end === undefined) end = buffer.length;
    else validateNumber(end, 'end', 0, buffer.length);
    if (offset >= end) return buffer;
  }
  if (offset > end || end > buffer.length) throw codes.ERR_BUFFER_OUT_OF_BOUNDS();
  if (pattern === undefined) {
    Uint8Array.prototype.fill.call(buffer, value >>> 0, offset, end);
  } else {
    if (pattern.length === 0) throw codes.ERR_INVALID_ARG_VALUE('value', value);
    natives.fill(buffer, pattern, Math.trunc(offset), Math.trunc(end));
  }
  return buffer;
}

function defineSwap(prototype, bits) {
  const name = `swap${bits}`;
  prototype[name] = {
    [name]() {
      if (this.length % (bits / 8) !== 0) throw codes.ERR_INVALID_BUFFER_SIZE(`${bits}-bits`);
      natives.swap(this, bits / 8);
      return this;
    },
  }[name];
}

/** Adds them to Buffer.prototype; slices are FastBuffers. */
function addByteMethods(prototype, FastBuffer) {
  prototype.equals = function equals(otherBuffer) {
    if (!isUint8Array(otherBuffer)) {
      throw codes.ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], otherBuffer);
    }
    if (this === otherBuffer) return true;
    if (this.byteLength !== otherBuffer.byteLength) return false;
    return natives.compare(this, 0, this.length, otherBuffer, 0, otherBuffer.length) === 0;
  };

  prototype.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    if (!isUint8Array(target)) throw codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
    if (targetStart === undefined) targetStart = 0;
    else validateOffset(targetStart, 'targetStart');
    if (targetEnd === undefined) targetEnd = target.length;
    else validateOffset(targetEnd, 'targetEnd', 0, target.length);
    if (sourceStart === undefined) sourceStart = 0;
    else validateOffset(sourceStart, 'sourceStart');
    if (sourceEnd === undefined) sourceEnd = this.length;
    else validateOffset(sourceEnd, 'sourceEnd', 0, this.length);
    if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return natives.compare(this, sourceStart, sourceEnd, target, targetStart, targetEnd);
  };

  prototype.indexOf = function indexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, true);
  };

  prototype.lastIndexOf = function lastIndexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, false);
  };

  prototype.includes = function includes(value, byteOffset, encoding) {
    return this.indexOf(value, byteOffset, encoding) !== -1;
  };

  prototype.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
    if (!ArrayBuffer.isView(this)) throw codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], this);
    if (!ArrayBuffer.isView(target)) throw codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
    targetStart = targetStart === undefined ? 0 : toInteger(targetStart, 0);
    if (targetStart < 0) throw codes.ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
    sourceStart = sourceStart === undefined ? 0 : toInteger(sourceStart, 0);
    if (sourceStart < 0 || sourceStart > this.length) {
      throw codes.ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${this.length}`, sourceStart);
    }
    sourceEnd = sourceEnd === undefined ? this.length : toInteger(sourceEnd, 0);
    if (sourceEnd < 0) throw codes.ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
    if (targetStart >= target.byteLength || sourceStart >= sourceEnd) return 0;
    const size = Math.min(sourceEnd - sourceStart, target.byteLength - targetStart, this.length - sourceStart);
    if (size > 0) natives.copy(target, targetStart, this, sourceStart, size);
    return size;
  };

  prototype.subarray = function subarray(start, end) {
    const length = this.length;
    start = clampIndex(start, length);
    end = end === undefined ? length : clampIndex(end, length);
    return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
  };

  prototype.slice = function slice(start, end) {
    return this.subarray(start, end);
  };

  prototype.fill = function fill(value, offset, end, encoding) {
    return fillRange(this, value, offset, end, encoding);
  };

  defineSwap(prototype, 16);
  defineSwap(prototype, 32);
  defineSwap(prototype, 64);
}

module.exports = { addByteMethods, fillRange };
