'use strict';

/** The algorithms of WebCrypto with a pair of keys: signatures, RSA-OAEP, and key agreement. */

const { Buffer } = require('buffer');
const { promisify } = require('util');
const { constants } = require('internal/crypto/constants');
const { viewOf } = require('internal/crypto/util');
const {
  HASHES, bufferOf, checkJwk, checkUsages, fail, hashOfJwk, operation, operationFailed,
} = require('internal/crypto/webcrypto_common');

const lazyKeys = () => require('internal/crypto/keys');

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
      const hash = algorithm.hash.name;
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
      const hash = algorithm.hash.name;
      const key = pairKey(format, data, 'rsa');
      importedUses(key, usages, uses, `a ${name}`);
      if (format === 'jwk') {
        checkJwk(data, extractable, usages, undefined, name === 'RSA-OAEP' ? 'enc' : 'sig');
        if (data.alg !== undefined && hashOfJwk(data.alg) !== hash) throw fail('JWK "alg" does not match the requested algorithm', 'DataError');
      }
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
      const options = { key: keyObject, ...optionsOf(algorithm) };
      try {
        return bufferOf(await signData(hashOf(algorithm, key), data, options));
      } catch {
        throw operationFailed();
      }
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

/** Bytes of a coordinate, OpenSSL's name, and the `alg` of signatures. */
const CURVES = { 'P-256': [32, 'prime256v1', 'ES256'], 'P-384': [48, 'secp384r1', 'ES384'], 'P-521': [66, 'secp521r1', 'ES512'] };

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
      const [size, curve, alg] = CURVES[namedCurve];
      if (format === 'jwk') {
        if (data.kty !== 'EC') throw fail('Invalid keyData', 'DataError');
        if (data.crv !== namedCurve) throw fail('JWK "crv" does not match the requested algorithm', 'DataError');
        checkJwk(data, extractable, usages, name === 'ECDSA' ? alg : undefined, name === 'ECDH' ? 'enc' : 'sig');
      }
      const key = pairKey(format, data, 'ec', (raw) => {
        const bytes = Buffer.from(viewOf(raw));
        const { ECDH } = require('internal/crypto/diffie_hellman');
        const point = ECDH.convertKey(bytes, curve, undefined, undefined, 'uncompressed');
        const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)].map((part) => part.toString('base64url'));
        return lazyKeys().createPublicKey({ key: { kty: 'EC', crv: namedCurve, x, y }, format: 'jwk' });
      });
      importedUses(key, usages, uses, `an ${name}`);
      if (key.asymmetricKeyDetails.namedCurve !== curve) throw fail('Named curve mismatch', 'DataError');
      return { key, algorithm: { name, namedCurve } };
    },
    export: (format, key, keyObject) => exportPair(format, keyObject, {}, (one) => {
      const jwk = one.export({ format: 'jwk' });
      return Buffer.concat([Buffer.from([4]), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]);
    }),
    ...run,
  };
}

function cfrg(name, uses, run) {
  const kind = name.toLowerCase();
  const extra = uses === SIGNING ? { alg: name } : {};
  return {
    async generate(algorithm, extractable, usages) {
      pairUses(usages, uses, `an ${name}`);
      return { pair: await generateKeyPair(kind), algorithm: { name }, uses };
    },
    import(format, data, algorithm, extractable, usages) {
      if (format === 'jwk') {
        if (data.kty !== 'OKP') throw fail('Invalid keyData', 'DataError');
        if (data.crv !== name) throw fail('JWK "crv" Parameter and algorithm name mismatch', 'DataError');
        const alg = uses === SIGNING && data.alg !== 'EdDSA' ? name : undefined;
        checkJwk(data, extractable, usages, alg, uses === SIGNING ? 'sig' : 'enc');
      }
      const key = pairKey(format, data, kind, (raw) => lazyKeys().createPublicKey({
        key: { kty: 'OKP', crv: name, x: Buffer.from(viewOf(raw)).toString('base64url') }, format: 'jwk',
      }));
      importedUses(key, usages, uses, `an ${name}`);
      return { key, algorithm: { name } };
    },
    export: (format, key, keyObject) => exportPair(
      format, keyObject, extra, (one) => Buffer.from(one.export({ format: 'jwk' }).x, 'base64url')),
    ...run,
  };
}

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
    const { kKeyObject } = lazyKeys();
    const other = algorithm.public;
    if (other.type !== 'public') throw fail('algorithm.public must be a public key', 'InvalidAccessError');
    if (keyObject.type !== 'private') throw fail('baseKey must be a private key', 'InvalidAccessError');
    if (algorithms[other.algorithm.name] === undefined || algorithms[other.algorithm.name].deriveBits === undefined) {
      throw fail('Keys must be ECDH, X25519, or X448 keys', 'InvalidAccessError');
    }
    if (other.algorithm.name !== key.algorithm.name) {
      throw fail('The public and private keys must be of the same type', 'InvalidAccessError');
    }
    if (other.algorithm.namedCurve !== key.algorithm.namedCurve) throw fail('Named curve mismatch', 'InvalidAccessError');
    const { diffieHellman } = require('internal/crypto/diffie_hellman');
    return firstBits(operation(() => diffieHellman({ privateKey: keyObject, publicKey: other[kKeyObject] })), length);
  },
};

/** Ed448's context, which Node takes only when it is empty. */
function withoutContext({ context }) {
  if (context !== undefined && context.byteLength > 0) throw fail('Non zero-length context is not yet supported.', 'NotSupportedError');
  return {};
}

const SECRET_DERIVING = [['deriveKey', 'deriveBits'], []];

const algorithms = {
  'RSASSA-PKCS1-v1_5': rsa(
    'RSASSA-PKCS1-v1_5', SIGNING, (hash) => `RS${hash.slice(4)}`, signing(() => ({ padding: constants.RSA_PKCS1_PADDING }), keyHash)),
  'RSA-PSS': rsa('RSA-PSS', SIGNING, (hash) => `PS${hash.slice(4)}`, signing(
    ({ saltLength }) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }), keyHash)),
  'RSA-OAEP': rsa('RSA-OAEP', [['decrypt', 'unwrapKey'], ['encrypt', 'wrapKey']],
    (hash) => (hash === 'SHA-1' ? 'RSA-OAEP' : `RSA-OAEP-${hash.slice(4)}`), { encrypt: oaep('publicEncrypt'), decrypt: oaep('privateDecrypt') }),
  'ECDSA': ec('ECDSA', SIGNING, signing(() => ({ dsaEncoding: 'ieee-p1363' }), ({ hash }) => HASHES[hash.name])),
  'ECDH': ec('ECDH', SECRET_DERIVING, agreement),
  'Ed25519': cfrg('Ed25519', SIGNING, signing(() => ({}), () => null)),
  'Ed448': cfrg('Ed448', SIGNING, signing(withoutContext, () => null)),
  'X25519': cfrg('X25519', SECRET_DERIVING, agreement),
  'X448': cfrg('X448', SECRET_DERIVING, agreement),
};

module.exports = algorithms;
