'use strict';

/** Hashes and HMACs. */

const { codes } = require('internal/errors');
const { validateString, validateUint32 } = require('internal/validators');
const { Buffer } = require('buffer');
const { normalizeEncoding } = require('internal/encodings');
const natives = require('internal/crypto/natives');
const { beLazyTransform, bytesOf, dataOf, encoded, isAnyBuffer, kHandle, kOptions, own, viewOf } = require('internal/crypto/util');

const kFinalized = Symbol('kFinalized');
const kDigest = Symbol('kDigest');

function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  const isCopy = typeof algorithm === 'object' && algorithm !== null && algorithm[kHandle] !== undefined;
  if (!isCopy) validateString(algorithm, 'algorithm');
  let length;
  if (typeof options === 'object' && options !== null && options.outputLength !== undefined) {
    length = options.outputLength;
    validateUint32(length, 'options.outputLength');
  }
  this[kHandle] = isCopy ? natives.copy(algorithm[kHandle], length) : natives.createHash(algorithm, length);
  if (this[kHandle] === undefined) throw new Error('Digest method not supported');
  this[kFinalized] = false;
  this[kOptions] = options;
}
beLazyTransform(Hash);

Hash.prototype.copy = function copy(options) {
  if (this[kFinalized]) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this, options);
};

Hash.prototype._transform = function (chunk, encoding, callback) {
  natives.update(this[kHandle], dataOf(chunk, encoding));
  callback();
};

/** What a stream gave at its end may be asked for again. */
Hash.prototype._flush = function (callback) {
  this[kDigest] = own(natives.digest(this[kHandle]));
  this.push(this[kDigest]);
  callback();
};

Hash.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  natives.update(this[kHandle], dataOf(data, encoding));
  return this;
};

Hash.prototype.digest = function digest(outputEncoding) {
  if (this[kFinalized]) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  const bytes = this[kDigest] || own(natives.digest(this[kHandle]));
  this[kFinalized] = true;
  return encoded(bytes, outputEncoding);
};

/** The bytes of a secret: text, a buffer, a secret KeyObject or CryptoKey. */
function secretOf(key, encoding) {
  if (typeof key === 'string' || isAnyBuffer(key)) return bytesOf(key, 'key', encoding);
  if (typeof key === 'object' && key !== null) {
    const secret = require('internal/crypto/keys').secretBytesOf(key);
    if (secret !== undefined) return secret;
  }
  throw codes.ERR_INVALID_ARG_TYPE(
    'key', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey'], key);
}

function Hmac(hmac, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(hmac, key, options);
  validateString(hmac, 'hmac');
  const secret = secretOf(key, options && options.encoding);
  this[kHandle] = natives.createHmac(hmac, secret);
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
  if (this[kFinalized]) return encoded(Buffer.alloc(0), outputEncoding);
  const bytes = this[kDigest] || own(natives.digest(this[kHandle]));
  this[kFinalized] = true;
  return encoded(bytes, outputEncoding);
};

/** `hash(algorithm, input, [outputEncoding])`: in one step. */
function hash(algorithm, input, outputEncoding = 'hex') {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !ArrayBuffer.isView(input)) {
    throw codes.ERR_INVALID_ARG_TYPE('input', ['string', 'Buffer', 'TypedArray', 'DataView'], input);
  }
  if (outputEncoding !== undefined && outputEncoding !== null && outputEncoding !== 'buffer' &&
      normalizeEncoding(`${outputEncoding}`) === undefined) {
    throw codes.ERR_UNKNOWN_ENCODING(outputEncoding);
  }
  const handle = natives.createHash(algorithm, undefined);
  if (handle === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  natives.update(handle, typeof input === 'string' ? input : viewOf(input));
  return encoded(own(natives.digest(handle)), outputEncoding);
}

module.exports = {
  Hash,
  Hmac,
  createHash(algorithm, options) { return new Hash(algorithm, options); },
  createHmac(hmac, key, options) { return new Hmac(hmac, key, options); },
  getHashes() { return natives.hashes.slice(); },
  hash,
  secretOf,
};
