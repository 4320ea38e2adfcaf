'use strict';

/** Keys as objects: KeyObject and what makes them. */

const { codes } = require('internal/errors');
const { validateObject, validateOneOf, validateString } = require('internal/validators');
const { Buffer } = require('buffer');
const { normalizeEncoding } = require('internal/encodings');
const natives = require('internal/crypto/natives');
const { isAnyBuffer, kHandle, own, viewOf } = require('internal/crypto/util');

const kKeyType = Symbol('kKeyType');
const kAsymmetricKeyType = Symbol('kAsymmetricKeyType');
const kAsymmetricKeyDetails = Symbol('kAsymmetricKeyDetails');
/** Of a CryptoKey: the KeyObject in it. */
const kKeyObject = Symbol('kKeyObject');

// ---- KeyObject

/** `handle`: a native key, or the bytes of a secret. */
class KeyObject {
  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw codes.ERR_INVALID_ARG_VALUE('type', type);
    const fits = type === 'secret' ? handle instanceof Uint8Array : natives.isKey(handle);
    if (!fits) throw codes.ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    this[kKeyType] = type;
    Object.defineProperty(this, kHandle, { value: handle });
  }

  get type() {
    return this[kKeyType];
  }

  static from(key) {
    if (!isCryptoKey(key)) throw codes.ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return key[kKeyObject];
  }

  equals(other) {
    if (!isKeyObject(other)) throw codes.ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    if (this.type !== other.type) return false;
    if (this.type !== 'secret') return natives.sameKey(this[kHandle], other[kHandle]);
    return this[kHandle].length === other[kHandle].length && natives.equal(this[kHandle], other[kHandle]);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { configurable: true, value: 'KeyObject' });

class SecretKeyObject extends KeyObject {
  constructor(handle) {
    super('secret', handle);
  }

  get symmetricKeySize() {
    return this[kHandle].length;
  }

  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return { kty: 'oct', k: base64url(this[kHandle]) };
    }
    return Buffer.from(this[kHandle]);
  }
}

/** What asymmetricKeyDetails shows, in Node's order. */
const DETAILS = [
  'modulusLength', 'publicExponent', 'hashAlgorithm', 'mgf1HashAlgorithm', 'saltLength', 'divisorLength', 'namedCurve',
];

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return this[kAsymmetricKeyType] || (this[kAsymmetricKeyType] = natives.keyInfo(this[kHandle]).kind);
  }

  get asymmetricKeyDetails() {
    if (this[kAsymmetricKeyDetails] === undefined) {
      const info = natives.keyInfo(this[kHandle]);
      const details = {};
      for (const name of DETAILS) if (info[name] !== undefined) details[name] = info[name];
      if (info.publicExponent !== undefined) details.publicExponent = BigInt(`0x${own(info.publicExponent).toString('hex')}`);
      Object.defineProperty(this, kAsymmetricKeyDetails, { value: details });
    }
    return { ...this[kAsymmetricKeyDetails] };
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('public', handle);
  }

  export(options) {
    if (options && options.format === 'jwk') return toJwk(this);
    return exportKey(this, options, 'options');
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('private', handle);
  }

  export(options) {
    if (options && options.format === 'jwk') {
      if (options.passphrase !== undefined || options.cipher !== undefined) {
        throw codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
      }
      return toJwk(this);
    }
    return exportKey(this, options, 'options');
  }
}

function isKeyObject(value) {
  return value !== null && typeof value === 'object' && value[kKeyType] !== undefined && value[kKeyObject] === undefined;
}

function isCryptoKey(value) {
  return value !== null && typeof value === 'object' && value[kKeyObject] !== undefined;
}

/** The bytes of a secret KeyObject or CryptoKey; undefined for what is neither. */
function secretBytesOf(key) {
  if (isCryptoKey(key)) key = key[kKeyObject];
  if (!isKeyObject(key)) return undefined;
  if (key.type !== 'secret') throw codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
  return key[kHandle];
}

// ---- Export

function option(name, objName) {
  return `${objName}.${name}`;
}

const PUBLIC_TYPES = ['pkcs1', 'spki'];
const PRIVATE_TYPES = ['pkcs1', 'pkcs8', 'sec1'];

