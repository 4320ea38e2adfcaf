'use strict';

// Keys beyond plain RSA, EC and Ed25519 (NODE-006): Node made and wrote each key of support/key_kinds.js and signed or agreed with it.

const assert = require('assert');
const c = require('crypto');
const { inspect } = require('util');
const { check } = require('./support/outcome.js');
const kinds = require('./support/key_kinds.js');

const msg = Buffer.from('hello');
const usesOwnHash = (key) => key.asymmetricKeyType === 'ed448';
const digestOf = (key) => (usesOwnHash(key) ? null : key.asymmetricKeyDetails.hashAlgorithm || 'sha256');

for (const [name, made] of Object.entries(kinds)) {
  const key = c.createPrivateKey(made.privateKey);
  const open = c.createPublicKey(made.publicKey);
  assert.strictEqual(key.export({ type: 'pkcs8', format: 'pem' }), made.privateKey, name);
  assert.strictEqual(open.export({ type: 'spki', format: 'pem' }), made.publicKey, name);
  assert.strictEqual(inspect(open.asymmetricKeyDetails), made.details, name);
  assert.ok(c.createPublicKey(key).equals(open), name);
  assert.ok(!key.equals(open), name);
  const sealed = c.createPrivateKey({ key: made.sealed, passphrase: 'secret' });
  assert.ok(sealed.equals(key), name);
  for (const cipher of ['aes-128-ecb', 'aes-192-cbc', 'aes-256-cfb', 'aes-128-ofb', 'des-ede3-cbc', 'des-ede']) {
    const again = key.export({ type: 'pkcs8', format: 'der', cipher, passphrase: 'x' });
    assert.ok(c.createPrivateKey({ key: again, type: 'pkcs8', format: 'der', passphrase: 'x' }).equals(key), `${name} ${cipher}`);
  }
  if (made.signature !== undefined) {
    assert.strictEqual(c.verify(digestOf(key), msg, open, Buffer.from(made.signature, 'base64')), true, name);
    assert.strictEqual(c.verify(digestOf(key), Buffer.from('other'), open, Buffer.from(made.signature, 'base64')), false, name);
    const own = c.sign(digestOf(key), msg, key);
    assert.strictEqual(c.verify(digestOf(key), msg, open, own), true, name);
    assert.strictEqual(c.verify(digestOf(key), msg, open, own.subarray(0, -1)), false, name);
  }
  if (made.shared !== undefined) {
    const theirs = c.createPublicKey(made.other);
    assert.strictEqual(c.diffieHellman({ privateKey: key, publicKey: theirs }).toString('base64'), made.shared, name);
  }
}

// What was made here, read and used here.
for (const [type, options] of [
  ['dsa', { modulusLength: 1024, divisorLength: 160 }], ['dh', { group: 'modp5' }], ['dh', { primeLength: 512 }], ['ed448'], ['x448'],
  ['ec', { namedCurve: 'secp224r1' }], ['ec', { namedCurve: 'P-384', paramEncoding: 'explicit' }],
  ['rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha1', saltLength: 11 }],
]) {
  const { publicKey, privateKey } = c.generateKeyPairSync(type, options);
  const again = c.createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  assert.ok(again.equals(privateKey), type);
  assert.ok(c.createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).equals(publicKey), type);
  if (/^(x|dh)/.test(type)) {
    const other = c.generateKeyPairSync(type, type === 'dh' ? { prime: c.getDiffieHellman('modp5').getPrime() } : undefined);
    if (options && options.primeLength) continue;
    assert.deepStrictEqual(
      c.diffieHellman({ privateKey, publicKey: other.publicKey }), c.diffieHellman({ privateKey: other.privateKey, publicKey }));
  } else {
    assert.ok(c.verify(digestOf(publicKey), msg, publicKey, c.sign(digestOf(publicKey), msg, again)), type);
  }
}

const [dsa, ed448, x448, restricted, dh] = ['dsa', 'ed448', 'x448', 'rsaPss', 'dh'].map((name) => c.createPrivateKey(kinds[name].privateKey));
const p = (key) => c.createPublicKey(key);

