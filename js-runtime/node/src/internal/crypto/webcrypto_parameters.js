'use strict';

/** What an operation of WebCrypto needs to be told of an algorithm: the dictionaries of the specification, converted as Web IDL says. */

const { fail } = require('internal/crypto/webcrypto_common');
const { isAnyBuffer } = require('internal/crypto/util');
const { isCryptoKey } = require('internal/crypto/keys');
const { algorithms } = require('internal/crypto/webcrypto_algorithms');

const PREFIX = 'Failed to normalize algorithm:';

function wrong(code, message) {
  const error = new TypeError(`${PREFIX} ${message}`);
  error.code = code;
  return error;
}

// ---- Converters of a member: of its value and of what it is called

function number(max) {
  return (value, what) => {
    const given = +value;
    if (!Number.isFinite(given)) throw wrong('ERR_INVALID_ARG_TYPE', `${what} is not a finite number.`);
    const whole = Math.trunc(given);
    if (whole < 0 || whole > max) throw wrong('ERR_OUT_OF_RANGE', `${what} is outside the expected range of 0 to ${max}.`);
    return whole;
  };
}

const octet = number(0xff);
const short = number(0xffff);
const long = number(0xffffffff);
const text = (value) => `${value}`;
const hash = (value) => normalize(value, 'digest');

function bytes(value, what) {
  if (!isAnyBuffer(value)) throw wrong('ERR_INVALID_ARG_TYPE', `${what} is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  return value;
}

function bigInteger(value, what) {
  if (!(value instanceof Uint8Array)) throw wrong('ERR_INVALID_ARG_TYPE', `${what} is not an Uint8Array object.`);
  return value;
}

function cryptoKey(value, what) {
  if (!isCryptoKey(value)) throw wrong('ERR_INVALID_ARG_TYPE', `${what} is not of type CryptoKey.`);
  return value;
}

// ---- Dictionaries: their required members, and the others

const DICTIONARIES = {
  AesKeyGenParams: [{ length: short }],
  AesDerivedKeyParams: [{ length: short }],
  AesCbcParams: [{ iv: bytes }],
  AesCtrParams: [{ counter: bytes, length: octet }],
  AesGcmParams: [{ iv: bytes }, { additionalData: bytes, tagLength: octet }],
  HmacKeyGenParams: [{ hash }, { length: long }],
  HmacImportParams: [{ hash }, { length: long }],
  RsaHashedKeyGenParams: [{ hash, modulusLength: long, publicExponent: bigInteger }],
  RsaHashedImportParams: [{ hash }],
  RsaPssParams: [{ saltLength: long }],
  RsaOaepParams: [{}, { label: bytes }],
  EcKeyGenParams: [{ namedCurve: text }],
  EcKeyImportParams: [{ namedCurve: text }],
  EcdsaParams: [{ hash }],
  EcdhKeyDeriveParams: [{ public: cryptoKey }],
  Ed448Params: [{}, { context: bytes }],
  HkdfParams: [{ hash, info: bytes, salt: bytes }],
  Pbkdf2Params: [{ hash, iterations: long, salt: bytes }],
};

const each = (names, dictionary) => Object.fromEntries(names.map((name) => [name, dictionary]));
const AES = ['AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW'];
const RSA = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'];
const EC = ['ECDSA', 'ECDH'];
const SIGNING = { 'RSA-PSS': 'RsaPssParams', 'ECDSA': 'EcdsaParams', 'Ed448': 'Ed448Params' };
const ENCRYPTING = { 'RSA-OAEP': 'RsaOaepParams', 'AES-CBC': 'AesCbcParams', 'AES-CTR': 'AesCtrParams', 'AES-GCM': 'AesGcmParams' };

/** The dictionary that an operation wants of an algorithm; most algorithms want none. */
const WANTED = {
  digest: {},
  generate: { ...each(AES, 'AesKeyGenParams'), ...each(RSA, 'RsaHashedKeyGenParams'), ...each(EC, 'EcKeyGenParams'), HMAC: 'HmacKeyGenParams' },
  import: { ...each(RSA, 'RsaHashedImportParams'), ...each(EC, 'EcKeyImportParams'), HMAC: 'HmacImportParams' },
  length: { ...each(AES, 'AesDerivedKeyParams'), HMAC: 'HmacImportParams' },
  sign: SIGNING,
  verify: SIGNING,
  encrypt: ENCRYPTING,
  decrypt: ENCRYPTING,
  wrap: {},
  unwrap: {},
  deriveBits: { ...each(['ECDH', 'X25519', 'X448'], 'EcdhKeyDeriveParams'), HKDF: 'HkdfParams', PBKDF2: 'Pbkdf2Params' },
};

const missing = (member, dictionary) => wrong(
  'ERR_MISSING_OPTION', `passed algorithm can not be converted to '${dictionary}' because '${member}' is required in '${dictionary}'.`);

function converted(given, dictionary) {
  const [required, optional = {}] = DICTIONARIES[dictionary];
  const all = { ...required, ...optional };
  const result = {};
  for (const member of Object.keys(all).sort()) {
    const value = given[member];
    if (value !== undefined) result[member] = all[member](value, `'${member}' of '${dictionary}' (passed algorithm)`);
    else if (required[member] !== undefined) throw missing(member, dictionary);
  }
  return result;
}

/**
 * `algorithm` (a name, or an object with one) for an operation: `{ name, ...parameters }`, the name spelled as the specification does and
 * the parameters those that the operation knows.
 */
function normalize(algorithm, operation) {
  const given = algorithm !== null && (typeof algorithm === 'object' || typeof algorithm === 'function') ? algorithm : { name: algorithm };
  if (given.name === undefined && given === algorithm) throw missing('name', 'Algorithm');
  const wanted = `${given.name}`.toLowerCase();
  const name = Object.keys(algorithms).find((known) => known.toLowerCase() === wanted);
  if (name === undefined || algorithms[name][operation] === undefined) throw fail('Unrecognized algorithm name', 'NotSupportedError');
  const dictionary = WANTED[operation][name];
  return dictionary === undefined ? { name } : { name, ...converted(given, dictionary) };
}

module.exports = { normalize };
