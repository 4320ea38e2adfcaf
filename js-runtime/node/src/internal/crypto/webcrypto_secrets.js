'use strict';

/** The algorithms of WebCrypto whose key is one secret: AES and HMAC. */

const { Buffer } = require('buffer');
const { createHmac } = require('internal/crypto/hash');
const { createCipheriv, createDecipheriv } = require('internal/crypto/cipher');
const { randomBytes } = require('internal/crypto/random');
const { viewOf } = require('internal/crypto/util');
const { HASHES, bufferOf, bytesMember, checkJwk, checkUsages, fail, operation, operationFailed } = require('internal/crypto/webcrypto_common');

const lazyKeys = () => require('internal/crypto/keys');

const AES_USES = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];

const toBase64url = (secret) => secret.export().toString('base64url');

function secretOf(format, data) {
  const { createSecretKey } = lazyKeys();
  if (format === 'raw') return createSecretKey(Buffer.from(viewOf(data)));
  if (format === 'jwk') {
    if (data.kty !== 'oct' || typeof data.k !== 'string') throw fail('Invalid keyData', 'DataError');
    return createSecretKey(Buffer.from(data.k, 'base64url'));
  }
  throw fail(`Unable to import a secret key with format ${format}`, 'NotSupportedError');
}

function aes(name, run) {
  const uses = name === 'AES-KW' ? ['wrapKey', 'unwrapKey'] : AES_USES;
  const short = name.slice(4);
  return {
    generate(algorithm, extractable, usages) {
      checkUsages(usages, uses, 'an AES');
      if (![128, 192, 256].includes(algorithm.length)) throw fail('AES key length must be 128, 192, or 256 bits', 'OperationError');
      return { secret: lazyKeys().createSecretKey(randomBytes(algorithm.length / 8)), algorithm: { name, length: algorithm.length } };
    },
    import(format, data, algorithm, extractable, usages) {
      checkUsages(usages, uses, 'an AES');
      const secret = secretOf(format, data);
      const length = secret.symmetricKeySize * 8;
      if (![128, 192, 256].includes(length)) throw fail('Invalid key length', 'DataError');
      if (format === 'jwk') checkJwk(data, extractable, usages, `A${length}${short}`, 'enc');
      return { key: secret, algorithm: { name, length } };
    },
    export: (format, key, keyObject) => exportSecret(format, keyObject, `A${key.algorithm.length}${short}`),
    length: (algorithm) => {
      if (![128, 192, 256].includes(algorithm.length)) throw fail('Invalid key length', 'OperationError');
      return algorithm.length;
    },
    ...run,
  };
}

function exportSecret(format, secret, alg) {
  if (format === 'raw') return bufferOf(secret.export());
  if (format === 'jwk') return { kty: 'oct', k: toBase64url(secret), alg };
  throw fail(`Unable to export a secret key using ${format} format`, 'NotSupportedError');
}

function simpleCipher(mode, member, length) {
  const run = (create) => (algorithm, key, keyObject, data) => {
    const iv = bytesMember(algorithm, member, length);
    return operation(() => {
      const cipher = create(`aes-${key.algorithm.length}-${mode}`, keyObject, iv);
      return bufferOf(Buffer.concat([cipher.update(data), cipher.final()]));
    });
  };
  return { encrypt: run(createCipheriv), decrypt: run(createDecipheriv) };
}

/** The counter is the last `length` bits of the block: it must not come around, and the bits before it never change. */
function counterMode(algorithm, key, keyObject, data) {
  const block = bytesMember(algorithm, 'counter', 16);
  const { length } = algorithm;
  if (!Number.isInteger(length) || length < 1 || length > 128) throw fail('AES-CTR algorithm.length must be between 1 and 128', 'OperationError');
  const size = 1n << BigInt(length);
  const whole = BigInt(`0x${block.toString('hex')}`);
  const count = whole % size;
  const blocks = BigInt(Math.ceil(data.length / 16));
  if (blocks > size) throw operationFailed();
  const run = (first, part) => {
    const iv = Buffer.from(first.toString(16).padStart(32, '0'), 'hex');
    return createCipheriv(`aes-${key.algorithm.length}-ctr`, keyObject, iv).update(part);
  };
  return operation(() => {
    if (count + blocks <= size) return bufferOf(run(whole, data));
    const split = Number(size - count) * 16;
    return bufferOf(Buffer.concat([run(whole, data.subarray(0, split)), run(whole - count, data.subarray(split))]));
  });
}

