'use strict';

/**
 * `buffer`: Buffer over Uint8Array. Bytes are moved, searched and turned to text natively; reads and writes of numbers stand in
 * `internal/buffer/numbers`, Blob and File in `internal/blob`.
 */

const { codes } = require('internal/errors');
const { validateArray, validateInteger, validateNumber, validateString } = require('internal/validators');
const { normalizeEncoding, encodingId } = require('internal/encodings');
const { addNumberMethods } = require('internal/buffer/numbers');

const UTF8 = 0;
const UTF16LE = 1;
const LATIN1 = 2;
const ASCII = 3;
const BASE64 = 4;
const BASE64URL = 5;
const HEX = 6;

// V8's limits on 64-bit machines: packages compare sizes with them.
const kMaxLength = 4294967296;
const kStringMaxLength = 536870888;

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

let inspectMaxBytes = 50;

class FastBuffer extends Uint8Array {
  // Spelled out: a derived constructor without arguments would spread them.
  constructor(bufferOrLength, byteOffset, length) {
    super(bufferOrLength, byteOffset, length);
  }
}

function Buffer(arg, encodingOrOffset, length) {
  warnOfConstructor();
  if (typeof arg === 'number') {
    if (typeof encodingOrOffset === 'string') throw codes.ERR_INVALID_ARG_TYPE('string', 'string', arg);
    return Buffer.alloc(arg);
  }
  return Buffer.from(arg, encodingOrOffset, length);
}

Object.defineProperty(Buffer, Symbol.species, {
  configurable: true,
  enumerable: false,
  get() { return FastBuffer; },
});
FastBuffer.prototype.constructor = Buffer;
Buffer.prototype = FastBuffer.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);

let warned = false;

// Node warns once, and only of code outside node_modules, whose author can do something about it.
function warnOfConstructor() {
  if (warned || process.noDeprecation === true) return;
  const frames = (new Error().stack || '').split('\n').slice(1);
  const caller = frames.find((line) => !line.includes('coddle:'));
  if (caller === undefined || /[/\\]node_modules[/\\]/.test(caller)) return;
  warned = true;
  process.emitWarning(
    'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.', 'DeprecationWarning', 'DEP0005', Buffer);
}

// ---- Kinds of values -------------------------------------------------------------------------------------------------

function isUint8Array(value) {
  return value instanceof Uint8Array ||
    (typeof value === 'object' && value !== null && typedArrayTag.call(value) === 'Uint8Array');
}

function isAnyArrayBuffer(value) {
  return value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer);
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

// ---- Allocation ------------------------------------------------------------------------------------------------------

// Small unsafe buffers and short strings share one allocation.
let pool;
let poolOffset = 0;
let poolLength = 0;
Buffer.poolSize = 8 * 1024;

function createPool() {
  poolLength = Buffer.poolSize;
  pool = new FastBuffer(new ArrayBuffer(poolLength), 0, poolLength);
  poolOffset = 0;
}

function takeFromPool(size) {
  const taken = new FastBuffer(pool.buffer, poolOffset, size);
  // Slices start at multiples of eight, so that wider typed arrays can be laid over them.
  poolOffset = (poolOffset + size + 7) & ~7;
  return taken;
}

