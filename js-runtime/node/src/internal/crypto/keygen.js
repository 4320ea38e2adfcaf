'use strict';

/** New keys. With a callback they are made on another thread. */

const { Buffer } = require('buffer');
const { promisify } = require('util');
const { codes } = require('internal/errors');
const {
  validateFunction, validateInt32, validateInteger, validateObject, validateOneOf, validateString, validateUint32,
} = require('internal/validators');
const natives = require('internal/crypto/natives');
const { settle, viewOf } = require('internal/crypto/util');
const { randomBytes } = require('internal/crypto/random');
const {
  PrivateKeyObject, PublicKeyObject, SecretKeyObject, checkEncoding, exportAs, jwkCurveOf,
} = require('internal/crypto/keys');

/** `{ digest, mask, salt }` of an rsa-pss key's options, or undefined for a key that is free. */
function pssParameters(options) {
  const { hash, mgf1Hash, hashAlgorithm, mgf1HashAlgorithm, saltLength } = options;
  if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
  if (hashAlgorithm !== undefined) validateString(hashAlgorithm, 'options.hashAlgorithm');
  if (mgf1HashAlgorithm !== undefined) validateString(mgf1HashAlgorithm, 'options.mgf1HashAlgorithm');
  const digest = renamed('hash', hash, 'hashAlgorithm', hashAlgorithm);
  const mask = renamed('mgf1Hash', mgf1Hash, 'mgf1HashAlgorithm', mgf1HashAlgorithm);
  if (digest === undefined && mask === undefined && saltLength === undefined) return undefined;
  const length = digest === undefined ? DEFAULT_SALT : digestLength(digest, 'Invalid digest');
  if (mask !== undefined) digestLength(mask, 'Invalid MGF1 digest');
  return { digest: digest ?? DEFAULT_DIGEST, mask: mask ?? digest ?? DEFAULT_DIGEST, salt: saltLength ?? length };
}

// Of RFC 4055.
const DEFAULT_DIGEST = 'sha1';
const DEFAULT_SALT = 20;

function digestLength(name, what) {
  const length = natives.digestLength(name);
  if (length !== undefined) return length;
  const error = codes.ERR_CRYPTO_INVALID_DIGEST(name);
  error.message = `${what}: ${name}`;
  throw error;
}

/** An option by its name of today, or by the one before, which warns. */
function renamed(oldName, oldValue, name, value) {
  if (oldValue === undefined) return value;
  process.emitWarning(`"options.${oldName}" is deprecated, use "options.${name}" instead.`, 'DeprecationWarning', 'DEP0154');
  validateString(oldValue, `options.${oldName}`);
  if (value && oldValue !== value) throw codes.ERR_INVALID_ARG_VALUE(`options.${oldName}`, oldValue);
  return oldValue;
}

/** What makes a DH key of its options. */
function dhGenerator(options) {
  const { group, prime, primeLength, generator } = options;
  const given = { group, prime, primeLength, generator };
  const exclude = (one, others) => {
    for (const other of others) {
      if (given[other] !== undefined && given[other] !== null) throw codes.ERR_INCOMPATIBLE_OPTION_PAIR(one, other);
    }
  };
  const isGiven = (value) => value !== undefined && value !== null;
  if (isGiven(group)) {
    exclude('group', ['prime', 'primeLength', 'generator']);
    validateString(group, 'options.group');
    const { primeOf } = require('internal/crypto/dh_groups');
    const digits = primeOf(group);
    if (digits === undefined) throw codes.ERR_CRYPTO_UNKNOWN_DH_GROUP();
    return (callback) => natives.generateDh(Buffer.from(digits, 'hex'), 0, 2, callback);
  }
  if (isGiven(prime)) {
    exclude('prime', ['primeLength']);
    if (!ArrayBuffer.isView(prime)) {
      throw codes.ERR_INVALID_ARG_TYPE('options.prime', ['Buffer', 'TypedArray', 'DataView'], prime);
    }
  } else if (isGiven(primeLength)) {
    validateInt32(primeLength, 'options.primeLength', 0);
  } else {
    throw codes.ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
  }
  if (isGiven(generator)) validateInt32(generator, 'options.generator', 0);
  return (callback) => natives.generateDh(isGiven(prime) ? viewOf(prime) : undefined, primeLength ?? 0, generator ?? 2, callback);
}

