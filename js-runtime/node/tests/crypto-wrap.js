'use strict';

// Ciphers that wrap keys, and signed public keys with a challenge (NODE-006). Node's answers.

const c = require('crypto');
const { check } = require('./support/outcome.js');

const key = Buffer.alloc(16, 1);
const mark = Buffer.from('a65959a6', 'hex');
const desKey = Buffer.from('0123456789abcdefghijklmn');
const padded = (length) => c.createCipheriv('id-aes128-wrap-pad', key, mark).update(Buffer.alloc(length, 2));
const opened = (data, iv = mark) => c.createDecipheriv('id-aes128-wrap-pad', key, iv).update(data);
// Made of something random: there and back.
const des = (length) => {
  const wrapped = c.createCipheriv('des3-wrap', desKey, null).update(Buffer.alloc(length, 2));
  return [wrapped.length, c.createDecipheriv('des3-wrap', desKey, '').update(wrapped)];
};
const changed = (bytes) => {
  const other = Buffer.from(bytes);
  other[other.length - 1] ^= 1;
  return other;
};
// Made by OpenSSL's `spkac`, with the challenge `hello` and an RSA key of 1,024 bits.
const spkac = [
  'MIIBPzCBqTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA2zP0FdPNfdaJziQJXTP89z4pURf371kXtVFGlty1k1BsEy2Ympm1S84ABF12pOIq7abhPsdo',
  '8EKfEBApVQAz1HPBZs2LBJ0w4xudl6UlEOLm1oFYZs45CfYeinuBZzqYQR5ppVL1tHbAc5sK9NTt/Ga/VGwcQooTLZz2uxzKRxkCAwEAARYFaGVsbG8wDQYJ',
  'KoZIhvcNAQELBQADgYEAL+7l89h4GcXuh+nvyXC1Z+n46YzL6cw1l3fqoxrzgHneVJuDljlBcya9bAtXPhvJ9I0LbZhrlTorpQII1MLOGQ+dFwlJq6izvvb3',
  '3nYZ0XC4OKELmNYefgPIFBigOJ4Rf8CqxdHG69MzHP6H0zcblhvCr9VEihXPMOKC0sOL9ro=',
].join('');

check([
  [() => [1, 7, 8, 9, 16, 17].map(padded), '[Buffer d49294a7368c6d87605410d84c2bd536, Buffer 473fb619786726f93bb91e1730d2bca4, Buffer 934fabd5d7b213d274d64a523c369995, Buffer 91861bf26b0f11ac8dfa6bc4043627f6edaca554b486e12e, Buffer 3af064936632c698e19226fde5e4a23fe1188a0e818a6b2a, Buffer 5fe1da18ac12f0ca2c0d5aef0bc156776f0df412b3b98885ff33f9a71944edd2]'],
  [() => [1, 7, 8, 9, 16, 17].map((length) => opened(padded(length)).length), '[1, 7, 8, 9, 16, 17]'],
  [() => opened(changed(padded(9))), 'throws Error: Trying to add data in unsupported state'],
  [() => opened(padded(9), Buffer.alloc(4)), 'throws Error: Trying to add data in unsupported state'],
  [() => padded(0), 'Buffer '],
  [() => c.createCipheriv('id-aes256-wrap-pad', key, mark), 'throws RangeError ERR_CRYPTO_INVALID_KEYLEN: Invalid key length'],
  [() => c.createCipheriv('id-aes128-wrap-pad', key, Buffer.alloc(8)), 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => c.getCipherInfo('id-aes192-wrap-pad'), '{"mode":"wrap","name":"id-aes192-wrap-pad","nid":900,"blockSize":8,"ivLength":4,"keyLength":24}'],
  [() => des(16), '[32, Buffer 02020202020202020202020202020202]'],
  [() => des(8), '[24, Buffer 0202020202020202]'],
  [() => des(9), 'throws Error: Trying to add data in unsupported state'],
  [() => c.createDecipheriv('des3-wrap', desKey, '').update(Buffer.alloc(32, 1)), 'throws Error: Trying to add data in unsupported state'],
  [() => c.createCipheriv('des3-wrap', desKey, Buffer.alloc(8)), 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => c.getCipherInfo('des3-wrap'), '{"mode":"wrap","name":"id-smime-alg-cms3deswrap","nid":246,"blockSize":8,"keyLength":24}'],
  [() => c.Certificate.verifySpkac(Buffer.from(spkac)), 'true'],
  [() => new c.Certificate().verifySpkac(spkac), 'true'],
  [() => c.Certificate().exportChallenge(Buffer.from(spkac)).toString(), '"hello"'],
  [() => c.Certificate.exportPublicKey(Buffer.from(spkac)).toString(), '"-----BEGIN PUBLIC KEY-----\\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDbM/QV08191onOJAldM/z3PilR\\nF/fvWRe1UUaW3LWTUGwTLZiambVLzgAEXXak4irtpuE+x2jwQp8QEClVADPUc8Fm\\nzYsEnTDjG52XpSUQ4ubWgVhmzjkJ9h6Ke4FnOphBHmmlUvW0dsBzmwr01O38Zr9U\\nbBxCihMtnPa7HMpHGQIDAQAB\\n-----END PUBLIC KEY-----\\n"'],
  [() => c.Certificate.verifySpkac(Buffer.from('nothing')), 'false'],
  [() => c.Certificate.exportPublicKey(Buffer.from('nothing')), '""'],
  [() => c.Certificate.exportChallenge(Buffer.from('nothing')), '""'],
  [() => c.Certificate.verifySpkac(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "spkac" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => c.Certificate.exportPublicKey(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "spkac" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received undefined'],
]);
