'use strict';

/** New keys. With a callback they are made on another thread. */

const { promisify } = require('util');
const { codes } = require('internal/errors');
const {
  validateFunction, validateInteger, validateObject, validateOneOf, validateString, validateUint32,
} = require('internal/validators');
const natives = require('internal/crypto/natives');
const { settle } = require('internal/crypto/util');
const { randomBytes } = require('internal/crypto/random');
const {
  PrivateKeyObject, PublicKeyObject, SecretKeyObject, checkEncoding, exportAs,
} = require('internal/crypto/keys');
const { notBuilt } = require('internal/not_built');

const UNBUILT = ['dsa', 'dh', 'ed448', 'x448'];

/** What the native wants for `type` and `options`: [kind, bits, exponent]. */
function planOf(type, options) {
  validateString(type, 'type');
  switch (type) {
    case 'rsa':
    case 'rsa-pss': {
      validateObject(options, 'options');
      const { modulusLength, publicExponent } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      if (publicExponent !== undefined && publicExponent !== null) validateUint32(publicExponent, 'options.publicExponent');
      if (type === 'rsa-pss' && ['hashAlgorithm', 'mgf1HashAlgorithm', 'saltLength'].some((name) => options[name] !== undefined)) {
        throw notBuilt('An rsa-pss key with parameters', 'Leave them out, or make a key of type rsa.');
      }
      return [type, modulusLength, publicExponent ?? 0x10001];
    }
    case 'ec': {
      validateObject(options, 'options');
      const { namedCurve, paramEncoding } = options;
      validateString(namedCurve, 'options.namedCurve');
      if (paramEncoding !== undefined && paramEncoding !== null && paramEncoding !== 'named') {
        if (paramEncoding === 'explicit') throw notBuilt('An EC key with explicit parameters', 'Use paramEncoding: \'named\'.');
        throw codes.ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
      }
      return [namedCurve, 0, 0];
    }
    case 'ed25519':
    case 'x25519':
      return [type, 0, 0];
    default:
      if (UNBUILT.includes(type)) throw notBuilt(`A key pair of type ${type}`, 'rsa, rsa-pss, ec, ed25519 and x25519 are.');
      throw codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
}

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

function pairOf([publicKey, privateKey], encodings) {
  return {
    publicKey: encodedKey(new PublicKeyObject(publicKey), encodings.publicKeyEncoding),
    privateKey: encodedKey(new PrivateKeyObject(privateKey), encodings.privateKeyEncoding),
  };
}

function check(type, options) {
  if (options !== undefined) validateObject(options, 'options');
  const plan = planOf(type, options);
  return [plan, encodingsOf(type, options)];
}

function generateKeyPairSync(type, options) {
  const [plan, encodings] = check(type, options);
  return pairOf(natives.generateKey(...plan, undefined), encodings);
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const [plan, encodings] = check(type, options);
  if (type === 'ec' && natives.curves.every((curve) => curve !== plan[0]) && !/^P-(256|384|521)$|^secp256r1$/.test(plan[0])) {
    throw codes.ERR_CRYPTO_INVALID_CURVE();
  }
  natives.generateKey(...plan, settle((error, handles) => {
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
