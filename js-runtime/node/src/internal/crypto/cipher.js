'use strict';

/** Ciphers with a key that both sides share. */

const { codes } = require('internal/errors');
const { validateInt32, validateObject, validateString } = require('internal/validators');
const { Buffer } = require('buffer');
const { StringDecoder } = require('string_decoder');
const { normalizeEncoding } = require('internal/encodings');
const natives = require('internal/crypto/natives');
const { beLazyTransform, bytesOf, isAnyBuffer, kHandle, kOptions, own, viewOf } = require('internal/crypto/util');
const { secretOf } = require('internal/crypto/hash');

/** `options.authTagLength`, or undefined. */
function tagLengthOf(options) {
  const length = options && options.authTagLength;
  if (length === undefined || length === null) return undefined;
  if (typeof length !== 'number' || length >>> 0 !== length) throw codes.ERR_INVALID_ARG_VALUE('options.authTagLength', length);
  return length;
}

function setUp(self, encrypt, name, key, iv, options) {
  self[kHandle] = natives.createCipher(name, encrypt, key, iv, tagLengthOf(options));
  self._decoder = null;
  self._options = options;
  self[kOptions] = options;
}

/** createCipheriv's: key and IV as they are given. */
function setUpWithIv(self, encrypt, cipher, key, iv, options) {
  validateString(cipher, 'cipher');
  const secret = secretOf(key, options && options.encoding);
  if (iv !== null && typeof iv !== 'string' && !isAnyBuffer(iv)) {
    throw codes.ERR_INVALID_ARG_TYPE('iv', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], iv);
  }
  setUp(self, encrypt, cipher, secret, iv === null ? Buffer.alloc(0) : bytesOf(iv, 'iv'), options);
}

/** createCipher's: both from a password, in OpenSSL's old way. */
function setUpWithPassword(self, encrypt, cipher, password, options) {
  validateString(cipher, 'cipher');
  const secret = bytesOf(password, 'password');
  const info = natives.cipherInfo(cipher, 0, undefined, undefined);
  if (info === undefined) throw codes.ERR_CRYPTO_UNKNOWN_CIPHER();
  if (encrypt && ['ctr', 'gcm', 'ccm'].includes(info.mode)) process.emitWarning(`Use Cipheriv for counter mode of ${cipher}`);
  const keyAndIv = natives.bytesToKey(secret, info.keyLength, info.ivLength || 0);
  setUp(self, encrypt, cipher, keyAndIv.subarray(0, info.keyLength), keyAndIv.subarray(info.keyLength), options);
}

/** `bytes` in `encoding`, by a decoder that keeps what is no whole character yet. */
function decoded(self, bytes, encoding, isLast) {
  if (!encoding || encoding === 'buffer') return bytes;
  const known = normalizeEncoding(encoding);
  if (self._decoder === null) {
    if (known === undefined) throw codes.ERR_UNKNOWN_ENCODING(encoding);
    self._decoder = new StringDecoder(encoding);
  } else if (self._decoder.encoding !== known) {
    if (known === undefined) throw codes.ERR_UNKNOWN_ENCODING(encoding);
    throw codes.ERR_INTERNAL_ASSERTION('Cannot change encoding');
  }
  return isLast ? self._decoder.end(bytes) : self._decoder.write(bytes);
}

// What OpenSSL counts in, less room for another block.
const MAX_DATA = 2 ** 31 - 1 - 32;

function run(self, bytes) {
  if (bytes.length > MAX_DATA) {
    const error = codes.ERR_OUT_OF_RANGE('data', `<= ${MAX_DATA} bytes`, bytes.length);
    error.message = 'data is too long';
    throw error;
  }
  return own(natives.cipherUpdate(self[kHandle], bytes));
}

