'use strict';

/** Reads what the Serializer writes, and what V8 writes from version 13 on. */

const { coded } = require('internal/errors');
const { Buffer } = require('buffer');
const { ERROR_TAGS, VERSION, VIEW_TAGS } = require('internal/serdes/format');
const { bytesOf } = require('internal/serdes/serializer');

const FLAGS = [['g', 1], ['i', 2], ['m', 4], ['y', 8], ['u', 16], ['s', 32], ['d', 128], ['v', 256]];
const viewsByTag = Object.fromEntries(Object.entries(VIEW_TAGS).map(([name, tag]) => [tag, name]));
const errorsByTag = Object.fromEntries(Object.entries(ERROR_TAGS).map(([name, tag]) => [tag, name]));

function damaged() {
  return new Error('Unable to deserialize cloned data.');
}

function notView() {
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'buffer must be a TypedArray or a DataView');
}

class Deserializer {
  #bytes;
  #at = 0;
  #version = 0;
  #objects = [];
  #transferred = new Map();

  constructor(buffer) {
    if (!ArrayBuffer.isView(buffer)) throw notView();
    const bytes = bytesOf(buffer);
    this.buffer = buffer;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  // ---- Raw pieces ------------------------------------------------------------------------------------------------

  #byte() {
    if (this.#at >= this.#bytes.length) throw damaged();
    return this.#bytes[this.#at++];
  }

  /** The next tag, past padding. */
  #tag() {
    let byte;
    do byte = this.#byte(); while (byte === 0);
    return String.fromCharCode(byte);
  }

  #peek() {
    let at = this.#at;
    while (at < this.#bytes.length && this.#bytes[at] === 0) at++;
    return at < this.#bytes.length ? String.fromCharCode(this.#bytes[at]) : '';
  }

