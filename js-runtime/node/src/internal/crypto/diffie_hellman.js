'use strict';

/** Key agreement: Diffie-Hellman over primes and over curves. */

const { codes, genericNodeError } = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { Buffer } = require('buffer');
const natives = require('internal/crypto/natives');
const { bytesOf, encoded, isAnyBuffer, kHandle, own } = require('internal/crypto/util');
const { randomBytes } = require('internal/crypto/random');
const { isKeyObject } = require('internal/crypto/keys');
const { primeOf } = require('internal/crypto/dh_groups');

/** A system's code with a message of its own. */
function failure(code, message, Class = Error) {
  const error = new Class(message);
  error.code = code;
  return error;
}

function opensslFailure(number, reason, code) {
  const library = 'Diffie-Hellman routines';
  return genericNodeError(`error:${number}:${library}::${reason}`, { library, reason, code });
}

// ---- ECDH

const kCurve = Symbol('kCurve');
const kPrivate = Symbol('kPrivate');
const kPublic = Symbol('kPublic');

function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  validateString(curve, 'curve');
  if (!natives.curves.includes(curve)) {
    throw failure('ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name', TypeError);
  }
  this[kCurve] = curve;
  this[kPrivate] = undefined;
  this[kPublic] = undefined;
}

/** An uncompressed point in a format of Node's. */
function formatted(curve, point, format) {
  switch (format) {
    case undefined:
    case 'uncompressed':
      return own(point);
    case 'compressed':
      return own(natives.curvePoint(curve, point, true));
    case 'hybrid': {
      const hybrid = Buffer.from(point);
      hybrid[0] = 6 | (hybrid[hybrid.length - 1] & 1);
      return hybrid;
    }
    default:
      throw codes.ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
  }
}

ECDH.prototype.generateKeys = function generateKeys(encoding, format) {
  this[kPrivate] = natives.curveGenerate(this[kCurve]);
  this[kPublic] = natives.curvePublicOf(this[kCurve], this[kPrivate]);
  return this.getPublicKey(encoding, format);
};

ECDH.prototype.computeSecret = function computeSecret(key, inEncoding, outEncoding) {
  const point = bytesOf(key, 'otherPublicKey', inEncoding);
  // Nor one whose public half was replaced.
  const isPair = this[kPrivate] !== undefined && own(natives.curvePublicOf(this[kCurve], this[kPrivate])).equals(this[kPublic]);
  if (!isPair) throw failure('ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair', RangeError);
  const secret = natives.curveAgree(this[kCurve], this[kPrivate], point);
  if (secret === undefined) throw codes.ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY();
  return encoded(own(secret), outEncoding);
};

ECDH.prototype.getPublicKey = function getPublicKey(encoding, format) {
  if (this[kPublic] === undefined) throw failure('ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH public key');
  return encoded(formatted(this[kCurve], this[kPublic], format), encoding);
};

ECDH.prototype.getPrivateKey = function getPrivateKey(encoding) {
  if (this[kPrivate] === undefined) throw failure('ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH private key');
  return encoded(Buffer.from(this[kPrivate]), encoding);
};

ECDH.prototype.setPrivateKey = function setPrivateKey(key, encoding) {
  const secret = bytesOf(key, 'key', encoding);
  const point = natives.curvePublicOf(this[kCurve], secret);
  if (point === undefined) throw failure('ERR_CRYPTO_INVALID_KEYTYPE', 'Private key is not valid for specified curve.', RangeError);
  this[kPrivate] = Uint8Array.from(secret);
  this[kPublic] = point;
  return this;
};

ECDH.prototype.setPublicKey = function setPublicKey(key, encoding) {
  const point = natives.curvePoint(this[kCurve], bytesOf(key, 'key', encoding), false);
  if (point === undefined) throw failure('ERR_CRYPTO_OPERATION_FAILED', 'Failed to convert Buffer to EC_POINT');
  this[kPublic] = point;
  return this;
};