function allocate(size) {
  if (size <= 0) return new FastBuffer();
  if (size < Buffer.poolSize >>> 1) {
    if (pool === undefined || size > poolLength - poolOffset) createPool();
    return takeFromPool(size);
  }
  return new FastBuffer(size);
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf && value.valueOf();
    if (primitive != null && primitive !== value &&
        (typeof primitive === 'string' || typeof primitive === 'object')) {
      return from(primitive, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const text = value[Symbol.toPrimitive]('string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
  }
  throw codes.ERR_INVALID_ARG_TYPE(
    'first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value);
};

function fromString(string, encoding) {
  let id = UTF8;
  if (typeof encoding === 'string' && encoding.length !== 0) id = knownEncoding(encoding);
  if (string.length === 0) return new FastBuffer();
  // No encoding makes more than three bytes of a code unit.
  const most = string.length * 3;
  if (most < Buffer.poolSize >>> 1) {
    if (pool === undefined || most > poolLength - poolOffset) createPool();
    return takeFromPool(native.write(pool, string, poolOffset, most, id));
  }
  return own(native.encode(string, id));
}

/** Makes a Buffer of a Uint8Array that nobody else has. */
function own(bytes) {
  return Object.setPrototypeOf(bytes, FastBuffer.prototype);
}

function fromArrayBuffer(buffer, byteOffset, length) {
  byteOffset = byteOffset === undefined ? 0 : +byteOffset || 0;
  const room = buffer.byteLength - byteOffset;
  if (room < 0) throw codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (length === undefined) {
    length = room;
  } else {
    length = +length;
    if (length > 0) {
      if (length > room) throw codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
    } else {
      length = 0;
    }
  }
  return new FastBuffer(buffer, byteOffset, length);
}

function fromArrayLike(list) {
  if (list.length <= 0) return new FastBuffer();
  const buffer = allocate(list.length);
  if (isUint8Array(list)) native.copy(buffer, 0, list, 0, list.length);
  else Uint8Array.prototype.set.call(buffer, list, 0);
  return buffer;
}

function fromObject(object) {
  if (object.length !== undefined || isAnyArrayBuffer(object.buffer)) {
    return typeof object.length === 'number' ? fromArrayLike(object) : new FastBuffer();
  }
  if (object.type === 'Buffer' && Array.isArray(object.data)) return fromArrayLike(object.data);
  return undefined;
}

Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (typedArrayTag.call(view) === undefined) throw codes.ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  const total = view.length;
  if (total === 0) return new FastBuffer();
  if (offset !== undefined || length !== undefined) {
    if (offset !== undefined) {
      validateInteger(offset, 'offset', 0);
      if (offset >= total) return new FastBuffer();
    } else {
      offset = 0;
    }
    let end;
    if (length !== undefined) {
      validateInteger(length, 'length', 0);
      end = offset + length;
    } else {
      end = total;
    }
    view = view.slice(offset, end);
  }
  return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
};

Buffer.of = function of(...items) {
  const buffer = allocate(items.length);
  for (let i = 0; i < items.length; i++) buffer[i] = items[i];
  return buffer;
};

Buffer.alloc = function alloc(size, fill, encoding) {
  validateNumber(size, 'size', 0, kMaxLength);
  if (fill !== undefined && fill !== 0 && size > 0) {
    return fillRange(new FastBuffer(size), fill, 0, size, encoding);
  }
  return new FastBuffer(size);
};

Buffer.allocUnsafe = function allocUnsafe(size) {
  validateNumber(size, 'size', 0, kMaxLength);
  return allocate(size);
};

Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  validateNumber(size, 'size', 0, kMaxLength);
  return new FastBuffer(size);
};

function SlowBuffer(size) {
  validateNumber(size, 'size', 0, kMaxLength);
  return new FastBuffer(size);
}
Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
Object.setPrototypeOf(SlowBuffer, Uint8Array);

Buffer.isBuffer = function isBuffer(value) {
  return value instanceof Buffer;
};

Buffer.compare = function compare(buf1, buf2) {
  if (!isUint8Array(buf1)) throw codes.ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], buf1);
  if (!isUint8Array(buf2)) throw codes.ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], buf2);
  if (buf1 === buf2) return 0;
  return native.compare(buf1, 0, buf1.length, buf2, 0, buf2.length);
};

Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 && normalizeEncoding(encoding) !== undefined;
};

Buffer.concat = function concat(list, length) {
  validateArray(list, 'list');
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    length = 0;
    for (let i = 0; i < list.length; i++) {
      if (list[i].length) length += list[i].length;
    }
  } else {
    validateOffset(length, 'length');
  }
  const buffer = Buffer.allocUnsafe(length);
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const part = list[i];
    if (!isUint8Array(part)) throw codes.ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], part);
    const size = Math.min(part.length, length - at);
    if (size > 0) native.copy(buffer, at, part, 0, size);
    at += size;
  }
  if (at < length) Uint8Array.prototype.fill.call(buffer, 0, at, length);
  return buffer;
};

function base64Length(string) {
  let digits = string.length;
  if (string.charCodeAt(digits - 1) === 0x3d) digits--;
  if (digits > 1 && string.charCodeAt(digits - 1) === 0x3d) digits--;
  return (digits * 3) >>> 2;
}

Buffer.byteLength = function byteLength(string, encoding) {
  if (typeof string !== 'string') {
    if (ArrayBuffer.isView(string) || isAnyArrayBuffer(string)) return string.byteLength;
    throw codes.ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
  }
  if (string.length === 0) return 0;
  switch (encoding ? encodingId(encoding) : UTF8) {
    case UTF16LE: return string.length * 2;
    case LATIN1: case ASCII: return string.length;
    case BASE64: case BASE64URL: return base64Length(string);
    case HEX: return string.length >>> 1;
    default: return native.utf8Length(string);
  }
};

// ---- Text ------------------------------------------------------------------------------------------------------------

