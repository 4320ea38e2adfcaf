'use strict';

/** What the algorithms of WebCrypto share. Failures are DOMExceptions with the names that the specification gives. */

const { Buffer } = require('buffer');
const { DOMException } = require('internal/dom_exception');
const { viewOf } = require('internal/crypto/util');

const fail = (message, name) => new DOMException(message, name);
const operationFailed = () => fail('The operation failed for an operation-specific reason', 'OperationError');

/** Hashes by the specification's name, with Node's. */
const HASHES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

/** The bytes as an ArrayBuffer of their own. */
function bufferOf(bytes) {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** The bytes of a parameter; of exactly `length`, if given. */
function bytesMember(algorithm, name, length) {
  const bytes = Buffer.from(viewOf(algorithm[name]));
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

/** The hash that the `alg` of a JWK of RSA names; undefined for one that names none. */
function hashOfJwk(alg) {
  if (alg === 'RSA-OAEP') return 'SHA-1';
  const named = /^(?:RS|PS|RSA-OAEP-)(1|256|384|512)$/.exec(alg);
  return named ? `SHA-${named[1]}` : undefined;
}

/** `key_ops`, `ext` and `use` of a JWK must allow what is asked for. `alg`: what its own must be, unless undefined. */
function checkJwk(jwk, extractable, usages, alg, use) {
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw fail('Invalid JWK "use" Parameter', 'DataError');
  if (jwk.key_ops !== undefined && usages.some((usage) => !jwk.key_ops.includes(usage))) {
    throw fail('Key operations and usage mismatch', 'DataError');
  }
  if (jwk.ext === false && extractable) throw fail('JWK "ext" Parameter and extractable mismatch', 'DataError');
  if (alg !== undefined && jwk.alg !== undefined && jwk.alg !== alg) throw fail('JWK "alg" does not match the requested algorithm', 'DataError');
}

module.exports = {
  HASHES, bufferOf, bytesMember, checkJwk, checkUsages, fail, hashOfJwk, operation, operationFailed, pick,
};
