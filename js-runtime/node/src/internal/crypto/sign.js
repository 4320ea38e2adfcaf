'use strict';

/** Signatures. */

const { codes } = require('internal/errors');
const { validateFunction, validateString } = require('internal/validators');
const { Buffer } = require('buffer');
const { Writable } = require('stream');
const { normalizeEncoding } = require('internal/encodings');
const natives = require('internal/crypto/natives');
const { bytesOf, dataOf, encoded, kHandle, own, settle, viewOf } = require('internal/crypto/util');
const { keyOf } = require('internal/crypto/keys');

const kAlgorithm = Symbol('kAlgorithm');

/** `{ padding, saltLength, dsaEncoding }` of a key's options, for the native: [padding, saltLength, der, hashed]. */
function schemeOf(options, isHashed) {
  let padding;
  let salt;
  let encoding;
  if (typeof options === 'object' && options !== null) {
    if (options.padding !== undefined) {
      if (!Number.isInteger(options.padding)) throw codes.ERR_INVALID_ARG_VALUE('options.padding', options.padding);
      padding = options.padding;
    }
    if (options.saltLength !== undefined) {
      if (!Number.isInteger(options.saltLength)) throw codes.ERR_INVALID_ARG_VALUE('options.saltLength', options.saltLength);
      salt = options.saltLength;
    }
    encoding = options.dsaEncoding;
  }
  if (encoding !== undefined && encoding !== 'der' && encoding !== 'ieee-p1363') {
    throw codes.ERR_INVALID_ARG_VALUE('options.dsaEncoding', encoding);
  }
  return [padding, salt, encoding === 'ieee-p1363' ? 0 : 1, isHashed ? 1 : 0];
}

function setUp(self, algorithm, options) {
  validateString(algorithm, 'algorithm');
  // OpenSSL's old name of a digest for DSA.
  if (algorithm === 'DSS1' || algorithm === 'dss1') algorithm = 'sha1';
  self[kHandle] = natives.createHash(algorithm, undefined, {});
  if (self[kHandle] === undefined) {
    const error = codes.ERR_CRYPTO_INVALID_DIGEST('');
    error.message = 'Invalid digest';
    throw error;
  }
  self[kAlgorithm] = algorithm;
  Writable.call(self, options);
}

function beSigner(Class) {
  Object.setPrototypeOf(Class.prototype, Writable.prototype);
  Object.setPrototypeOf(Class, Writable);
  Class.prototype._write = function _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  };
  Class.prototype.update = function update(data, encoding) {
    natives.update(this[kHandle], dataOf(data, encoding));
    return this;
  };
}

function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  setUp(this, algorithm, options);
}
beSigner(Sign);

Sign.prototype.sign = function sign(options, encoding) {
  if (!options) throw codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const open = keyOf(options, 'private');
  const scheme = schemeOf(options, true);
  return encoded(own(natives.sign(open(), this[kAlgorithm], natives.digest(this[kHandle]), scheme, undefined)), encoding);
};

function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  setUp(this, algorithm, options);
}
beSigner(Verify);

function signatureOf(signature, encoding) {
  if (typeof signature === 'string') return Buffer.from(signature, normalizeEncoding(encoding) || 'utf8');
  if (!ArrayBuffer.isView(signature)) {
    throw codes.ERR_INVALID_ARG_TYPE('signature', ['string', 'Buffer', 'TypedArray', 'DataView'], signature);
  }
  return viewOf(signature);
}

Verify.prototype.verify = function verify(options, signature, encoding) {
  const open = keyOf(options, 'public');
  const scheme = schemeOf(options, true);
  const bytes = signatureOf(signature, encoding);
  return natives.verify(open(), this[kAlgorithm], natives.digest(this[kHandle]), bytes, scheme, undefined);
};

/** The arguments that one-shot signing and verifying share. */
function prepare(algorithm, data, key, wanted) {
  if (algorithm !== null && algorithm !== undefined) validateString(algorithm, 'algorithm');
  const bytes = bytesOf(data, 'data');
  if (!key && wanted === 'private') throw codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const scheme = schemeOf(key, false);
  return [keyOf(key, wanted), algorithm ?? undefined, bytes, scheme];
}

/** `sign(algorithm, data, key, [callback])`. */
function sign(algorithm, data, key, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const [open, digest, bytes, scheme] = prepare(algorithm, data, key, 'private');
  const handle = open();
  if (callback === undefined) return own(natives.sign(handle, digest, bytes, scheme, undefined));
  natives.sign(handle, digest, bytes, scheme, settle((error, signature) => {
    if (error) callback(error);
    else callback(null, own(signature));
  }));
  return undefined;
}

/** `verify(algorithm, data, key, signature, [callback])`. */
function verify(algorithm, data, key, signature, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const [open, digest, bytes, scheme] = prepare(algorithm, data, key, 'public');
  if (!ArrayBuffer.isView(signature) && !(signature instanceof ArrayBuffer)) {
    throw codes.ERR_INVALID_ARG_TYPE('signature', ['Buffer', 'TypedArray', 'DataView'], signature);
  }
  const handle = open();
  if (callback === undefined) return natives.verify(handle, digest, bytes, viewOf(signature), scheme, undefined);
  natives.verify(handle, digest, bytes, viewOf(signature), scheme, settle(callback));
  return undefined;
}

module.exports = {
  Sign,
  Verify,
  createSign(algorithm, options) { return new Sign(algorithm, options); },
  createVerify(algorithm, options) { return new Verify(algorithm, options); },
  sign,
  verify,
};