check([
  [() => c.sign('sha256', msg, { key: dsa, dsaEncoding: 'ieee-p1363' }).length, '40'],
  [() => c.verify('sha256', msg, { key: p(dsa), dsaEncoding: 'ieee-p1363' }, c.sign('sha256', msg, { key: dsa, dsaEncoding: 'ieee-p1363' })), 'true'],
  [() => c.createVerify('DSS1').update(msg).verify(p(dsa), c.createSign('DSS1').update(msg).sign(dsa)), 'true'],
  [() => c.sign('sha256', msg, ed448), 'throws Error ERR_OSSL_INVALID_DIGEST: error:1C80007A:Provider routines::invalid digest'],
  [() => c.createSign('sha256').update(msg).sign(ed448), 'throws Error ERR_CRYPTO_UNSUPPORTED_OPERATION: Unsupported crypto operation'],
  [() => c.sign(null, msg, ed448).length, '114'],
  [() => c.sign(null, msg, x448), 'throws Error ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE: error:03000096:digital envelope routines::operation not supported for this keytype'],
  [() => c.sign('sha256', msg, dh), 'throws Error ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE: error:03000096:digital envelope routines::operation not supported for this keytype'],
  [() => c.publicEncrypt(dsa, msg), 'throws Error ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE: error:03000096:digital envelope routines::operation not supported for this keytype'],
  [() => c.publicEncrypt(restricted, msg), 'throws Error ERR_OSSL_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE: error:1C8000B2:Provider routines::operation not supported for this keytype'],
  [() => c.privateEncrypt(restricted, msg), 'throws Error ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE: error:1C8000A5:Provider routines::illegal or unsupported padding mode'],
  [() => c.sign('sha1', msg, restricted), 'throws Error ERR_OSSL_DIGEST_NOT_ALLOWED: error:1C8000AE:Provider routines::digest not allowed'],
  [() => c.sign('sha256', msg, { key: restricted, saltLength: 3 }), 'throws Error ERR_OSSL_PSS_SALTLEN_TOO_SMALL: error:1C8000AC:Provider routines::pss saltlen too small'],
  [() => c.createSign('sha1').sign({ key: restricted, saltLength: 3 }), 'throws Error ERR_OSSL_PSS_SALTLEN_TOO_SMALL: error:1C8000AC:Provider routines::pss saltlen too small'],
  [() => c.sign('sha256', msg, { key: restricted, saltLength: 1000 }), 'throws Error ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE: error:0200006E:rsa routines::data too large for key size'],
  [() => c.sign('sha256', msg, { key: restricted, saltLength: -4 }), 'throws Error ERR_OSSL_INVALID_SALT_LENGTH: error:1C800070:Provider routines::invalid salt length'],
  [() => c.sign('sha256', msg, { key: restricted, padding: 1 }), 'throws Error ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE: error:1C8000A5:Provider routines::illegal or unsupported padding mode'],
  [() => c.createVerify('sha1').update(msg).verify(restricted, Buffer.alloc(128)), 'false'],
  [() => c.verify('sha1', msg, restricted, Buffer.alloc(128)), 'throws Error ERR_OSSL_DIGEST_NOT_ALLOWED: error:1C8000AE:Provider routines::digest not allowed'],
  [() => c.sign('shake128', msg, restricted), 'throws Error ERR_OSSL_DIGEST_NOT_ALLOWED: error:1C8000AE:Provider routines::digest not allowed'],
  [() => c.diffieHellman({ privateKey: dh, publicKey: p(x448) }), 'throws Error ERR_CRYPTO_INCOMPATIBLE_KEY: Incompatible key types for Diffie-Hellman: dh and x448'],
  [() => c.diffieHellman({ privateKey: dh, publicKey: c.generateKeyPairSync('dh', { group: 'modp2' }).publicKey }), 'throws Error ERR_OSSL_MISMATCHING_DOMAIN_PARAMETERS: error:1C8000CB:Provider routines::mismatching domain parameters'],
  [() => dsa.export({ format: 'jwk' }), 'throws Error ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: Unsupported JWK Key Type.'],
  [() => dh.export({ format: 'jwk' }), 'throws Error ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: Unsupported JWK Key Type.'],
  [() => restricted.export({ format: 'jwk' }), 'throws Error ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: Unsupported JWK Key Type.'],
  [() => restricted.export({ format: 'der', type: 'pkcs1' }), 'throws Error ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS: The selected key encoding pkcs1 can only be used for RSA keys.'],
  [() => p(c.createPrivateKey({ key: ed448.export({ format: 'jwk' }), format: 'jwk' })).equals(p(ed448)), 'true'],
  [() => Object.keys(x448.export({ format: 'jwk' })), '["crv", "d", "x", "kty"]'],
  [() => c.createPrivateKey(kinds.p224.privateKey).export({ format: 'jwk' }), 'throws Error ERR_CRYPTO_JWK_UNSUPPORTED_CURVE: Unsupported JWK EC curve: secp224r1.'],
  [() => dsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-ctr', passphrase: 'x' }), 'throws Error ERR_OSSL_ASN1_CIPHER_HAS_NO_OBJECT_IDENTIFIER: error:0680006C:asn1 encoding routines::cipher has no object identifier'],
  [() => dsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-gcm', passphrase: 'x' }), 'throws Error ERR_OSSL_EVP_CIPHER_PARAMETER_ERROR: error:0300007A:digital envelope routines::cipher parameter error'],
  [() => dsa.export({ type: 'pkcs8', format: 'pem', cipher: 'nope', passphrase: 'x' }), 'throws Error ERR_CRYPTO_UNKNOWN_CIPHER: Unknown cipher'],
  [() => c.createPrivateKey(kinds.explicit.privateKey).export({ type: 'sec1', format: 'pem', cipher: 'aes-128-ecb', passphrase: 'x' }), 'throws Error ERR_OSSL_PEM_UNSUPPORTED_CIPHER: error:04800071:PEM routines::unsupported cipher'],
  [() => c.generateKeyPairSync('dsa', { modulusLength: 512 }), 'throws Error: error:05000072:dsa routines::bad ffc parameters'],
  [() => c.generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 200 }), 'throws Error: Key generation job failed'],
  [() => c.generateKeyPairSync('dsa', {}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.modulusLength" property must be of type number. Received undefined'],
  [() => c.generateKeyPairSync('dh', {}), 'throws TypeError ERR_MISSING_OPTION: At least one of the group, prime, or primeLength options is required'],
  [() => c.generateKeyPairSync('dh', { group: 'modp0' }), 'throws Error ERR_CRYPTO_UNKNOWN_DH_GROUP: Unknown DH group'],
  [() => c.generateKeyPairSync('dh', { group: 'modp5', generator: 2 }), 'throws TypeError ERR_INCOMPATIBLE_OPTION_PAIR: Option "group" cannot be used in combination with option "generator"'],
  [() => c.generateKeyPairSync('dh', { prime: 'abc' }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.prime" property must be an instance of Buffer, TypedArray, or DataView. Received type string (\'abc\')'],
  [() => c.generateKeyPairSync('dh', { primeLength: 256 }), 'throws Error: error:0280007E:Diffie-Hellman routines::modulus too small'],
  [() => c.generateKeyPairSync('dh', { prime: Buffer.alloc(128, 0xee) }), 'throws Error: error:0180006C:bignum routines::no inverse'],
  [() => c.generateKeyPairSync('dh', { group: 'modp5', publicKeyEncoding: { format: 'jwk' } }), 'throws Error ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE: Unsupported JWK Key Type.'],
  [() => c.generateKeyPairSync('rsa-pss', { modulusLength: 512, hashAlgorithm: 'nope' }), 'throws TypeError ERR_CRYPTO_INVALID_DIGEST: Invalid digest: nope'],
  [() => c.generateKeyPairSync('rsa-pss', { modulusLength: 512, mgf1HashAlgorithm: 'nope' }), 'throws TypeError ERR_CRYPTO_INVALID_DIGEST: Invalid MGF1 digest: nope'],
  [() => c.generateKeyPairSync('rsa-pss', { modulusLength: 512, saltLength: -1 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.saltLength" is out of range. It must be >= 0 && <= 2147483647. Received -1'],
  [() => c.generateKeyPairSync('rsa-pss', { modulusLength: 512, hashAlgorithm: 5 }), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.hashAlgorithm" property must be of type string. Received type number (5)'],
  [() => c.generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'other' }), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.paramEncoding\' is invalid. Received \'other\''],
  [() => c.generateKeyPairSync('ec', { namedCurve: 'secp224r1', publicKeyEncoding: { format: 'jwk' } }), 'throws Error ERR_CRYPTO_JWK_UNSUPPORTED_CURVE: Unsupported JWK EC curve: secp224r1.'],
  [() => c.generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'nope', passphrase: '' } }), 'throws Error ERR_CRYPTO_UNKNOWN_CIPHER: Unknown cipher'],
]);

// OpenSSL's stack of reports.
assert.throws(() => c.sign('sha512', msg, c.generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey), {
  code: 'ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY', opensslErrorStack: ['error:1C880004:Provider routines::RSA lib'],
});