Buffer.prototype.toString = function toString(encoding, start, end) {
  if (arguments.length === 0) return native.decode(this, 0, this.length, UTF8);
  const length = this.length;
  if (start <= 0) start = 0;
  else if (start >= length) return '';
  else start = Math.trunc(start) || 0;
  if (end === undefined || end > length) end = length;
  else end = Math.trunc(end) || 0;
  if (end <= start) return '';
  return native.decode(this, start, end, encoding === undefined ? UTF8 : knownEncoding(encoding));
};
Buffer.prototype.toLocaleString = Buffer.prototype.toString;

Buffer.prototype.write = function write(string, offset, length, encoding) {
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

function writeText(buffer, string, offset, length, id) {
  if (typeof string !== 'string') {
    const error = new TypeError('argument must be a string');
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  return native.write(buffer, string, offset, length, id);
}

// Undocumented, and used by drivers and parsers all the same: `buf.utf8Slice(start, end)`, `buf.hexWrite(text)`.
function defineRaw(name, id) {
  const slice = function (start = 0, end = this.length) {
    if (start === end) return '';
    if (!(start >= 0) || !(end <= this.length) || end < 0) {
      const error = new RangeError('Index out of range');
      error.code = 'ERR_OUT_OF_RANGE';
      throw error;
    }
    return native.decode(this, Math.trunc(start), Math.trunc(end), id);
  };
  const write = function (string, offset = 0, length = this.length - offset) {
    if (offset > this.length) throw codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
    return writeText(this, string, offset, length, id);
  };
  Object.defineProperty(slice, 'name', { value: `${name}Slice`, configurable: true });
  Object.defineProperty(write, 'name', { value: `${name}Write`, configurable: true });
  Buffer.prototype[`${name}Slice`] = slice;
  Buffer.prototype[`${name}Write`] = write;
}
defineRaw('ascii', ASCII);
defineRaw('base64', BASE64);
defineRaw('base64url', BASE64URL);
defineRaw('latin1', LATIN1);
defineRaw('hex', HEX);
defineRaw('ucs2', UTF16LE);
defineRaw('utf8', UTF8);

Buffer.prototype.toJSON = function toJSON() {
  const data = new Array(this.length);
  for (let i = 0; i < data.length; i++) data[i] = this[i];
  return { type: 'Buffer', data };
};

Buffer.prototype[kInspect] = function inspect(recurseTimes, ctx) {
  const max = inspectMaxBytes;
  const shown = Math.min(max, this.length);
  let text = native.decode(this, 0, shown, HEX).replace(/(.{2})(?=.)/g, '$1 ');
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
Buffer.prototype.inspect = Buffer.prototype[kInspect];

// ---- Comparing and searching -----------------------------------------------------------------------------------------

Buffer.prototype.equals = function equals(otherBuffer) {
  if (!isUint8Array(otherBuffer)) {
    throw codes.ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], otherBuffer);
  }
  if (this === otherBuffer) return true;
  if (this.byteLength !== otherBuffer.byteLength) return false;
  return native.compare(this, 0, this.length, otherBuffer, 0, otherBuffer.length) === 0;
};

Buffer.prototype.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
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
  return native.compare(this, sourceStart, sourceEnd, target, targetStart, targetEnd);
};

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
  if (typeof value === 'number') return native.indexOfByte(buffer, (value >>> 0) & 255, byteOffset, forward);
  const id = encoding === undefined ? UTF8 : encodingId(encoding);
  if (typeof value === 'string') {
    if (id === undefined) throw codes.ERR_UNKNOWN_ENCODING(encoding);
    return native.indexOf(buffer, native.encode(value, id), byteOffset, forward, id === UTF16LE ? 2 : 1);
  }
  if (isUint8Array(value)) {
    return native.indexOf(buffer, value, byteOffset, forward, id === UTF16LE ? 2 : 1);
  }
  throw codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

Buffer.prototype.indexOf = function indexOf(value, byteOffset, encoding) {
  return search(this, value, byteOffset, encoding, true);
};

Buffer.prototype.lastIndexOf = function lastIndexOf(value, byteOffset, encoding) {
  return search(this, value, byteOffset, encoding, false);
};

Buffer.prototype.includes = function includes(value, byteOffset, encoding) {
  return this.indexOf(value, byteOffset, encoding) !== -1;
};

// ---- Moving bytes ----------------------------------------------------------------------------------------------------

Buffer.prototype.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
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
  if (size > 0) native.copy(target, targetStart, this, sourceStart, size);
  return size;
};

