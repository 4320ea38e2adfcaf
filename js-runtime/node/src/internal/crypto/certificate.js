'use strict';

/** `Certificate`: signed public keys with a challenge (SPKAC). */

const { codes } = require('internal/errors');
const { Buffer } = require('buffer');
const natives = require('internal/crypto/natives');
const { bytesOf, own } = require('internal/crypto/util');
const { PublicKeyObject } = require('internal/crypto/keys');
const { SIGNATURES } = require('internal/crypto/x509');

// What OpenSSL counts in.
const MAX_LENGTH = 2 ** 31 - 1;

function parse(spkac, encoding) {
  const bytes = bytesOf(spkac, 'spkac', encoding);
  if (bytes.byteLength > MAX_LENGTH) {
    const error = codes.ERR_OUT_OF_RANGE('spkac', `<= ${MAX_LENGTH} bytes`, bytes.byteLength);
    error.message = 'spkac is too large';
    throw error;
  }
  return natives.parseSpkac(bytes);
}

/** Whether it is signed with the key in it. */
function verifySpkac(spkac, encoding) {
  const facts = parse(spkac, encoding);
  if (facts === undefined || SIGNATURES[facts.signatureAlgorithm] === undefined) return false;
  const digest = SIGNATURES[facts.signatureAlgorithm] ?? undefined;
  return natives.verify(facts.publicKey, digest, facts.tbs, facts.signature, [], undefined);
}

/** The key as PEM, or an empty string. */
function exportPublicKey(spkac, encoding) {
  const facts = parse(spkac, encoding);
  return facts === undefined ? '' : Buffer.from(new PublicKeyObject(facts.publicKey).export({ type: 'spki', format: 'pem' }));
}

/** The challenge's bytes, or an empty string. */
function exportChallenge(spkac, encoding) {
  const facts = parse(spkac, encoding);
  return facts === undefined ? '' : own(facts.challenge);
}

function Certificate() {
  if (!(this instanceof Certificate)) return new Certificate();
}
for (const target of [Certificate, Certificate.prototype]) Object.assign(target, { verifySpkac, exportPublicKey, exportChallenge });

module.exports = { Certificate };