/** A point of a curve in another format. */
ECDH.convertKey = function convertKey(key, curve, inEncoding, outEncoding, format) {
  validateString(curve, 'curve');
  const bytes = bytesOf(key, 'key', inEncoding);
  if (!natives.curves.includes(curve)) throw failure('ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name', TypeError);
  // The point at infinity is the same in all of them.
  if (bytes.length === 1 && bytes[0] === 0) return encoded(Buffer.from(bytes), outEncoding);
  const point = natives.curvePoint(curve, bytes, false);
  if (point === undefined) throw failure('ERR_CRYPTO_OPERATION_FAILED', 'Failed to convert Buffer to EC_POINT');
  return encoded(formatted(curve, point, format), outEncoding);
};

// ---- Diffie-Hellman

const kPrime = Symbol('kPrime');
const kGenerator = Symbol('kGenerator');

const CHECK = { NOT_PRIME: 1, NOT_SAFE_PRIME: 2, NOT_SUITABLE_GENERATOR: 8, MODULUS_TOO_SMALL: 128 };
const MIN_BITS = 512;
// A secret of 512 bits holds against whatever the largest group does.
const MAX_SECRET_BYTES = 64;

const numberOf = (bytes) => (bytes.length === 0 ? 0n : BigInt(`0x${own(bytes).toString('hex')}`));

function bytesOfNumber(number) {
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

function bitsOf(bytes) {
  return numberOf(bytes).toString(2).length;
}

/** What OpenSSL's DH_check finds. */
function verifyErrorOf(prime, generator) {
  const p = numberOf(prime);
  const g = numberOf(generator);
  let found = 0;
  if (g <= 1n || g >= p - 1n) found |= CHECK.NOT_SUITABLE_GENERATOR;
  if (!natives.checkPrime(prime, undefined)) found |= CHECK.NOT_PRIME;
  else if (!natives.checkPrime(bytesOfNumber((p - 1n) / 2n), undefined)) found |= CHECK.NOT_SAFE_PRIME;
  if (bitsOf(prime) < MIN_BITS) found |= CHECK.MODULUS_TOO_SMALL;
  return found;
}

function setUp(self, prime, generator, verifyError) {
  self[kPrime] = prime;
  self[kGenerator] = generator;
  self[kPrivate] = undefined;
  self[kPublic] = undefined;
  Object.defineProperty(self, 'verifyError', {
    configurable: true,
    enumerable: true,
    get: verifyError === undefined ? () => {
      verifyError ??= verifyErrorOf(prime, generator);
      return verifyError;
    } : () => verifyError,
  });
}

function DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding);
  const isSized = typeof sizeOrKey === 'number';
  if (!isSized && typeof sizeOrKey !== 'string' && !isAnyBuffer(sizeOrKey)) {
    throw codes.ERR_INVALID_ARG_TYPE(
      'sizeOrKey', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], sizeOrKey);
  }
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== 'buffer') {
    generatorEncoding = generator;
    generator = keyEncoding;
    keyEncoding = false;
  }
  if (keyEncoding === 'buffer') keyEncoding = undefined;
  generator ||= 2;
  let base;
  if (typeof generator === 'number') {
    if (!Number.isInteger(generator)) throw codes.ERR_OUT_OF_RANGE('generator', 'an integer', generator);
    base = bytesOfNumber(BigInt(Math.max(generator, 0)));
  } else if (typeof generator === 'string' || isAnyBuffer(generator)) {
    base = Buffer.from(bytesOf(generator, 'generator', generatorEncoding));
  } else {
    throw codes.ERR_INVALID_ARG_TYPE('generator', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], generator);
  }
  if (numberOf(base) <= 1n) throw opensslFailure('02800065', 'bad generator', 'ERR_OSSL_DH_BAD_GENERATOR');
  let prime;
  if (isSized) {
    if (!Number.isInteger(sizeOrKey)) throw codes.ERR_OUT_OF_RANGE('sizeOrKey', 'an integer', sizeOrKey);
    if (sizeOrKey < MIN_BITS) throw opensslFailure('0280007E', 'modulus too small', 'ERR_OSSL_DH_MODULUS_TOO_SMALL');
    prime = own(natives.generatePrime(sizeOrKey, true, undefined, undefined, undefined));
  } else {
    prime = Buffer.from(bytesOf(sizeOrKey, 'sizeOrKey', keyEncoding || undefined));
  }
  setUp(this, prime, base, isSized ? 0 : undefined);
}

