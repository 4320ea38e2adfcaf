'use strict';

/** Keys from passwords and from other keys. With a callback they are made on another thread. */

const { codes } = require('internal/errors');
const { validateFunction, validateInt32, validateInteger, validateString, validateUint32 } = require('internal/validators');
const natives = require('internal/crypto/natives');
const { bytesOf, isAnyBuffer, own, settle, viewOf } = require('internal/crypto/util');

const MAX_LENGTH = 2147483647;

function later(callback, make = own) {
  return settle((error, bytes) => {
    if (error) callback(error);
    else callback(null, make(bytes));
  });
}

// ---- PBKDF2

function checkPbkdf2(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  const args = [bytesOf(password, 'password'), bytesOf(salt, 'salt')];
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  if (natives.digestLength(digest) === undefined) throw codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  args.push(iterations, keylen, digest);
  return args;
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const args = checkPbkdf2(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  natives.pbkdf2(...args, later(callback));
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return own(natives.pbkdf2(...checkPbkdf2(password, salt, iterations, keylen, digest), undefined));
}

// ---- scrypt

/** `options`' parameter by either of its names. */
function either(options, short, long, fallback, validate) {
  let value = fallback;
  const hasShort = options[short] !== undefined;
  if (hasShort) validate(value = options[short], short);
  if (options[long] !== undefined) {
    if (hasShort) throw codes.ERR_CRYPTO_SCRYPT_INVALID_PARAMETER();
    validate(value = options[long], long);
  }
  return value;
}

function checkScrypt(password, salt, keylen, options) {
  const secret = bytesOf(password, 'password');
  const grain = bytesOf(salt, 'salt');
  validateInt32(keylen, 'keylen', 0);
  const given = options || {};
  const N = either(given, 'N', 'cost', 16384, validateUint32);
  const r = either(given, 'r', 'blockSize', 8, validateUint32);
  const p = either(given, 'p', 'parallelization', 1, validateUint32);
  let maxmem = 32 * 1024 * 1024;
  if (given.maxmem !== undefined) validateInteger(maxmem = given.maxmem, 'maxmem', 0);
  const cost = [N || 16384, r || 8, p || 1, maxmem || 32 * 1024 * 1024];
  natives.checkScrypt(cost);
  return [secret, grain, cost, keylen];
}

function scrypt(password, salt, keylen, options, callback) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const args = checkScrypt(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  natives.scrypt(...args, later(callback));
}

function scryptSync(password, salt, keylen, options) {
  return own(natives.scrypt(...checkScrypt(password, salt, keylen, options), undefined));
}

// ---- HKDF

function hkdfBytes(value, name) {
  if (typeof value === 'string') return bytesOf(value, name);
  if (!isAnyBuffer(value)) {
    throw codes.ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], value);
  }
  return viewOf(value);
}

function ikmOf(key) {
  if (typeof key === 'string' || isAnyBuffer(key)) return bytesOf(key, 'ikm');
  if (typeof key === 'object' && key !== null) {
    const secret = require('internal/crypto/keys').secretBytesOf(key);
    if (secret !== undefined) return secret;
  }
  throw codes.ERR_INVALID_ARG_TYPE('ikm', ['string', 'SecretKeyObject', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], key);
}

function checkHkdf(digest, key, salt, info, length) {
  validateString(digest, 'digest');
  const ikm = ikmOf(key);
  const grain = hkdfBytes(salt, 'salt');
  const context = hkdfBytes(info, 'info');
  validateInteger(length, 'length', 0, MAX_LENGTH);
  if (context.byteLength > 1024) {
    throw codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', context.byteLength);
  }
  const size = natives.digestLength(digest);
  if (size === undefined) throw codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  if (length > 255 * size) throw codes.ERR_CRYPTO_INVALID_KEYLEN();
  return [digest, ikm, grain, context, length];
}

const bufferOf = (bytes) => bytes.buffer;

function hkdf(digest, key, salt, info, length, callback) {
  const args = checkHkdf(digest, key, salt, info, length);
  validateFunction(callback, 'callback');
  natives.hkdf(...args, later(callback, bufferOf));
}

function hkdfSync(digest, key, salt, info, length) {
  return bufferOf(natives.hkdf(...checkHkdf(digest, key, salt, info, length), undefined));
}

module.exports = { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync };
