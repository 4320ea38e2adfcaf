'use strict';

/**
 * The algorithms of WebCrypto: for each what it can do, over the functions of `crypto`. Failures are DOMExceptions with the names that the
 * specification gives.
 */

const { promisify } = require('util');
const { DOMException } = require('internal/dom_exception');
const { Buffer } = require('buffer');
const { createHash, createHmac } = require('internal/crypto/hash');
const { createCipheriv, createDecipheriv } = require('internal/crypto/cipher');
const { hkdf, pbkdf2 } = require('internal/crypto/derivation');
const { randomBytes } = require('internal/crypto/random');
const { constants } = require('internal/crypto/constants');
const { isAnyBuffer, viewOf } = require('internal/crypto/util');
const { notBuilt } = require('internal/not_built');

const lazyKeys = () => require('internal/crypto/keys');
const fail = (message, name) => new DOMException(message, name);
const operationFailed = () => fail('The operation failed for an operation-specific reason', 'OperationError');

const NAMES = [
  'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'HMAC', 'AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW', 'RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP',
  'ECDSA', 'ECDH', 'Ed25519', 'X25519', 'PBKDF2', 'HKDF',
];
const UNBUILT = ['Ed448', 'X448'];
const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** `algorithm` (a name, or an object with one) with the name spelled as the specification does. */
function normalize(algorithm) {
  const given = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
  const wanted = given !== null && typeof given === 'object' ? `${given.name}`.toLowerCase() : '';
  const name = NAMES.find((known) => known.toLowerCase() === wanted);
  if (name === undefined) {
    const unbuilt = UNBUILT.find((known) => known.toLowerCase() === wanted);
    if (unbuilt !== undefined) throw notBuilt(`The algorithm ${unbuilt}`, 'Ed25519 and X25519 are.');
    throw fail('Unrecognized algorithm name', 'NotSupportedError');
  }
  return { ...given, name };
}

/** The name of a hash; a `hash` member of other algorithms. */
function hashName(hash) {
  const { name } = normalize(hash);
  if (HASHES[name] === undefined) throw fail('Unrecognized algorithm name', 'NotSupportedError');
  return name;
}

function digest(algorithm, data) {
  return bufferOf(createHash(HASHES[hashName(algorithm)]).update(data).digest());
}

/** The bytes as an ArrayBuffer of their own. */
function bufferOf(bytes) {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

function bytesMember(algorithm, name, length) {
  const value = algorithm[name];
  if (!isAnyBuffer(value)) throw new TypeError(`algorithm.${name} must be a buffer`);
  const bytes = Buffer.from(viewOf(value));
  if (length !== undefined && bytes.length !== length) throw fail(`algorithm.${name} must contain exactly ${length} bytes`, 'OperationError');
  return bytes;
}

/** Runs what fails with errors of its own, so that they are the specification's one. */
function operation(run) {
  try {
    return run();
  } catch {
    throw operationFailed();
  }
}

function checkUsages(usages, allowed, what) {
  if (usages.some((usage) => !allowed.includes(usage))) throw fail(`Unsupported key usage for ${what} key`, 'SyntaxError');
}

const pick = (usages, allowed) => usages.filter((usage) => allowed.includes(usage));

// ---- Secrets

const AES_USES = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];

const toBase64url = (secret) => secret.export().toString('base64url');

function secretOf(format, data, kty = 'oct') {
  const { createSecretKey } = lazyKeys();
  if (format === 'raw') return createSecretKey(Buffer.from(viewOf(data)));
  if (format === 'jwk') {
    if (data === null || typeof data !== 'object' || data.kty !== kty || typeof data.k !== 'string') throw fail('Invalid keyData', 'DataError');
    return createSecretKey(Buffer.from(data.k, 'base64url'));
  }
  throw fail(`Unable to import a secret key with format ${format}`, 'NotSupportedError');
}