function gcmArguments(algorithm) {
  const { tagLength = 128, additionalData } = algorithm;
  if (![32, 64, 96, 104, 112, 120, 128].includes(tagLength)) {
    throw fail(`${tagLength} is not a valid AES-GCM tag length`, 'OperationError');
  }
  return { iv: bytesMember(algorithm, 'iv'), tagBytes: tagLength / 8, aad: additionalData === undefined ? undefined : viewOf(additionalData) };
}

const gcm = {
  encrypt(algorithm, key, keyObject, data) {
    const { iv, tagBytes, aad } = gcmArguments(algorithm);
    return operation(() => {
      const cipher = createCipheriv(`aes-${key.algorithm.length}-gcm`, keyObject, iv, { authTagLength: tagBytes });
      if (aad !== undefined) cipher.setAAD(aad);
      return bufferOf(Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]));
    });
  },
  decrypt(algorithm, key, keyObject, data) {
    const { iv, tagBytes, aad } = gcmArguments(algorithm);
    if (data.length < tagBytes) throw fail('The provided data is too small.', 'OperationError');
    return operation(() => {
      const decipher = createDecipheriv(`aes-${key.algorithm.length}-gcm`, keyObject, iv, { authTagLength: tagBytes });
      decipher.setAuthTag(data.subarray(data.length - tagBytes));
      if (aad !== undefined) decipher.setAAD(aad);
      return bufferOf(Buffer.concat([decipher.update(data.subarray(0, data.length - tagBytes)), decipher.final()]));
    });
  },
};

const keyWrap = (create) => (algorithm, key, keyObject, data) => operation(() => {
  const cipher = create(`id-aes${key.algorithm.length}-wrap`, keyObject, Buffer.alloc(8, 0xa6));
  return bufferOf(Buffer.concat([cipher.update(data), cipher.final()]));
});

const HMAC_BITS = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };

const hmac = {
  generate(algorithm, extractable, usages) {
    checkUsages(usages, ['sign', 'verify'], 'an HMAC');
    const hash = algorithm.hash.name;
    const length = this.length(algorithm);
    return { secret: lazyKeys().createSecretKey(randomBytes(length / 8)), algorithm: { name: 'HMAC', length, hash: { name: hash } } };
  },
  import(format, data, algorithm, extractable, usages) {
    checkUsages(usages, ['sign', 'verify'], 'an HMAC');
    const hash = algorithm.hash.name;
    const secret = secretOf(format, data);
    if (format === 'jwk') checkJwk(data, extractable, usages, `HS${hash.slice(4)}`, 'sig');
    const length = secret.symmetricKeySize * 8;
    if (length === 0 || algorithm.length === 0) throw fail('Zero-length key is not supported', 'DataError');
    if (algorithm.length !== undefined && algorithm.length !== length) throw fail('Invalid key length', 'DataError');
    return { key: secret, algorithm: { name: 'HMAC', hash: { name: hash }, length } };
  },
  export: (format, key, keyObject) => exportSecret(format, keyObject, `HS${key.algorithm.hash.name.slice(4)}`),
  length(algorithm) {
    if (algorithm.length === undefined) return HMAC_BITS[algorithm.hash.name];
    if (algorithm.length === 0 || algorithm.length % 8 !== 0) throw fail('Unsupported algorithm.length', 'NotSupportedError');
    return algorithm.length;
  },
  sign: (algorithm, key, keyObject, data) => bufferOf(macOf(key, keyObject, data)),
  verify(algorithm, key, keyObject, signature, data) {
    const made = macOf(key, keyObject, data);
    return made.length === signature.length && require('internal/crypto/random').timingSafeEqual(made, signature);
  },
};

function macOf(key, keyObject, data) {
  return createHmac(HASHES[key.algorithm.hash.name], keyObject).update(data).digest();
}

module.exports = {
  'HMAC': hmac,
  'AES-CBC': aes('AES-CBC', simpleCipher('cbc', 'iv', 16)),
  'AES-CTR': aes('AES-CTR', { encrypt: counterMode, decrypt: counterMode }),
  'AES-GCM': aes('AES-GCM', gcm),
  'AES-KW': aes('AES-KW', { wrap: keyWrap(createCipheriv), unwrap: keyWrap(createDecipheriv) }),
};