function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  validateString(name, 'name');
  const prime = primeOf(name);
  if (prime === undefined) throw codes.ERR_CRYPTO_UNKNOWN_DH_GROUP();
  setUp(this, Buffer.from(prime, 'hex'), Buffer.from([2]), 0);
}

function power(self, base, exponent) {
  const result = natives.modPow(base, exponent, self[kPrime]);
  if (result === undefined) throw opensslFailure('0280007E', 'modulus too small', 'ERR_OSSL_DH_MODULUS_TOO_SMALL');
  return result;
}

const methods = {
  generateKeys(encoding) {
    if (bitsOf(this[kPrime]) < MIN_BITS) throw opensslFailure('0280007E', 'modulus too small', 'ERR_OSSL_DH_MODULUS_TOO_SMALL');
    if (this[kPrivate] === undefined) {
      const secret = randomBytes(Math.min(this[kPrime].length - 1, MAX_SECRET_BYTES));
      // Not zero, and not short.
      secret[0] |= 0x80;
      this[kPrivate] = secret;
    }
    this[kPublic] = own(power(this, this[kGenerator], this[kPrivate]));
    return this.getPublicKey(encoding);
  },
  computeSecret(key, inEncoding, outEncoding) {
    const other = bytesOf(key, 'otherPublicKey', inEncoding);
    if (numberOf(other) <= 1n) throw failure('ERR_CRYPTO_INVALID_KEYLEN', 'Supplied key is too small', RangeError);
    if (this[kPrivate] === undefined) {
      throw failure('ERR_CRYPTO_INVALID_STATE', 'No private key - did you forget to generate one?');
    }
    const shared = power(this, other, this[kPrivate]);
    const padded = Buffer.alloc(this[kPrime].length);
    padded.set(shared, padded.length - shared.length);
    return encoded(padded, outEncoding);
  },
  getPrime(encoding) {
    return encoded(Buffer.from(this[kPrime]), encoding);
  },
  getGenerator(encoding) {
    return encoded(Buffer.from(this[kGenerator]), encoding);
  },
  getPublicKey(encoding) {
    if (this[kPublic] === undefined) throw failure('ERR_CRYPTO_INVALID_STATE', 'No public key - did you forget to generate one?');
    return encoded(Buffer.from(this[kPublic]), encoding);
  },
  getPrivateKey(encoding) {
    if (this[kPrivate] === undefined) throw failure('ERR_CRYPTO_INVALID_STATE', 'No private key - did you forget to generate one?');
    return encoded(Buffer.from(this[kPrivate]), encoding);
  },
};
Object.assign(DiffieHellman.prototype, methods, {
  setPublicKey(key, encoding) {
    this[kPublic] = Buffer.from(bytesOf(key, 'key', encoding));
    return this;
  },
  setPrivateKey(key, encoding) {
    this[kPrivate] = Buffer.from(bytesOf(key, 'key', encoding));
    return this;
  },
});
Object.assign(DiffieHellmanGroup.prototype, methods);

// ---- With key objects

/** `diffieHellman({ privateKey, publicKey })`. */
function diffieHellman(options) {
  validateObject(options, 'options');
  const { privateKey, publicKey } = options;
  if (!isKeyObject(privateKey)) throw codes.ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (!isKeyObject(publicKey)) throw codes.ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  if (privateKey.type !== 'private') throw codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, 'private');
  if (publicKey.type !== 'public' && publicKey.type !== 'private') {
    throw codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(publicKey.type, 'private or public');
  }
  const [mine, theirs] = [privateKey.asymmetricKeyType, publicKey.asymmetricKeyType];
  if (mine !== theirs || !['dh', 'ec', 'x25519', 'x448'].includes(mine)) {
    throw codes.ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${mine} and ${theirs}`);
  }
  return own(natives.agree(privateKey[kHandle], publicKey[kHandle]));
}

module.exports = {
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  createDiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding) {
    return new DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding);
  },
  createDiffieHellmanGroup(name) { return new DiffieHellmanGroup(name); },
  createECDH(curve) { return new ECDH(curve); },
  diffieHellman,
  getCurves() { return natives.curves.slice().sort(); },
  getDiffieHellman(name) { return new DiffieHellmanGroup(name); },
};