function update(data, inputEncoding, outputEncoding) {
  if (typeof data === 'string') {
    const known = normalizeEncoding(inputEncoding);
    if (known === 'hex' && data.length % 2 !== 0) {
      throw codes.ERR_INVALID_ARG_VALUE('encoding', inputEncoding, `is invalid for data of length ${data.length}`);
    }
    data = Buffer.from(data, known || 'utf8');
  } else if (!ArrayBuffer.isView(data)) {
    throw codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  return decoded(this, run(this, viewOf(data)), outputEncoding, false);
}

function final(outputEncoding) {
  return decoded(this, own(natives.cipherFinal(this[kHandle])), outputEncoding, true);
}

const methods = {
  update,
  final,
  _transform(chunk, encoding, callback) {
    this.push(run(this, typeof chunk === 'string' ? Buffer.from(chunk, encoding) : viewOf(chunk)));
    callback();
  },
  _flush(callback) {
    let last;
    try {
      last = own(natives.cipherFinal(this[kHandle]));
    } catch (error) {
      callback(error);
      return;
    }
    this.push(last);
    callback();
  },
  setAutoPadding(padding) {
    if (!natives.setAutoPadding(this[kHandle], padding === undefined || !!padding)) {
      throw codes.ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    }
    return this;
  },
  setAAD(data, options) {
    const encoding = options && options.encoding;
    if (options !== undefined && options !== null) validateObject(options, 'options');
    const length = options && options.plaintextLength;
    if (length !== undefined && length !== null && (typeof length !== 'number' || length >>> 0 !== length)) {
      throw codes.ERR_INVALID_ARG_VALUE('options.plaintextLength', length);
    }
    if (!natives.setAAD(this[kHandle], bytesOf(data, 'aadbuf', encoding), length ?? undefined)) {
      throw codes.ERR_CRYPTO_INVALID_STATE('setAAD');
    }
    return this;
  },
};

const encrypting = {
  getAuthTag() {
    const tag = natives.getAuthTag(this[kHandle]);
    if (tag === undefined) throw codes.ERR_CRYPTO_INVALID_STATE('getAuthTag');
    return own(tag);
  },
};

const decrypting = {
  setAuthTag(tag, encoding) {
    if (!natives.setAuthTag(this[kHandle], bytesOf(tag, 'buffer', encoding))) throw codes.ERR_CRYPTO_INVALID_STATE('setAuthTag');
    return this;
  },
};

function beCipher(Class, own) {
  beLazyTransform(Class);
  Object.assign(Class.prototype, methods, own);
}

function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  setUpWithIv(this, true, cipher, key, iv, options);
}
beCipher(Cipheriv, encrypting);

function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  setUpWithIv(this, false, cipher, key, iv, options);
}
beCipher(Decipheriv, decrypting);

function Cipher(cipher, password, options) {
  if (!(this instanceof Cipher)) return new Cipher(cipher, password, options);
  setUpWithPassword(this, true, cipher, password, options);
}
beCipher(Cipher, encrypting);

function Decipher(cipher, password, options) {
  if (!(this instanceof Decipher)) return new Decipher(cipher, password, options);
  setUpWithPassword(this, false, cipher, password, options);
}
beCipher(Decipher, decrypting);

/** `getCipherInfo(nameOrNid, [{ keyLength, ivLength }])`. */
function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw codes.ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') validateInt32(nameOrNid, 'nameOrNid');
  let keyLength;
  let ivLength;
  if (options !== undefined) {
    validateObject(options, 'options');
    ({ keyLength, ivLength } = options);
    if (keyLength !== undefined) validateInt32(keyLength, 'options.keyLength');
    if (ivLength !== undefined) validateInt32(ivLength, 'options.ivLength');
    // No cipher takes a length below zero.
    if (keyLength < 0 || ivLength < 0) return undefined;
  }
  return typeof nameOrNid === 'string' ? natives.cipherInfo(nameOrNid, 0, keyLength, ivLength) :
    natives.cipherInfo(undefined, Math.max(nameOrNid, 0), keyLength, ivLength);
}

module.exports = {
  Cipher,
  Cipheriv,
  Decipher,
  Decipheriv,
  createCipheriv(cipher, key, iv, options) { return new Cipheriv(cipher, key, iv, options); },
  createDecipheriv(cipher, key, iv, options) { return new Decipheriv(cipher, key, iv, options); },
  getCipherInfo,
  getCiphers() { return natives.ciphers.slice(); },
};
