'use strict';

/**
 * `crypto`: digests, keyed digests, random values and comparison in constant time. What is not built refuses when it is called, so that
 * packages which only name it still load.
 */

const { codes } = require('internal/errors');
const {
  validateBoolean, validateFunction, validateNumber, validateObject, validateString, validateUint32,
} = require('internal/validators');
const { Transform } = require('stream');
const { Buffer } = require('buffer');
const { normalizeEncoding } = require('internal/encodings');
const { refuseAll } = require('internal/refuse_all');

const kHandle = Symbol('kHandle');
const kFinalized = Symbol('kFinalized');
const kOptions = Symbol('kOptions');

function own(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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

function encoded(bytes, encoding) {
  return encoding && encoding !== 'buffer' ? bytes.toString(normalizeEncoding(encoding)) : bytes;
}

function checkOutputEncoding(encoding) {
  if (encoding !== undefined && encoding !== null && encoding !== 'buffer' && normalizeEncoding(`${encoding}`) === undefined) {
    throw codes.ERR_UNKNOWN_ENCODING(encoding);
  }
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

// ---- Hash ------------------------------------------------------------------------------------------------------------

function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  const isCopy = typeof algorithm === 'object' && algorithm !== null && algorithm[kHandle] !== undefined;
  if (isCopy) {
    this[kHandle] = native.copy(algorithm[kHandle]);
  } else {
    validateString(algorithm, 'algorithm');
    this[kHandle] = native.createHash(algorithm);
    if (this[kHandle] === undefined) throw new Error('Digest method not supported');
    if (options !== undefined && options !== null && options.outputLength !== undefined) {
      validateUint32(options.outputLength, 'options.outputLength');
      checkLength(algorithm, options.outputLength);
    }
  }
  this[kFinalized] = false;
  this[kOptions] = options;
}
beLazyTransform(Hash);

// Only the SHAKE family, which is not here, has outputs of any length.
function checkLength(algorithm, length) {
  if (native.digest(native.createHash(algorithm)).length === length) return;
  const error = new Error('error:030000B2:digital envelope routines::not XOF or invalid length');
  error.code = 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH';
  throw error;
}

Hash.prototype.copy = function copy() {
  if (this[kFinalized]) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this);
};

Hash.prototype._transform = function (chunk, encoding, callback) {
  native.update(this[kHandle], dataOf(chunk, encoding));
  callback();
};

Hash.prototype._flush = function (callback) {
  this[kFinalized] = true;
  this.push(own(native.digest(this[kHandle])));
  callback();
};

Hash.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  native.update(this[kHandle], dataOf(data, encoding));
  return this;
};

Hash.prototype.digest = function digest(outputEncoding) {
  if (this[kFinalized]) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  const bytes = own(native.digest(this[kHandle]));
  this[kFinalized] = true;
  return finish(bytes, outputEncoding);
};

// An encoding that Node does not know means a Buffer.
function finish(bytes, encoding) {
  if (encoding === undefined || encoding === null || encoding === 'buffer') return bytes;
  const known = normalizeEncoding(`${encoding}`);
  return known === undefined ? bytes : bytes.toString(known);
}

// ---- Hmac ------------------------------------------------------------------------------------------------------------