/** What makes a key of `type` and `options`: a function of a callback, or of none. */
function generatorOf(type, options) {
  validateString(type, 'type');
  switch (type) {
    case 'rsa':
    case 'rsa-pss': {
      validateObject(options, 'options');
      const { modulusLength } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      let { publicExponent } = options;
      if (publicExponent === undefined || publicExponent === null) publicExponent = 0x10001;
      else validateUint32(publicExponent, 'options.publicExponent');
      if (type === 'rsa') return (callback) => natives.generateRsa(modulusLength, publicExponent, callback);
      const parameters = pssParameters(options);
      return (callback) => natives.generateRsaPss(modulusLength, publicExponent, parameters, callback);
    }
    case 'dsa': {
      validateObject(options, 'options');
      const { modulusLength } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      let { divisorLength } = options;
      if (divisorLength === undefined || divisorLength === null) divisorLength = USUAL_DIVISOR;
      else validateInt32(divisorLength, 'options.divisorLength', 0);
      return (callback) => natives.generateDsa(modulusLength, divisorLength, callback);
    }
    case 'dh':
      validateObject(options, 'options');
      return dhGenerator(options);
    case 'ec': {
      validateObject(options, 'options');
      const { namedCurve, paramEncoding } = options;
      validateString(namedCurve, 'options.namedCurve');
      if (paramEncoding !== undefined && paramEncoding !== null && paramEncoding !== 'named' && paramEncoding !== 'explicit') {
        throw codes.ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
      }
      return (callback) => natives.generateEc(namedCurve, paramEncoding === 'explicit', callback);
    }
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448':
      return (callback) => natives.generateCfrg(type, callback);
    default:
      throw codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
}

// OpenSSL's, when Node names none.
const USUAL_DIVISOR = 224;

/** The encodings that `options` asks for; undefined means a KeyObject. */
function encodingsOf(type, options) {
  const encodings = {};
  for (const [name, isPublic] of [['publicKeyEncoding', true], ['privateKeyEncoding', false]]) {
    const encoding = options && options[name];
    if (encoding === undefined || encoding === null) continue;
    if (typeof encoding !== 'object') throw codes.ERR_INVALID_ARG_VALUE(`options.${name}`, encoding);
    encodings[name] = encoding.format === 'jwk' ? encoding : checkEncoding(encoding, type, isPublic, `options.${name}`);
  }
  return encodings;
}

function encodedKey(key, encoding) {
  if (encoding === undefined) return key;
  return encoding.format === 'jwk' ? key.export(encoding) : exportAs(key, encoding);
}

/** Refuses a JWK of a key that has none, before one is made. */
function checkJwk(type, options, encodings) {
  if (Object.values(encodings).every((encoding) => encoding.format !== 'jwk')) return;
  if (type === 'dsa' || type === 'dh' || type === 'rsa-pss') throw codes.ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE();
  if (type === 'ec' && natives.curves.includes(options.namedCurve)) jwkCurveOf(options.namedCurve);
}

function pairOf([publicKey, privateKey], encodings) {
  return {
    publicKey: encodedKey(new PublicKeyObject(publicKey), encodings.publicKeyEncoding),
    privateKey: encodedKey(new PrivateKeyObject(privateKey), encodings.privateKeyEncoding),
  };
}

function check(type, options) {
  if (options !== undefined) validateObject(options, 'options');
  const generate = generatorOf(type, options);
  const encodings = encodingsOf(type, options);
  checkJwk(type, options, encodings);
  return [generate, encodings];
}

function generateKeyPairSync(type, options) {
  const [generate, encodings] = check(type, options);
  return pairOf(generate(undefined), encodings);
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const [generate, encodings] = check(type, options);
  generate(settle((error, handles) => {
    if (error) {
      callback(error);
      return;
    }
    let pair;
    try {
      pair = pairOf(handles, encodings);
    } catch (failure) {
      callback(failure);
      return;
    }
    callback(null, pair.publicKey, pair.privateKey);
  }));
}
Object.defineProperty(generateKeyPair, promisify.custom, {
  configurable: true,
  value(type, options) {
    return new Promise((resolve, reject) => {
      generateKeyPair(type, options, (error, publicKey, privateKey) => {
        if (error) reject(error);
        else resolve({ publicKey, privateKey });
      });
    });
  },
});

/** Bytes of a new secret. */
function secretLength(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options;
  if (type === 'hmac') validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
  else if (type === 'aes') validateOneOf(length, 'options.length', [128, 192, 256]);
  else throw codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  return Math.floor(length / 8);
}

function generateKeySync(type, options) {
  return new SecretKeyObject(randomBytes(secretLength(type, options)));
}

function generateKey(type, options, callback) {
  const length = secretLength(type, options);
  validateFunction(callback, 'callback');
  randomBytes(length, (error, bytes) => {
    if (error) callback(error);
    else callback(null, new SecretKeyObject(bytes));
  });
}

module.exports = { generateKey, generateKeyPair, generateKeyPairSync, generateKeySync };