Buffer.prototype.subarray = function subarray(start, end) {
  const length = this.length;
  start = clampIndex(start, length);
  end = end === undefined ? length : clampIndex(end, length);
  return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
};

Buffer.prototype.slice = function slice(start, end) {
  return this.subarray(start, end);
};

function clampIndex(index, length) {
  index = Math.trunc(+index);
  if (index === 0 || index !== index) return 0;
  if (index < 0) return Math.max(index + length, 0);
  return index < length ? index : length;
}

Buffer.prototype.fill = function fill(value, offset, end, encoding) {
  return fillRange(this, value, offset, end, encoding);
};

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
    pattern = value.length === 0 ? new Uint8Array(1) : native.encode(value, encodingId(name));
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
    native.fill(buffer, pattern, Math.trunc(offset), Math.trunc(end));
  }
  return buffer;
}

function defineSwap(bits) {
  const name = `swap${bits}`;
  Buffer.prototype[name] = {
    [name]() {
      if (this.length % (bits / 8) !== 0) throw codes.ERR_INVALID_BUFFER_SIZE(`${bits}-bits`);
      native.swap(this, bits / 8);
      return this;
    },
  }[name];
}
defineSwap(16);
defineSwap(32);
defineSwap(64);

addNumberMethods(Buffer.prototype);

Object.defineProperty(Buffer.prototype, 'parent', {
  enumerable: true,
  get() { return this instanceof Buffer ? this.buffer : undefined; },
});
Object.defineProperty(Buffer.prototype, 'offset', {
  enumerable: true,
  get() { return this instanceof Buffer ? this.byteOffset : undefined; },
});

// ---- The module's functions ------------------------------------------------------------------------------------------

const CONVERTIBLE = new Set(['utf8', 'utf16le', 'latin1', 'ascii']);

/** Only encodings of characters can be converted; what the target cannot hold becomes `?`. */
function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return Buffer.alloc(0);
  const from = normalizeEncoding(fromEncoding);
  const to = normalizeEncoding(toEncoding);
  if (!CONVERTIBLE.has(from) || !CONVERTIBLE.has(to)) {
    const error = new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]');
    error.code = 'U_ILLEGAL_ARGUMENT_ERROR';
    error.errno = 1;
    throw error;
  }
  const text = native.decode(source, 0, source.length, encodingId(from));
  if (to === 'utf8' || to === 'utf16le') return Buffer.from(text, to);
  const highest = to === 'ascii' ? 127 : 255;
  let out = '';
  for (const character of text) out += character.codePointAt(0) > highest ? '?' : character;
  return Buffer.from(out, 'latin1');
}

function viewBytes(input, name) {
  if (input !== null && typeof input === 'object' && (ArrayBuffer.isView(input) ? input.buffer : input).detached === true) {
    throw codes.ERR_INVALID_STATE('Cannot validate on a detached buffer');
  }
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (isAnyArrayBuffer(input)) return new Uint8Array(input);
  throw codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

function isUtf8(input) {
  return native.isUtf8(viewBytes(input, 'input'));
}

function isAscii(input) {
  return native.isAscii(viewBytes(input, 'input'));
}

function invalidCharacter(message) {
  const { DOMException } = require('internal/dom_exception');
  return new DOMException(message, 'InvalidCharacterError');
}

function btoa(input) {
  if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('input');
  input = `${input}`;
  for (let i = 0; i < input.length; i++) {
    if (input.charCodeAt(i) > 255) throw invalidCharacter('Invalid character');
  }
  return Buffer.from(input, 'latin1').toString('base64');
}

function atob(input) {
  if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('input');
  // Forgiving-base64 of the WHATWG infra standard.
  let text = `${input}`.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
  if (/[^A-Za-z0-9+/]/.test(text)) throw invalidCharacter('Invalid character');
  if (text.length % 4 === 1) {
    throw invalidCharacter('The string to be decoded is not correctly encoded.');
  }
  return Buffer.from(text, 'base64').toString('latin1');
}

module.exports = {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};

Object.defineProperties(module.exports, {
  constants: {
    configurable: false,
    enumerable: true,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { value: kMaxLength, enumerable: true },
      MAX_STRING_LENGTH: { value: kStringMaxLength, enumerable: true },
    }),
  },
  INSPECT_MAX_BYTES: {
    configurable: true,
    enumerable: true,
    get() { return inspectMaxBytes; },
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      inspectMaxBytes = value;
    },
  },
});
for (const name of ['Blob', 'resolveObjectURL', 'File']) {
  Object.defineProperty(module.exports, name, {
    configurable: true,
    enumerable: true,
    get() { return require('internal/blob')[name]; },
  });
}