function Hmac(hmac, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(hmac, key, options);
  validateString(hmac, 'hmac');
  let secret;
  if (typeof key === 'string') secret = Buffer.from(key, normalizeEncoding(options && options.encoding) || 'utf8');
  else if (isAnyBuffer(key)) secret = viewOf(key);
  else {
    throw codes.ERR_INVALID_ARG_TYPE(
      'key', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey'], key);
  }
  this[kHandle] = native.createHmac(hmac, secret);
  if (this[kHandle] === undefined) throw codes.ERR_CRYPTO_INVALID_DIGEST(hmac);
  this[kFinalized] = false;
  this[kOptions] = options;
}
beLazyTransform(Hmac);

Hmac.prototype.update = Hash.prototype.update;
Hmac.prototype._transform = Hash.prototype._transform;
Hmac.prototype._flush = Hash.prototype._flush;

/** A second digest() gives nothing, and no error: as in Node, and unlike Hash. */
Hmac.prototype.digest = function digest(outputEncoding) {
  if (this[kFinalized]) return finish(Buffer.alloc(0), outputEncoding);
  const bytes = own(native.digest(this[kHandle]));
  this[kFinalized] = true;
  return finish(bytes, outputEncoding);
};

// ---- Random values ---------------------------------------------------------------------------------------------------

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
  native.randomFill(buffer, 0, size);
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
  size = size === undefined ? length - offset : checkSize(size * width, offset, length);
  native.randomFill(viewOf(buffer), offset, size);
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
  const bytes = randomBytes(16);
  // Version 4, variant 1 of RFC 4122.
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
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

// ---- The rest --------------------------------------------------------------------------------------------------------

function timingSafeEqual(buf1, buf2) {
  const check = (value, name) => {
    if (isAnyBuffer(value)) return;
    const error = new TypeError(
      `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  };
  check(buf1, 'buf1');
  check(buf2, 'buf2');
  if (buf1.byteLength !== buf2.byteLength) throw codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return native.equal(viewOf(buf1), viewOf(buf2));
}

function hash(algorithm, input, outputEncoding = 'hex') {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !ArrayBuffer.isView(input)) {
    throw codes.ERR_INVALID_ARG_TYPE('input', ['string', 'Buffer', 'TypedArray', 'DataView'], input);
  }
  checkOutputEncoding(outputEncoding);
  const handle = native.createHash(algorithm);
  if (handle === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  native.update(handle, typeof input === 'string' ? input : viewOf(input));
  return encoded(own(native.digest(handle)), outputEncoding);
}

module.exports = {
  Hash,
  Hmac,
  createHash(algorithm, options) { return new Hash(algorithm, options); },
  createHmac(hmac, key, options) { return new Hmac(hmac, key, options); },
  getHashes() { return native.hashes.slice(); },
  getRandomValues,
  getFips() { return 0; },
  hash,
  prng: randomBytes,
  pseudoRandomBytes: randomBytes,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  rng: randomBytes,
  timingSafeEqual,
  constants: { __proto__: null, defaultCoreCipherList: '', TLS1_VERSION: 769, TLS1_2_VERSION: 771, TLS1_3_VERSION: 772 },
};

// `crypto.webcrypto`, the global `crypto`: its values are random, its algorithms are not built.
const subtle = {};
refuseAll(subtle, 'crypto.subtle', [
  'encrypt', 'decrypt', 'sign', 'verify', 'digest', 'generateKey', 'deriveKey', 'deriveBits', 'importKey', 'exportKey', 'wrapKey',
  'unwrapKey',
], 'Use createHash() or createHmac(), or a Rust extension.');
module.exports.webcrypto = { subtle, getRandomValues, randomUUID };
module.exports.subtle = subtle;

const REFUSED = [
  'checkPrime', 'checkPrimeSync', 'createCipheriv', 'createDecipheriv', 'createDiffieHellman', 'createDiffieHellmanGroup', 'createECDH',
  'createPrivateKey', 'createPublicKey', 'createSecretKey', 'createSign', 'createVerify', 'diffieHellman', 'generateKey',
  'generateKeyPair', 'generateKeyPairSync', 'generateKeySync', 'generatePrime', 'generatePrimeSync', 'getCipherInfo', 'getCiphers',
  'getCurves', 'getDiffieHellman', 'hkdf', 'hkdfSync', 'pbkdf2', 'pbkdf2Sync', 'privateDecrypt', 'privateEncrypt', 'publicDecrypt',
  'publicEncrypt', 'scrypt', 'scryptSync', 'secureHeapUsed', 'setEngine', 'setFips', 'sign', 'verify',
  'Certificate', 'Cipheriv', 'Decipheriv', 'DiffieHellman', 'DiffieHellmanGroup', 'ECDH', 'KeyObject', 'Sign', 'Verify',
  'X509Certificate',
];
refuseAll(
  module.exports, 'crypto', REFUSED, 'Hashes, HMACs and random values are; do this in a Rust extension or in another service meanwhile.');
