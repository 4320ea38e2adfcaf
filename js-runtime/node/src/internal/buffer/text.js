'use strict';

/** Buffers as text: toString, write, JSON and what inspect() shows. */

const { coded, codes } = require('internal/errors');
const natives = require('internal/buffer/natives');
const { knownEncoding, validateOffset } = require('internal/buffer/kinds');

const UTF8 = 0;
const UTF16LE = 1;
const LATIN1 = 2;
const ASCII = 3;
const BASE64 = 4;
const BASE64URL = 5;
const HEX = 6;

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** How many bytes inspect() shows. */
const limits = { inspectMaxBytes: 50 };

function writeText(buffer, string, offset, length, id) {
  if (typeof string !== 'string') {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
  }
  return natives.write(buffer, string, offset, length, id);
}

// Undocumented, and used by drivers and parsers all the same: `buf.utf8Slice(start, end)`, `buf.hexWrite(text)`.
function defineRaw(prototype, name, id) {
  const slice = function (start = 0, end = this.length) {
    if (start === end) return '';
    if (!(start >= 0) || !(end <= this.length) || end < 0) {
      throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'Index out of range');
    }
    return natives.decode(this, Math.trunc(start), Math.trunc(end), id);
  };
  const write = function (string, offset = 0, length = this.length - offset) {
    if (offset > this.length) throw codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
    return writeText(this, string, offset, length, id);
  };
  Object.defineProperty(slice, 'name', { value: `${name}Slice`, configurable: true });
  Object.defineProperty(write, 'name', { value: `${name}Write`, configurable: true });
  prototype[`${name}Slice`] = slice;
  prototype[`${name}Write`] = write;
}

/** Adds them to Buffer.prototype. */
function addTextMethods(prototype) {
  prototype.toString = function toString(encoding, start, end) {
    if (arguments.length === 0) return natives.decode(this, 0, this.length, UTF8);
    const length = this.length;
    if (start <= 0) start = 0;
    else if (start >= length) return '';
    else start = Math.trunc(start) || 0;
    if (end === undefined || end > length) end = length;
    else end = Math.trunc(end) || 0;
    if (end <= start) return '';
    return natives.decode(this, start, end, encoding === undefined ? UTF8 : knownEncoding(encoding));
  };
  prototype.toLocaleString = prototype.toString;

  prototype.write = function write(string, offset, length, encoding) {
    if (offset === undefined) return writeText(this, string, 0, this.length, UTF8);
    if (length === undefined && typeof offset === 'string') {
      encoding = offset;
      length = this.length;
      offset = 0;
    } else {
      validateOffset(offset, 'offset', 0, this.length);
      const room = this.length - offset;
      if (length === undefined) {
        length = room;
      } else if (typeof length === 'string') {
        encoding = length;
        length = room;
      } else {
        validateOffset(length, 'length', 0, this.length);
        if (length > room) length = room;
      }
    }
    return writeText(this, string, offset, length, encoding ? knownEncoding(encoding) : UTF8);
  };

  defineRaw(prototype, 'ascii', ASCII);
  defineRaw(prototype, 'base64', BASE64);
  defineRaw(prototype, 'base64url', BASE64URL);
  defineRaw(prototype, 'latin1', LATIN1);
  defineRaw(prototype, 'hex', HEX);
  defineRaw(prototype, 'ucs2', UTF16LE);
  defineRaw(prototype, 'utf8', UTF8);

  prototype.toJSON = function toJSON() {
    const data = new Array(this.length);
    for (let i = 0; i < data.length; i++) data[i] = this[i];
    return { type: 'Buffer', data };
  };

  prototype[kInspect] = function inspect(recurseTimes, ctx) {
    const max = limits.inspectMaxBytes;
    const shown = Math.min(max, this.length);
    let text = natives.decode(this, 0, shown, HEX).replace(/(.{2})(?=.)/g, '$1 ');
    const rest = this.length - max;
    if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
    if (ctx) {
      const extras = { __proto__: null };
      let any = false;
      const keys = ctx.showHidden ? Object.getOwnPropertyNames(this) : Object.keys(this);
      for (const key of keys) {
        if (String(key >>> 0) === key) continue;
        extras[key] = this[key];
        any = true;
      }
      for (const key of Object.getOwnPropertySymbols(this)) {
        if (!ctx.showHidden && !Object.prototype.propertyIsEnumerable.call(this, key)) continue;
        extras[key] = this[key];
        any = true;
      }
      if (any) {
        if (this.length !== 0) text += ', ';
        const all = require('util').inspect(extras, { ...ctx, breakLength: Infinity, compact: true });
        // Without `[Object: null prototype] { ` and ` }`.
        text += all.slice(27, -2);
      }
    }
    const name = this.constructor && this.constructor.name ? this.constructor.name : 'Buffer';
    return `<${name} ${text}>`;
  };
  prototype.inspect = prototype[kInspect];
}

module.exports = { addTextMethods, limits };
