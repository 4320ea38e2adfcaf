'use strict';

/**
 * `crypto`: each part is loaded when one of its members is first asked for. What is here: hashes (internal/crypto/hash), random values
 * (random), ciphers (cipher), key derivation (derivation), keys (keys, keygen), signatures (sign), RSA encryption (rsa), key agreement
 * (diffie_hellman), certificates (x509, certificate), WebCrypto (webcrypto).
 */

const { codes } = require('internal/errors');
const { lazy } = require('internal/lazy');
const { deprecate } = require('internal/util/deprecate');

const PARTS = {
  random: ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'timingSafeEqual'],
  hash: ['createHash', 'createHmac', 'getHashes', 'hash', 'Hash', 'Hmac'],
  cipher: ['createCipheriv', 'createDecipheriv', 'getCiphers', 'getCipherInfo', 'Cipher', 'Cipheriv', 'Decipher', 'Decipheriv'],
  derivation: ['hkdf', 'hkdfSync', 'pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync'],
  keys: ['createPrivateKey', 'createPublicKey', 'createSecretKey', 'KeyObject'],
  keygen: ['generateKeyPair', 'generateKeyPairSync', 'generateKey', 'generateKeySync'],
  sign: ['createSign', 'createVerify', 'sign', 'verify', 'Sign', 'Verify'],
  rsa: ['privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt'],
  diffie_hellman: [
    'createDiffieHellman', 'createDiffieHellmanGroup', 'createECDH', 'diffieHellman', 'getCurves', 'getDiffieHellman', 'DiffieHellman',
    'DiffieHellmanGroup', 'ECDH',
  ],
  primes: ['checkPrime', 'checkPrimeSync', 'generatePrime', 'generatePrimeSync'],
  certificate: ['Certificate'],
  x509: ['X509Certificate'],
};

const member = (name, load, options) => lazy(module.exports, name, load, options);

for (const part of Object.keys(PARTS)) {
  for (const name of PARTS[part]) member(name, () => require(`internal/crypto/${part}`)[name]);
}

let fips = 0;

Object.assign(module.exports, {
  getFips() { return fips; },
  /** There is no FIPS module: it cannot be turned on. */
  setFips(value) {
    if (!value) return;
    fips = 0;
    const error = new Error('error:0308010C:digital envelope routines::unsupported');
    error.library = 'digital envelope routines';
    error.reason = 'unsupported';
    error.code = 'ERR_OSSL_EVP_UNSUPPORTED';
    throw error;
  },
  setEngine(id) {
    require('internal/validators').validateString(id, 'id');
    throw codes.ERR_CRYPTO_ENGINE_UNKNOWN(id);
  },
  /** There is no secure heap. */
  secureHeapUsed() { return { total: 0, used: 0, utilization: 0, min: 0 }; },
});

member('constants', () => require('internal/crypto/constants').constants);
member('webcrypto', () => require('internal/crypto/webcrypto').webcrypto);
member('subtle', () => module.exports.webcrypto.subtle);
member('getRandomValues', () => require('internal/crypto/random').getRandomValues);

/** Node warns of these only when asked to. */
const pending = (name) => (process.execArgv.includes('--pending-deprecation') ?
  deprecate(module.exports.randomBytes, `crypto.${name} is deprecated.`, 'DEP0115') : module.exports.randomBytes);
for (const name of ['prng', 'pseudoRandomBytes', 'rng']) member(name, () => pending(name), { enumerable: false });
for (const [name, Class] of [['createCipher', 'Cipher'], ['createDecipher', 'Decipher']]) {
  member(name, () => deprecate(
    { [name](cipher, password, options) { return new module.exports[Class](cipher, password, options); } }[name],
    `crypto.${name} is deprecated.`, 'DEP0106'), { enumerable: false });
}
Object.defineProperty(module.exports, 'fips', {
  configurable: true,
  get() { return module.exports.getFips(); },
  set(value) { module.exports.setFips(value); },
});