/** Checks an encoding of keys to come: { format, type, cipher, passphrase }. `kind`: the asymmetric key type, if known. */
function checkEncoding(options, kind, isPublic, objName) {
  const { format, type, cipher, passphrase, encoding } = options;
  if (format !== 'pem' && format !== 'der') throw codes.ERR_INVALID_ARG_VALUE(option('format', objName), format);
  if (!(isPublic ? PUBLIC_TYPES : PRIVATE_TYPES).includes(type)) throw codes.ERR_INVALID_ARG_VALUE(option('type', objName), type);
  if (type === 'pkcs1' && kind !== undefined && kind !== 'rsa') {
    throw codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('pkcs1', 'can only be used for RSA keys');
  }
  if (type === 'sec1' && kind !== undefined && kind !== 'ec') {
    throw codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('sec1', 'can only be used for EC keys');
  }
  if (isPublic) return { format, type };
  if (cipher !== undefined && cipher !== null) {
    if (typeof cipher !== 'string') throw codes.ERR_INVALID_ARG_VALUE(option('cipher', objName), cipher);
    if (format === 'der' && type !== 'pkcs8') throw codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
    if (typeof passphrase !== 'string' && !isAnyBuffer(passphrase)) {
      throw codes.ERR_INVALID_ARG_VALUE(option('passphrase', objName), passphrase);
    }
    if (natives.cipherInfo(cipher, 0, undefined, undefined) === undefined) throw codes.ERR_CRYPTO_UNKNOWN_CIPHER();
    return { format, type, cipher, passphrase: bytesOfText(passphrase, encoding) };
  }
  if (passphrase !== undefined) throw codes.ERR_INVALID_ARG_VALUE(option('cipher', objName), cipher);
  return { format, type };
}

function exportKey(key, options, objName) {
  validateObject(options, objName);
  const checked = checkEncoding(options, key.asymmetricKeyType, key.type === 'public', objName);
  return exportAs(key, checked);
}

/** `checked`: what checkEncoding gave. */
function exportAs(key, { format, type, cipher, passphrase }) {
  const result = natives.exportKey(key[kHandle], format === 'pem', type, cipher, passphrase);
  return format === 'pem' ? result : own(result);
}

function base64url(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

const JWK_CURVES = { prime256v1: 'P-256', secp256k1: 'secp256k1', secp384r1: 'P-384', secp521r1: 'P-521' };
const JWK_OKP = { ed25519: 'Ed25519', ed448: 'Ed448', x25519: 'X25519', x448: 'X448' };

/** The name of a curve in JWKs. */
function jwkCurveOf(namedCurve) {
  const name = JWK_CURVES[namedCurve];
  if (name === undefined) throw codes.ERR_CRYPTO_JWK_UNSUPPORTED_CURVE(namedCurve);
  return name;
}

function toJwk(key) {
  const parts = natives.keyParts(key[kHandle]).map(base64url);
  const named = (names) => {
    const jwk = {};
    names.forEach((name, index) => { if (parts[index] !== undefined) jwk[name] = parts[index]; });
    return jwk;
  };
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return { kty: 'RSA', ...named(['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']) };
    case 'ec':
      return {
        kty: 'EC',
        ...named(['x', 'y']),
        crv: jwkCurveOf(natives.keyInfo(key[kHandle]).namedCurve),
        ...(parts[2] === undefined ? undefined : { d: parts[2] }),
      };
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448': {
      const jwk = { crv: JWK_OKP[key.asymmetricKeyType] };
      if (parts[1] !== undefined) jwk.d = parts[1];
      jwk.x = parts[0];
      jwk.kty = 'OKP';
      return jwk;
    }
    default:
      throw codes.ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE();
  }
}

// ---- Import

function fromJwk(jwk, isPublic) {
  validateObject(jwk, 'key.key');
  validateOneOf(jwk.kty, 'key.kty', ['RSA', 'EC', 'OKP']);
  const part = (name) => {
    validateString(jwk[name], `key.${name}`);
    return Buffer.from(jwk[name], 'base64url');
  };
  const invalid = (message) => {
    const error = codes.ERR_CRYPTO_INVALID_JWK();
    error.message = message;
    return error;
  };
  let handle;
  if (jwk.kty === 'RSA') {
    const parts = [part('n'), part('e')];
    if (!isPublic) {
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi']) {
        const bytes = part(name);
        if (name.length === 1) parts.push(bytes);
      }
    }
    handle = natives.keyFromParts('rsa', parts);
    if (handle === undefined) throw invalid('Invalid JWK RSA key');
  } else if (jwk.kty === 'EC') {
    validateOneOf(jwk.crv, 'key.crv', ['P-256', 'secp256k1', 'P-384', 'P-521']);
    const size = { 'P-256': 32, 'secp256k1': 32, 'P-384': 48, 'P-521': 66 }[jwk.crv];
    const [x, y] = [part('x'), part('y')];
    if (x.length <= size && y.length <= size) {
      const point = Buffer.alloc(1 + 2 * size);
      point[0] = 4;
      x.copy(point, 1 + size - x.length);
      y.copy(point, 1 + 2 * size - y.length);
      handle = natives.keyFromParts(jwk.crv, isPublic ? [point] : [point, part('d')]);
    }
    if (handle === undefined) throw invalid('Invalid JWK EC key');
  } else {
    validateOneOf(jwk.crv, 'key.crv', ['Ed25519', 'Ed448', 'X25519', 'X448']);
    const x = part('x');
    handle = natives.keyFromParts(jwk.crv.toLowerCase(), isPublic ? [x] : [x, part('d')]);
    if (handle === undefined) throw codes.ERR_CRYPTO_INVALID_JWK();
  }
  return handle;
}