  #varint() {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  #double() {
    const at = this.#skip(8);
    return this.#bytes.readDoubleLE(at);
  }

  /** Where the next `count` bytes begin. */
  #skip(count) {
    const at = this.#at;
    if (count > this.#bytes.length - at) throw damaged();
    this.#at += count;
    return at;
  }

  readHeader() {
    if (this.#bytes[this.#at] === 0xff) {
      this.#at++;
      this.#version = this.#varint();
      if (this.#version >= 13 && this.#version <= VERSION) return true;
    }
    throw new Error('Unable to deserialize cloned data due to invalid or unsupported version.');
  }

  getWireFormatVersion() { return this.#version; }

  readUint32() { return this.#varint() >>> 0; }

  readUint64() {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) break;
    }
    return [Number((value >> 32n) & 0xffffffffn), Number(value & 0xffffffffn)];
  }

  readDouble() { return this.#double(); }

  /** Where they begin, in the buffer's own bytes. */
  _readRawBytes(length) { return this.#skip(length); }

  readRawBytes(length) {
    const at = this.#skip(length);
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + at, length);
  }

  transferArrayBuffer(id, buffer) { this.#transferred.set(id, buffer); }

  // ---- Values ----------------------------------------------------------------------------------------------------

  readValue() { return this.#value(); }

  #keep(object) {
    this.#objects.push(object);
    return object;
  }

  #value() {
    const value = this.#read(this.#tag());
    // A view consumes the buffer before it.
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
      if (this.#peek() === 'V') {
        this.#tag();
        return this.#view(value);
      }
    }
    return value;
  }

  #read(tag) {
    switch (tag) {
      case '_': return undefined;
      case '0': return null;
      case 'T': return true;
      case 'F': return false;
      case 'I': {
        const zigzag = this.#varint();
        return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      }
      case 'U': return this.#varint();
      case 'N': return this.#double();
      case 'Z': return this.#bigint();
      case '"': case 'c': case 'S': return this.#string(tag);
      case '^': {
        const id = this.#varint();
        if (id >= this.#objects.length) throw damaged();
        return this.#objects[id];
      }
      case 'o': {
        const object = this.#keep({});
        const count = this.#properties(object, '{');
        if (count !== this.#varint()) throw damaged();
        return object;
      }
      case 'A': return this.#dense();
      case 'a': {
        const array = this.#keep(new Array(this.#length()));
        const count = this.#properties(array, '@');
        if (count !== this.#varint() || this.#varint() !== array.length) throw damaged();
        return array;
      }
      case 'D': return this.#keep(new Date(this.#double()));
      case 'y': return this.#keep(Object(true));
      case 'x': return this.#keep(Object(false));
      case 'n': return this.#keep(Object(this.#double()));
      case 'z': return this.#keep(Object(this.#bigint()));
      case 's': return this.#keep(Object(this.#string(this.#tag())));
      case 'R': return this.#regexp();
      case ';': {
        const map = this.#keep(new Map());
        let count = 0;
        while (this.#peek() !== ':') {
          const key = this.#value();
          map.set(key, this.#value());
          count += 2;
        }
        this.#tag();
        if (this.#varint() !== count) throw damaged();
        return map;
      }
      case "'": {
        const set = this.#keep(new Set());
        let count = 0;
        while (this.#peek() !== ',') {
          set.add(this.#value());
          count++;
        }
        this.#tag();
        if (this.#varint() !== count) throw damaged();
        return set;
      }
      case 'B': {
        const length = this.#varint();
        const at = this.#skip(length);
        return this.#keep(new Uint8Array(this.#bytes.subarray(at, at + length)).buffer);
      }
      case 't': {
        const id = this.#varint();
        if (!this.#transferred.has(id)) throw damaged();
        return this.#keep(this.#transferred.get(id));
      }
      case 'u': {
        const id = this.#varint();
        if (typeof this._getSharedArrayBufferFromId !== 'function') throw damaged();
        return this.#keep(this._getSharedArrayBufferFromId(id));
      }
      case 'r': return this.#error();
      case '\\': {
        // Its number comes before those of what it holds.
        const id = this.#objects.push(undefined) - 1;
        if (typeof this._readHostObject !== 'function') throw damaged();
        return (this.#objects[id] = this._readHostObject());
      }
      default: throw damaged();
    }
  }

  /** A number of elements that the bytes left could hold, or a sparse array's length. */
  #length() {
    const length = this.#varint();
    if (length > 4294967295) throw damaged();
    return length;
  }

  #bigint() {
    const field = this.#varint();
    const size = Math.floor(field / 2);
    const at = this.#skip(size);
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[at + i]);
    return field % 2 === 1 ? -value : value;
  }

  #string(tag) {
    const length = this.#varint();
    const at = this.#skip(length);
    const encoding = { '"': 'latin1', c: 'utf16le', S: 'utf8' }[tag];
    if (encoding === undefined || (tag === 'c' && length % 2 === 1)) throw damaged();
    return this.#bytes.toString(encoding, at, at + length);
  }

  #properties(object, end) {
    let count = 0;
    while (this.#peek() !== end) {
      const key = this.#value();
      if (typeof key !== 'string' && typeof key !== 'number') throw damaged();
      const value = this.#value();
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      count++;
    }
    this.#tag();
    return count;
  }

  #dense() {
    const length = this.#length();
    if (length > this.#bytes.length - this.#at) throw damaged();
    const array = this.#keep(new Array(length));
    for (let i = 0; i < length; i++) {
      if (this.#peek() === '-') this.#tag();
      else array[i] = this.#value();
    }
    const count = this.#properties(array, '$');
    if (count !== this.#varint() || this.#varint() !== length) throw damaged();
    return array;
  }

  #regexp() {
    const id = this.#objects.push(undefined) - 1;
    const source = this.#string(this.#tag());
    const bits = this.#varint();
    let flags = '';
    for (const [flag, bit] of FLAGS) if (bits & bit) flags += flag;
    return (this.#objects[id] = new RegExp(source, flags));
  }

  #view(buffer) {
    const name = viewsByTag[String.fromCharCode(this.#byte())];
    const offset = this.#varint();
    const length = this.#varint();
    // From version 14 on there are flags: of views that follow their buffer's length, which there are none of here.
    if (this.#version === 0 || this.#version >= 14) this.#varint();
    if (name === undefined || offset + length > buffer.byteLength) throw damaged();
    const Class = globalThis[name];
    const width = Class.BYTES_PER_ELEMENT || 1;
    if (offset % width !== 0 || length % width !== 0) throw damaged();
    return this.#keep(new Class(buffer, offset, length / width));
  }

  #error() {
    const id = this.#objects.push(undefined) - 1;
    let name = 'Error';
    const own = {};
    for (let tag = this.#tag(); tag !== '.'; tag = this.#tag()) {
      if (errorsByTag[tag] !== undefined) name = errorsByTag[tag];
      else if (tag === 'm') own.message = this.#string(this.#tag());
      else if (tag === 'c') own.cause = this.#value();
      else if (tag === 's') own.stack = this.#string(this.#tag());
      else throw damaged();
    }
    const error = new globalThis[name]();
    // One that had none is not to show where it was read.
    own.stack ??= undefined;
    for (const key of ['stack', 'message', 'cause']) {
      if (!Object.hasOwn(own, key)) continue;
      Object.defineProperty(error, key, { value: own[key], writable: true, configurable: true, enumerable: false });
    }
    return (this.#objects[id] = error);
  }
}

module.exports = { Deserializer };