/** `key_ops`, `ext` and `use` of a JWK must allow what is asked for. */
function checkJwk(jwk, extractable, usages, alg, use) {
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw fail('Invalid JWK "use" Parameter', 'DataError');
  if (jwk.key_ops !== undefined && usages.some((usage) => !jwk.key_ops.includes(usage))) {
    throw fail('Key operations and usage mismatch', 'DataError');
  }
  if (jwk.ext === false && extractable) throw fail('JWK "ext" Parameter and extractable mismatch', 'DataError');
  if (alg !== undefined && jwk.alg !== undefined && jwk.alg !== alg) throw fail('JWK "alg" does not match the requested algorithm', 'DataError');
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
    const hash = hashName(algorithm.hash);
    const length = this.length(algorithm);
    return { secret: lazyKeys().createSecretKey(randomBytes(length / 8)), algorithm: { name: 'HMAC', length, hash: { name: hash } } };
  },
  import(format, data, algorithm, extractable, usages) {
    checkUsages(usages, ['sign', 'verify'], 'an HMAC');
    const hash = hashName(algorithm.hash);
    const secret = secretOf(format, data);
    if (format === 'jwk') checkJwk(data, extractable, usages, `HS${hash.slice(4)}`, 'sig');
    const length = secret.symmetricKeySize * 8;
    if (length === 0) throw fail('Zero-length key is not supported', 'DataError');
    if (algorithm.length !== undefined && algorithm.length !== length) throw fail('Invalid key length', 'DataError');
    return { key: secret, algorithm: { name: 'HMAC', hash: { name: hash }, length } };
  },
  export: (format, key, keyObject) => exportSecret(format, keyObject, `HS${key.algorithm.hash.name.slice(4)}`),
  length(algorithm) {
    if (algorithm.length === undefined) return HMAC_BITS[hashName(algorithm.hash)];
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

// ---- Pairs

const generateKeyPair = (...args) => promisify(require('internal/crypto/keygen').generateKeyPair)(...args);
const signData = (...args) => promisify(require('internal/crypto/sign').sign)(...args);
const verifyData = (...args) => promisify(require('internal/crypto/sign').verify)(...args);

/** An imported key of a pair as KeyObject. `kind`: its asymmetric key type. `raw(data)`: of the format raw, where there is one. */
function pairKey(format, data, kind, raw) {
  const { createPrivateKey, createPublicKey } = lazyKeys();
  let key;
  try {
    if (format === 'spki') key = createPublicKey({ key: Buffer.from(viewOf(data)), format: 'der', type: 'spki' });
    else if (format === 'pkcs8') key = createPrivateKey({ key: Buffer.from(viewOf(data)), format: 'der', type: 'pkcs8' });
    else if (format === 'jwk') key = data.d === undefined ? createPublicKey({ key: data, format: 'jwk' }) : createPrivateKey({ key: data, format: 'jwk' });
    else if (format === 'raw' && raw !== undefined) key = raw(data);
  } catch {
    throw fail('Invalid keyData', 'DataError');
  }
  if (key === undefined) throw fail(`Unable to import a ${kind} key with format ${format}`, 'NotSupportedError');
  if (key.asymmetricKeyType !== kind) throw fail('Invalid key type', 'DataError');
  return key;
}

/** `raw`: gives the bytes of a public key in the format raw. */
function exportPair(format, keyObject, extra, raw) {
  const isPublic = keyObject.type === 'public';
  if (format === 'jwk') return { ...keyObject.export({ format: 'jwk' }), ...extra };
  if (format === 'spki' && isPublic) return bufferOf(keyObject.export({ type: 'spki', format: 'der' }));
  if (format === 'pkcs8' && !isPublic) return bufferOf(keyObject.export({ type: 'pkcs8', format: 'der' }));
  if (format === 'raw' && isPublic && raw !== undefined) return bufferOf(raw(keyObject));
  throw fail(`Unable to export a ${keyObject.type} key using ${format} format`, 'InvalidAccessError');
}

/** `uses`: [of the private key, of the public key]. */
function pairUses(usages, uses, what) {
  checkUsages(usages, [...uses[0], ...uses[1]], what);
}

function importedUses(key, usages, uses, what) {
  checkUsages(usages, key.type === 'private' ? uses[0] : uses[1], what);
}

function rsa(name, uses, jwkAlg, run) {
  const describe = (keyObject, hash) => {
    const { modulusLength, publicExponent } = keyObject.asymmetricKeyDetails;
    const hex = publicExponent.toString(16);
    const bytes = Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
    return { name, modulusLength, publicExponent: bytes, hash: { name: hash } };
  };
  return {
    async generate(algorithm, extractable, usages) {
      pairUses(usages, uses, `a ${name}`);
      const hash = hashName(algorithm.hash);
      const exponent = parseInt(Buffer.from(viewOf(algorithm.publicExponent)).toString('hex') || '0', 16);
      let pair;
      try {
        pair = await generateKeyPair('rsa', { modulusLength: algorithm.modulusLength, publicExponent: exponent });
      } catch {
        throw operationFailed();
      }
      return { pair, algorithm: describe(pair.publicKey, hash), uses };
    },
    import(format, data, algorithm, extractable, usages) {
      const hash = hashName(algorithm.hash);
      const key = pairKey(format, data, 'rsa');
      importedUses(key, usages, uses, `a ${name}`);
      if (format === 'jwk') checkJwk(data, extractable, usages, jwkAlg(hash), name === 'RSA-OAEP' ? 'enc' : 'sig');
      return { key, algorithm: describe(key, hash) };
    },
    export: (format, key, keyObject) => exportPair(format, keyObject, { alg: jwkAlg(key.algorithm.hash.name) }),
    ...run,
  };
}

const SIGNING = [['sign'], ['verify']];

/** `optionsOf(algorithm)`: padding and the like. `hashOf(algorithm, key)`: the digest's name. */
function signing(optionsOf, hashOf) {
  return {
    async sign(algorithm, key, keyObject, data) {
      return bufferOf(await signData(hashOf(algorithm, key), data, { key: keyObject, ...optionsOf(algorithm) }));
    },
    verify: (algorithm, key, keyObject, signature, data) =>
      verifyData(hashOf(algorithm, key), data, { key: keyObject, ...optionsOf(algorithm) }, signature),
  };
}

const keyHash = (algorithm, key) => HASHES[key.algorithm.hash.name];

function oaep(run) {
  return (algorithm, key, keyObject, data) => operation(() => bufferOf(require('internal/crypto/rsa')[run]({
    key: keyObject,
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: HASHES[key.algorithm.hash.name],
    oaepLabel: algorithm.label === undefined ? undefined : viewOf(algorithm.label),
  }, data)));
}

const CURVES = { 'P-256': [32, 'prime256v1'], 'P-384': [48, 'secp384r1'], 'P-521': [66, 'secp521r1'] };

function ec(name, uses, run) {
  const curveOf = (algorithm) => {
    if (CURVES[algorithm.namedCurve] === undefined) throw fail('Unrecognized namedCurve', 'NotSupportedError');
    return algorithm.namedCurve;
  };
  return {
    async generate(algorithm, extractable, usages) {
      pairUses(usages, uses, `an ${name}`);
      const namedCurve = curveOf(algorithm);
      return { pair: await generateKeyPair('ec', { namedCurve }), algorithm: { name, namedCurve }, uses };
    },
    import(format, data, algorithm, extractable, usages) {
      const namedCurve = curveOf(algorithm);
      const [size, curve] = CURVES[namedCurve];
      const key = pairKey(format, data, 'ec', (raw) => {
        const bytes = Buffer.from(viewOf(raw));
        const { ECDH } = require('internal/crypto/diffie_hellman');
        const point = ECDH.convertKey(bytes, curve, undefined, undefined, 'uncompressed');
        const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)].map((part) => part.toString('base64url'));
        return lazyKeys().createPublicKey({ key: { kty: 'EC', crv: namedCurve, x, y }, format: 'jwk' });
      });
      importedUses(key, usages, uses, `an ${name}`);
      if (key.asymmetricKeyDetails.namedCurve !== curve) throw fail('Named curve mismatch', 'DataError');
      if (format === 'jwk') checkJwk(data, extractable, usages, undefined, name === 'ECDH' ? 'enc' : 'sig');
      return { key, algorithm: { name, namedCurve } };
    },
    export: (format, key, keyObject) => exportPair(format, keyObject, {}, (one) => {
      const jwk = one.export({ format: 'jwk' });
      return Buffer.concat([Buffer.from([4]), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]);
    }),
    ...run,
  };
}