function bytesOfText(value, encoding) {
  return typeof value === 'string' ? Buffer.from(value, normalizeEncoding(encoding) || 'utf8') : viewOf(value);
}

const KINDS = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

/**
 * Checks what createPublicKey and its like take, and gives a function that reads the native key: what is wrong with other arguments is said
 * before a key that cannot be read. `wanted`: 'public' or 'private'.
 */
function reader(input, wanted) {
  const isPublic = wanted === 'public';
  if (typeof input === 'string' || isAnyBuffer(input)) {
    const bytes = bytesOfText(input);
    return () => natives.parseKey(bytes, undefined, isPublic, undefined);
  }
  if (typeof input !== 'object' || input === null) throw codes.ERR_INVALID_ARG_TYPE('key', KINDS, input);
  const { key, format, type, passphrase, encoding } = input;
  if (format === 'jwk') {
    const handle = fromJwk(key, isPublic);
    return () => handle;
  }
  if (typeof key !== 'string' && !isAnyBuffer(key)) {
    throw codes.ERR_INVALID_ARG_TYPE('key' in input ? 'key.key' : 'key', KINDS, 'key' in input ? key : input);
  }
  let of;
  if (format === 'der') {
    const known = isPublic ? ['pkcs1', 'spki', 'pkcs8', 'sec1'] : PRIVATE_TYPES;
    if (!known.includes(type)) throw codes.ERR_INVALID_ARG_VALUE('options.type', type);
    of = type;
  } else if (format !== undefined && format !== 'pem') {
    throw codes.ERR_INVALID_ARG_VALUE('options.format', format);
  }
  if (passphrase !== undefined && passphrase !== null && typeof passphrase !== 'string' && !isAnyBuffer(passphrase)) {
    throw codes.ERR_INVALID_ARG_VALUE('options.passphrase', passphrase);
  }
  const secret = passphrase === undefined || passphrase === null ? undefined : bytesOfText(passphrase, encoding);
  const bytes = bytesOfText(key, encoding);
  return () => natives.parseKey(bytes, of, isPublic, secret);
}

function objectOf(input) {
  if (isCryptoKey(input)) return input[kKeyObject];
  return isKeyObject(input) ? input : undefined;
}

/**
 * As reader(), of `key` or `{ key, ...options }` that may also be a KeyObject or CryptoKey. `wanted`: 'public' (a private one will do) or
 * 'private'.
 */
function keyOf(input, wanted) {
  let object = objectOf(input);
  if (object === undefined && typeof input === 'object' && input !== null) object = objectOf(input.key);
  if (object !== undefined) {
    if (object.type === 'secret' || (wanted === 'private' && object.type !== 'private')) {
      throw codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(object.type, wanted === 'private' ? 'private' : 'private or public');
    }
    return () => object[kHandle];
  }
  const key = input !== null && typeof input === 'object' && !isAnyBuffer(input) && 'key' in input ? input.key : input;
  const isKnown = typeof key === 'string' || isAnyBuffer(key) || (input !== null && typeof input === 'object' && input.format === 'jwk');
  if (!isKnown) {
    throw codes.ERR_INVALID_ARG_TYPE(key === input ? 'key' : 'key.key', [...KINDS, 'KeyObject', 'CryptoKey'], key);
  }
  return reader(input, wanted);
}

function createPublicKey(key) {
  const object = objectOf(key) || (typeof key === 'object' && key !== null ? objectOf(key.key) : undefined);
  if (object !== undefined) {
    if (object.type !== 'private') throw codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(object.type, 'private');
    return new PublicKeyObject(natives.publicKeyOf(object[kHandle]));
  }
  return new PublicKeyObject(reader(key, 'public')());
}

function createPrivateKey(key) {
  return new PrivateKeyObject(reader(key, 'private')());
}

function createSecretKey(key, encoding) {
  if (typeof key === 'string') return new SecretKeyObject(Buffer.from(key, normalizeEncoding(encoding) || 'utf8'));
  if (!isAnyBuffer(key)) throw codes.ERR_INVALID_ARG_TYPE('key', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], key);
  // The object keeps its secret when the buffer changes.
  return new SecretKeyObject(Uint8Array.from(viewOf(key)));
}

module.exports = {
  KeyObject,
  PrivateKeyObject,
  PublicKeyObject,
  SecretKeyObject,
  checkEncoding,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  exportAs,
  isCryptoKey,
  isKeyObject,
  jwkCurveOf,
  keyOf,
  kKeyObject,
  secretBytesOf,
};
