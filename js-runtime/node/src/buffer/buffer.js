'use strict';

/**
 * `buffer`: Buffer over Uint8Array: how one is made, and the module's functions. Its methods stand in `internal/buffer/`: `text`,
 * `bytes` (compare, search, copy, fill), `numbers`; Blob and File in `internal/blob`.
 */

const { codes } = require('internal/errors');
const { validateArray, validateInteger, validateNumber } = require('internal/validators');
const { IDS, normalizeEncoding, encodingId } = require('internal/encodings');
const natives = require('internal/buffer/natives');
const { addNumberMethods } = require('internal/buffer/numbers');
const { addByteMethods, fillRange } = require('internal/buffer/bytes');
const { addTextMethods, limits } = require('internal/buffer/text');
const {
  isAnyArrayBuffer, isUint8Array, kMaxLength, kStringMaxLength, knownEncoding, typedArrayTag, validateOffset,
} = require('internal/buffer/kinds');

const UTF8 = 0;

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

// ---- Allocation ------------------------------------------------------------------------------------------------------

// Small unsafe buffers and short strings share one allocation.
const pool = natives.createPool(Uint8Array, Buffer);

Object.defineProperty(Buffer, 'poolSize', {
  configurable: true,
  enumerable: true,
  get() { return pool.size; },
  set(size) { pool.size = size; },
});

function allocate(size) {
  return size > 0 ? pool.allocate(size) : new FastBuffer();
}

const { valueOf } = Object.prototype;

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (value instanceof Uint8Array && value.valueOf === valueOf) return fromArrayLike(value);
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
  const named = typeof encoding === 'string' && encoding.length !== 0;
  return pool.text(string, named ? knownEncoding(encoding) : UTF8);
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
  if (isUint8Array(list)) return pool.copyOf(list);
  const buffer = allocate(list.length);
  Uint8Array.prototype.set.call(buffer, list, 0);
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
  return natives.compare(buf1, 0, buf1.length, buf2, 0, buf2.length);
};

Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 && normalizeEncoding(encoding) !== undefined;
};

Buffer.concat = function concat(list, length) {
  validateArray(list, 'list');
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    const whole = pool.concat(list);
    if (whole !== undefined) return whole;
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
    if (size > 0) natives.copy(buffer, at, part, 0, size);
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
    case IDS.utf16le: return string.length * 2;
    case IDS.latin1: case IDS.ascii: return string.length;
    case IDS.base64: case IDS.base64url: return base64Length(string);
    case IDS.hex: return string.length >>> 1;
    default: return natives.utf8Length(string);
  }
};

// ---- Methods ---------------------------------------------------------------------------------------------------------

addTextMethods(Buffer.prototype);
addByteMethods(Buffer.prototype, FastBuffer);
addNumberMethods(Buffer.prototype);

natives.answer(pool, Buffer);

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
  const text = natives.decode(source, 0, source.length, encodingId(from));
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
  return natives.isUtf8(viewBytes(input, 'input'));
}

function isAscii(input) {
  return natives.isAscii(viewBytes(input, 'input'));
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
natives.answerBase64(module.exports);

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
    get() { return limits.inspectMaxBytes; },
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      limits.inspectMaxBytes = value;
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