function edwards(name, uses, run) {
  const kind = name.toLowerCase();
  const extra = name === 'Ed25519' ? { alg: name } : {};
  return {
    async generate(algorithm, extractable, usages) {
      pairUses(usages, uses, `an ${name}`);
      return { pair: await generateKeyPair(kind), algorithm: { name }, uses };
    },
    import(format, data, algorithm, extractable, usages) {
      const key = pairKey(format, data, kind, (raw) => lazyKeys().createPublicKey({
        key: { kty: 'OKP', crv: name, x: Buffer.from(viewOf(raw)).toString('base64url') }, format: 'jwk',
      }));
      importedUses(key, usages, uses, `an ${name}`);
      if (format === 'jwk') checkJwk(data, extractable, usages, undefined, name === 'X25519' ? 'enc' : 'sig');
      return { key, algorithm: { name } };
    },
    export: (format, key, keyObject) => exportPair(
      format, keyObject, extra, (one) => Buffer.from(one.export({ format: 'jwk' }).x, 'base64url')),
    ...run,
  };
}

// ---- Derivation

/** The first `length` bits of `bytes`; null means all. */
function firstBits(bytes, length) {
  if (length === null || length === undefined) return bufferOf(bytes);
  const count = Math.ceil(length / 8);
  if (count > bytes.length) throw fail('derived bit length is too small', 'OperationError');
  const taken = Buffer.from(bytes.subarray(0, count));
  // Bits that were not asked for are zero.
  if (length % 8 !== 0) taken[count - 1] &= 0xff << (8 - (length % 8));
  return bufferOf(taken);
}

