'use strict';

/** Hashes and HMACs. */

const { codes } = require('internal/errors');
const { validateString, validateUint32 } = require('internal/validators');
const { Buffer } = require('buffer');
const { normalizeEncoding } = require('internal/encodings');
const natives = require('internal/crypto/natives');
const { beLazyTransform, bytesOf, dataOf, encoded, isAnyBuffer, kHandle, kOptions, own, viewOf } = require('internal/crypto/util');

/** The native hasher: a Hash or an Hmac is one itself, unless its constructor was called for an object of somebody else's. */
function hasherOf(digest) {
  return digest[kHandle] || digest;
}

/** Makes `hasher` what a constructor gives. */
function constructed(called, target, hasher, options) {
  if (target === undefined) called[kHandle] = hasher;
  const digest = target === undefined ? called : hasher;
  if (options !== undefined) digest[kOptions] = options;
  return digest;
}

function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  const isCopy = algorithm instanceof Hash;
  if (!isCopy) validateString(algorithm, 'algorithm');
  let length;
  if (typeof options === 'object' && options !== null && options.outputLength !== undefined) {
    length = options.outputLength;
    validateUint32(length, 'options.outputLength');
  }
  const proto = Object.getPrototypeOf(this);
  const hasher = isCopy ? natives.copy(hasherOf(algorithm), length, proto) : natives.createHash(algorithm, length, proto);
  if (hasher === undefined) throw new Error('Digest method not supported');
  return constructed(this, new.target, hasher, options);
}
beLazyTransform(Hash);

Hash.prototype.copy = function copy(options) {
  if (natives.isFinalized(hasherOf(this))) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this, options);
};

Hash.prototype._transform = function (chunk, encoding, callback) {
  natives.update(hasherOf(this), dataOf(chunk, encoding));
  callback();
};

Hash.prototype._flush = function (callback) {
  this.push(own(natives.flush(hasherOf(this))));
  callback();
};

Hash.prototype.update = function update(data, encoding) {
  const hasher = hasherOf(this);
  if (natives.isFinalized(hasher)) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  natives.update(hasher, dataOf(data, encoding));
  return this;
};

Hash.prototype.digest = function digest(outputEncoding) {
  const hasher = hasherOf(this);
  if (natives.isFinalized(hasher)) throw codes.ERR_CRYPTO_HASH_FINALIZED();
  return encoded(own(natives.digest(hasher)), outputEncoding);
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
  const hasher = natives.createHmac(hmac, secret, Object.getPrototypeOf(this));
  if (hasher === undefined) throw codes.ERR_CRYPTO_INVALID_DIGEST(hmac);
  return constructed(this, new.target, hasher, options);
}
beLazyTransform(Hmac);

Hmac.prototype.update = Hash.prototype.update;
Hmac.prototype._transform = Hash.prototype._transform;
Hmac.prototype._flush = Hash.prototype._flush;

/** A second digest() gives nothing, and no error: as in Node, and unlike Hash. */
Hmac.prototype.digest = function digest(outputEncoding) {
  const hasher = hasherOf(this);
  const bytes = natives.isFinalized(hasher) ? Buffer.alloc(0) : own(natives.digest(hasher));
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
  const handle = natives.createHash(algorithm, undefined, Hash.prototype);
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
natives.answerHashes(module.exports);
