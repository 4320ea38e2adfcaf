'use strict';

/**
 * V8's serialisation of values, version 15: what `v8.serialize`, 'advanced' channels and messages between threads are made of. The
 * format is V8's own, so that a real Node reads it.
 */

const { Buffer } = require('buffer');
const { ERROR_TAGS, VIEW_TAGS, VERSION, slots } = require('internal/serdes/format');

const FLAGS = { g: 1, i: 2, m: 4, y: 8, u: 16, s: 32, d: 128, v: 256 };

/** How a value that cannot be cloned is shown. */
function describe(value) {
  if (typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return Function.prototype.toString.call(value);
  let name = 'Object';
  try {
    if (typeof value.constructor === 'function' && value.constructor.name) name = value.constructor.name;
  } catch {
    // A proxy, or a getter that throws, has no name to show.
  }
  return `#<${name}>`;
}

class Serializer {
  #bytes = Buffer.allocUnsafeSlow(64);
  #length = 0;
  #ids = new Map();
  #transferred = new Map();
  #viewsAreHostObjects = false;

  // ---- Raw pieces ------------------------------------------------------------------------------------------------

  #room(count) {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + count));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #tag(tag) {
    this.#room(1);
    this.#bytes[this.#length++] = tag.charCodeAt(0);
  }

  #varint(value) {
    this.#room(10);
    while (value >= 128) {
      this.#bytes[this.#length++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    this.#bytes[this.#length++] = value;
  }

  #double(value) {
    this.#room(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  #raw(bytes) {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  writeHeader() {
    this.#tag('\xff');
    this.#varint(VERSION);
  }

  writeUint32(value) { this.#varint(value >>> 0); }

  writeUint64(high, low) {
    let value = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    this.#room(10);
    while (value >= 128n) {
      this.#bytes[this.#length++] = Number(value & 127n) | 128;
      value >>= 7n;
    }
    this.#bytes[this.#length++] = Number(value);
  }

  writeDouble(value) { this.#double(+value); }

  writeRawBytes(source) {
    const { codes } = require('internal/errors');
    if (!ArrayBuffer.isView(source) && !(source instanceof ArrayBuffer)) {
      throw codes.ERR_INVALID_ARG_TYPE('source', ['ArrayBuffer', 'TypedArray', 'DataView'], source);
    }
    this.#raw(bytesOf(source));
  }

  releaseBuffer() {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafeSlow(0);
    this.#length = 0;
    return bytes;
  }

  transferArrayBuffer(id, buffer) { this.#transferred.set(buffer, id); }

  _setTreatArrayBufferViewsAsHostObjects(flag) { this.#viewsAreHostObjects = !!flag; }

  // ---- Values ----------------------------------------------------------------------------------------------------

  writeValue(value) {
    this.#value(value);
    return true;
  }

  #fail(value) {
    throw this.#cloneError(`${describe(value)} could not be cloned.`);
  }

  #cloneError(message) {
    const Class = this._getDataCloneError;
    return new Class(message);
  }

  #value(value) {
    switch (typeof value) {
      case 'undefined': this.#tag('_'); return;
      case 'boolean': this.#tag(value ? 'T' : 'F'); return;
      case 'number': this.#number(value); return;
      case 'bigint': this.#tag('Z'); this.#bigint(value); return;
      case 'string': this.#string(value); return;
      case 'object':
        if (value === null) this.#tag('0');
        else this.#object(value);
        return;
      default: this.#fail(value);
    }
  }

  #number(value) {
    if ((value | 0) === value && !Object.is(value, -0)) {
      this.#tag('I');
      this.#varint(value < 0 ? -value * 2 - 1 : value * 2);
    } else {
      this.#tag('N');
      this.#double(value);
    }
  }

  #bigint(value) {
    const negative = value < 0n;
    let rest = negative ? -value : value;
    const digits = [];
    while (rest > 0n) {
      digits.push(BigInt.asUintN(64, rest));
      rest >>= 64n;
    }
    this.#varint(digits.length * 16 + (negative ? 1 : 0));
    this.#room(digits.length * 8);
    for (const digit of digits) this.#length = this.#bytes.writeBigUInt64LE(digit, this.#length);
  }

  #string(text) {
    let wide = false;
    for (let i = 0; i < text.length && !wide; i++) wide = text.charCodeAt(i) > 255;
    if (!wide) {
      this.#tag('"');
      this.#varint(text.length);
      this.#room(text.length);
      this.#length += this.#bytes.latin1Write(text, this.#length);
      return;
    }
    const size = text.length * 2;
    const lengthBytes = size < 128 ? 1 : Math.ceil(Math.floor(Math.log2(size) + 1) / 7);
    // The characters lie at an even place.
    if ((this.#length + 1 + lengthBytes) % 2 === 1) this.#tag('\0');
    this.#tag('c');
    this.#varint(size);
    this.#room(size);
    this.#length += this.#bytes.ucs2Write(text, this.#length);
  }

  #object(object) {
    const known = this.#ids.get(object);
    if (known !== undefined) {
      this.#tag('^');
      this.#varint(known);
      return;
    }
    const isView = ArrayBuffer.isView(object);
    // A view's buffer comes before it.
    if (isView && !this.#viewsAreHostObjects) this.#object(object.buffer);
    this.#ids.set(object, this.#ids.size);

    if (isView) {
      if (this.#viewsAreHostObjects) this.#host(object);
      else this.#view(object);
      return;
    }
    if (this.isHostObject(object)) {
      this.#host(object);
      return;
    }
    if (Array.isArray(object)) {
      this.#array(object);
      return;
    }
    switch (slots.kindOf(object)) {
      case 'Object': this.#tag('o'); this.#varint2('{', this.#properties(object)); return;
      case 'Date': this.#tag('D'); this.#double(object.getTime()); return;
      case 'Boolean': this.#tag(object.valueOf() ? 'y' : 'x'); return;
      case 'Number': this.#tag('n'); this.#double(object.valueOf()); return;
      case 'BigInt': this.#tag('z'); this.#bigint(object.valueOf()); return;
      case 'String': this.#tag('s'); this.#string(object.valueOf()); return;
      case 'RegExp': {
        this.#tag('R');
        this.#string(object.source);
        let flags = 0;
        for (const flag of object.flags) flags |= FLAGS[flag];
        this.#varint(flags);
        return;
      }
      case 'Map': {
        // As it is now: getters of the values may change it.
        const entries = [...object];
        this.#tag(';');
        for (const [key, item] of entries) {
          this.#value(key);
          this.#value(item);
        }
        this.#varint2(':', entries.length * 2);
        return;
      }
      case 'Set': {
        const items = [...object];
        this.#tag("'");
        for (const item of items) this.#value(item);
        this.#varint2(',', items.length);
        return;
      }
      case 'ArrayBuffer': this.#buffer(object); return;
      case 'SharedArrayBuffer': {
        if (typeof this._getSharedArrayBufferId !== 'function') this.#fail(object);
        const id = this._getSharedArrayBufferId(object);
        this.#tag('u');
        this.#varint(id);
        return;
      }
      case 'Error': this.#error(object); return;
      default: this.#fail(object);
    }
  }

  #varint2(tag, ...numbers) {
    this.#tag(tag);
    for (const number of numbers) this.#varint(number);
  }

  /** Own enumerable properties; gives how many there were. */
  #properties(object, keys = Object.keys(object)) {
    let count = 0;
    for (const key of keys) {
      // A getter before may have removed it.
      if (!Object.prototype.propertyIsEnumerable.call(object, key)) continue;
      const value = object[key];
      const index = Number(key);
      if (String(index >>> 0) === key && index < 4294967295) this.#number(index);
      else this.#string(key);
      this.#value(value);
      count++;
    }
    return count;
  }

  #array(array) {
    const { length } = array;
    const keys = Object.keys(array);
    let elements = 0;
    while (elements < keys.length && keys[elements] === String(elements)) elements++;
    if (elements === length) {
      this.#varint2('A', length);
      for (let i = 0; i < length; i++) this.#value(array[i]);
      this.#varint2('$', this.#properties(array, keys.slice(length)), length);
    } else {
      this.#varint2('a', length);
      this.#varint2('@', this.#properties(array, keys), length);
    }
  }

  #buffer(buffer) {
    const id = this.#transferred.get(buffer);
    if (id !== undefined) {
      this.#varint2('t', id);
      return;
    }
    if (buffer.detached === true) throw this.#cloneError('An ArrayBuffer is detached and could not be cloned.');
    const bytes = new Uint8Array(buffer);
    this.#varint2('B', bytes.length);
    this.#raw(bytes);
  }

  #view(view) {
    this.#tag('V');
    this.#tag(VIEW_TAGS[slots.viewName(view)]);
    this.#varint(view.byteOffset);
    this.#varint(view.byteLength);
    this.#varint(0);
  }

  #error(error) {
    this.#tag('r');
    const tag = ERROR_TAGS[error.name];
    if (tag !== undefined) this.#tag(tag);
    const message = Object.getOwnPropertyDescriptor(error, 'message');
    if (message !== undefined && 'value' in message) {
      this.#tag('m');
      this.#string(String(message.value));
    }
    if (Object.hasOwn(error, 'cause')) {
      this.#tag('c');
      this.#value(error.cause);
    }
    if (typeof error.stack === 'string') {
      this.#tag('s');
      this.#string(error.stack);
    }
    this.#tag('.');
  }

  /** Whether an object is `_writeHostObject`'s. */
  isHostObject() { return false; }

  #host(object) {
    if (typeof this._writeHostObject !== 'function') this.#fail(object);
    this.#tag('\\');
    this._writeHostObject(object);
  }
}

Serializer.prototype._getDataCloneError = Error;

function bytesOf(source) {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return new Uint8Array(source);
}

module.exports = { Serializer, bytesOf, describe };