const agreement = {
  deriveBits(algorithm, key, keyObject, length) {
    const { isCryptoKey, kKeyObject } = lazyKeys();
    const other = algorithm.public;
    if (!isCryptoKey(other)) throw new TypeError('algorithm.public must be a CryptoKey');
    if (keyObject.type !== 'private' || other.type !== 'public') throw fail('Invalid key type', 'InvalidAccessError');
    if (other.algorithm.name !== key.algorithm.name) {
      throw fail('The public and private keys must be of the same type', 'InvalidAccessError');
    }
    if (other.algorithm.namedCurve !== key.algorithm.namedCurve) throw fail('Named curve mismatch', 'InvalidAccessError');
    const { diffieHellman } = require('internal/crypto/diffie_hellman');
    return firstBits(operation(() => diffieHellman({ privateKey: keyObject, publicKey: other[kKeyObject] })), length);
  },
};

function derivation(name, run) {
  return {
    import(format, data, algorithm, extractable, usages) {
      checkUsages(usages, ['deriveKey', 'deriveBits'], `a ${name}`);
      if (extractable) throw fail(`${name} keys are not extractable`, 'SyntaxError');
      if (format !== 'raw') throw fail(`Unable to import ${name} key with format ${format}`, 'NotSupportedError');
      return { key: secretOf(format, data), algorithm: { name } };
    },
    length: () => null,
    async deriveBits(algorithm, key, keyObject, length) {
      if (length === null || length === undefined) throw fail('length cannot be null', 'OperationError');
      if (length % 8 !== 0) throw fail('length must be a multiple of 8', 'OperationError');
      return run(algorithm, keyObject, length / 8);
    },
  };
}

const SECRET_DERIVING = [['deriveKey', 'deriveBits'], []];

const algorithms = {
  'HMAC': hmac,
  'AES-CBC': aes('AES-CBC', simpleCipher('cbc', 'iv', 16)),
  'AES-CTR': aes('AES-CTR', { encrypt: counterMode, decrypt: counterMode }),
  'AES-GCM': aes('AES-GCM', gcm),
  'AES-KW': aes('AES-KW', { wrap: keyWrap(createCipheriv), unwrap: keyWrap(createDecipheriv) }),
  'RSASSA-PKCS1-v1_5': rsa(
    'RSASSA-PKCS1-v1_5', SIGNING, (hash) => `RS${hash.slice(4)}`, signing(() => ({ padding: constants.RSA_PKCS1_PADDING }), keyHash)),
  'RSA-PSS': rsa('RSA-PSS', SIGNING, (hash) => `PS${hash.slice(4)}`, signing(
    ({ saltLength }) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }), keyHash)),
  'RSA-OAEP': rsa('RSA-OAEP', [['decrypt', 'unwrapKey'], ['encrypt', 'wrapKey']],
    (hash) => (hash === 'SHA-1' ? 'RSA-OAEP' : `RSA-OAEP-${hash.slice(4)}`), { encrypt: oaep('publicEncrypt'), decrypt: oaep('privateDecrypt') }),
  'ECDSA': ec('ECDSA', SIGNING, signing(() => ({ dsaEncoding: 'ieee-p1363' }), ({ hash }) => HASHES[hashName(hash)])),
  'ECDH': ec('ECDH', SECRET_DERIVING, agreement),
  'Ed25519': edwards('Ed25519', SIGNING, signing(() => ({}), () => null)),
  'X25519': edwards('X25519', SECRET_DERIVING, agreement),
  'PBKDF2': derivation('PBKDF2', async ({ hash, salt, iterations }, keyObject, length) => {
    if (!(iterations > 0)) throw fail('iterations cannot be zero', 'OperationError');
    return bufferOf(await promisify(pbkdf2)(keyObject.export(), viewOf(salt), iterations, length, HASHES[hashName(hash)]));
  }),
  'HKDF': derivation('HKDF', ({ hash, salt, info }, keyObject, length) =>
    promisify(hkdf)(HASHES[hashName(hash)], keyObject, viewOf(salt), viewOf(info), length)),
};

module.exports = { algorithms, digest, fail, normalize, pick };
