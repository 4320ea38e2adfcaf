'use strict';

const assert = require('assert');
const c = require('crypto');
const { check } = require('./support/outcome.js');

const k16 = Buffer.alloc(16, 1);
const k24 = Buffer.alloc(24, 1);
const k32 = Buffer.alloc(32, 1);
const iv = Buffer.alloc(16, 2);

// 37 bytes in pieces (a key wrap takes 40 at once), there and back: what is encrypted, and its tag.
function around(name, keyLength, ivLength) {
  const isWhole = /wrap|ccm/.test(name);
  const bytes = (length, from) => Buffer.from(Array.from({ length }, (_, index) => (index * 7 + from) % 256));
  const [key, nonce, text] = [bytes(keyLength, 3), bytes(ivLength, 5), bytes(name.includes('wrap') ? 40 : 37, 0)];
  const isAuthenticated = /gcm|ccm|poly/.test(name);
  const run = (cipher, data) => Buffer.concat(
    (isWhole ? [data] : [data.subarray(0, 5), data.subarray(5, 21), data.subarray(21)]).map((part) => cipher.update(part)).concat(cipher.final()));
  const options = isAuthenticated ? { authTagLength: 16 } : undefined;
  const cipher = c.createCipheriv(name, key, nonce, options);
  if (isAuthenticated) cipher.setAAD(bytes(21, 9), { plaintextLength: text.length });
  const secret = run(cipher, text);
  const decipher = c.createDecipheriv(name, key, nonce, options);
  if (isAuthenticated) decipher.setAuthTag(cipher.getAuthTag()).setAAD(bytes(21, 9), { plaintextLength: text.length });
  assert.deepStrictEqual(run(decipher, secret), text);
  return [secret.toString('hex'), isAuthenticated ? cipher.getAuthTag().toString('hex') : null];
}

// NODE-006
check([
  [() => c.createCipheriv('nope',k16,iv), 'throws Error ERR_CRYPTO_UNKNOWN_CIPHER: Unknown cipher'],
  [() => c.createCipheriv('aes-128-cbc',k24,iv), 'throws RangeError ERR_CRYPTO_INVALID_KEYLEN: Invalid key length'],
  [() => c.createCipheriv('aes-128-cbc',k16,''), 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => c.createCipheriv('aes-128-cbc',k16,null), 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => c.createCipheriv('aes-128-cbc',k16), 'throws TypeError ERR_INVALID_ARG_TYPE: The "iv" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received undefined'],
  [() => c.createCipheriv('aes-128-ecb',k16,'').final(), 'Buffer 68434d37d7f69f0e03b75bb15bc94b6c'],
  [() => c.createCipheriv('aes-128-ecb',k16,null)&&1, '1'],
  [() => c.createCipheriv('aes-128-ecb',k16,iv), 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => c.createCipheriv(5,k16,iv), 'throws TypeError ERR_INVALID_ARG_TYPE: The "cipher" argument must be of type string. Received type number (5)'],
  [() => c.createCipheriv('aes-128-cbc',5,iv), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey. Received type number (5)'],
  [() => c.createCipheriv('aes-128-cbc',k16,5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "iv" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => {const d=c.createDecipheriv('aes-128-cbc',k16,iv);d.update('00'.repeat(16),'hex');return d.final()}, 'throws Error ERR_OSSL_BAD_DECRYPT: error:1C800064:Provider routines::bad decrypt'],
  [() => {const d=c.createDecipheriv('aes-128-cbc',k16,iv);d.update('00'.repeat(15),'hex');return d.final()}, 'throws Error ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH: error:1C80006B:Provider routines::wrong final block length'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);d.setAutoPadding(false);d.update('00'.repeat(15),'hex');return d.final()}, 'throws Error ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH: error:1C80006B:Provider routines::wrong final block length'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);d.final();return d.final()}, 'throws Error ERR_CRYPTO_INVALID_STATE: Invalid state'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);d.final();return d.update('x')}, 'throws Error: Trying to add data in unsupported state'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);d.final();return d.setAutoPadding(false)}, 'throws Error ERR_CRYPTO_INVALID_STATE: Invalid state for operation setAutoPadding'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);return d.getAuthTag()}, 'throws Error ERR_CRYPTO_INVALID_STATE: Invalid state for operation getAuthTag'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);return d.setAAD(Buffer.from('x'))}, 'throws Error ERR_CRYPTO_INVALID_STATE: Invalid state for operation setAAD'],
  [() => {const d=c.createDecipheriv('aes-128-cbc',k16,iv);return d.setAuthTag(Buffer.alloc(16))}, 'throws Error ERR_CRYPTO_INVALID_STATE: Invalid state for operation setAuthTag'],
  [() => {const d=c.createCipheriv('aes-128-gcm',k16,iv.subarray(0,12));d.setAAD(Buffer.from('x'));const a=d.update('hello','utf8','hex')+d.final('hex');return [a,d.getAuthTag().toString('hex')]}, '["3b817c0fa9", "171c8edfdf7a632a1d1b2ede65946531"]'],
  [() => {const d=c.createCipheriv('aes-128-gcm',k16,iv);d.setAAD(Buffer.from('x'));const a=d.update('hello','utf8','hex')+d.final('hex');return [a,d.getAuthTag().toString('hex')]}, '["81c5771b89", "24f1205d500138cb1b43c947380b15df"]'],
  [() => {const d=c.createDecipheriv('aes-128-gcm',k16,iv);d.update('x');return d.final()}, 'throws Error: Unsupported state or unable to authenticate data'],
  [() => {const d=c.createDecipheriv('aes-128-gcm',k16,iv);d.setAuthTag(k16);d.update('x');return d.final()}, 'throws Error: Unsupported state or unable to authenticate data'],
  [() => {const d=c.createDecipheriv('aes-128-gcm',k16,iv);d.setAuthTag(Buffer.alloc(3))}, 'throws TypeError ERR_CRYPTO_INVALID_AUTH_TAG: Invalid authentication tag length: 3'],
  [() => {const d=c.createDecipheriv('aes-128-gcm',k16,iv,{authTagLength:12});d.setAuthTag(Buffer.alloc(16))}, 'throws TypeError ERR_CRYPTO_INVALID_AUTH_TAG: Invalid authentication tag length: 16'],
  [() => {const d=c.createDecipheriv('aes-128-gcm',k16,iv);d.setAuthTag(k16);d.setAuthTag(k16)}, 'throws Error ERR_CRYPTO_INVALID_STATE: Invalid state for operation setAuthTag'],
  [() => {const d=c.createCipheriv('aes-128-gcm',k16,iv);d.getAuthTag()}, 'throws Error ERR_CRYPTO_INVALID_STATE: Invalid state for operation getAuthTag'],
  [() => {const d=c.createCipheriv('aes-128-gcm',k16,iv,{authTagLength:3})}, 'throws TypeError ERR_CRYPTO_INVALID_AUTH_TAG: Invalid authentication tag length: 3'],
  [() => {const d=c.createCipheriv('aes-128-gcm',k16,iv,{authTagLength:4});d.final();return d.getAuthTag()}, 'Buffer 0e96479f'],
  [() => {const d=c.createCipheriv('aes-128-gcm',k16,'')}, 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => {const d=c.createCipheriv('aes-128-gcm',k16,null)}, 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => c.createCipheriv('aes-128-ccm',k16,iv.subarray(0,12)), 'throws TypeError ERR_CRYPTO_INVALID_AUTH_TAG: authTagLength required for aes-128-ccm'],
  [() => c.createCipheriv('aes-128-ccm',k16,iv.subarray(0,12),{authTagLength:5}), 'throws TypeError ERR_CRYPTO_INVALID_AUTH_TAG: Invalid authentication tag length: 5'],
  [() => c.createCipheriv('aes-128-ccm',k16,iv.subarray(0,5),{authTagLength:16}), 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => {const d=c.createCipheriv('aes-128-ccm',k16,iv.subarray(0,12),{authTagLength:16});d.setAAD(Buffer.from('x'));return 1}, 'throws TypeError ERR_MISSING_ARGS: options.plaintextLength required for CCM mode with AAD'],
  [() => {const d=c.createCipheriv('aes-128-ccm',k16,iv.subarray(0,12),{authTagLength:16});d.setAAD(Buffer.from('x'),{plaintextLength:5});const r=d.update('hello','utf8','hex')+d.final('hex');return [r,d.getAuthTag().toString('hex')]}, '["397d4536d6", "bb9fc5f402012690fc087e2c354806a7"]'],
  [() => {const d=c.createCipheriv('aes-128-ccm',k16,iv.subarray(0,12),{authTagLength:16});const r=d.update('hello','utf8','hex')+d.final('hex');return [r,d.getAuthTag().toString('hex')]}, '["397d4536d6", "6f56006d3183d80878dd95cc0ef643ae"]'],
  [() => {const d=c.createCipheriv('aes-128-ccm',k16,iv.subarray(0,12),{authTagLength:16});d.update('hello');return d.update('x')}, 'throws Error: Trying to add data in unsupported state'],
  [() => {const d=c.createDecipheriv('aes-128-ccm',k16,iv.subarray(0,12),{authTagLength:16});return d.update('hello')}, 'Buffer '],
  [() => {const d=c.createDecipheriv('aes-128-ccm',k16,iv.subarray(0,12),{authTagLength:16});d.setAuthTag(k16);d.update('hello');return d.final()}, 'throws Error: Unsupported state or unable to authenticate data'],
  [() => {const d=c.createCipheriv('chacha20-poly1305',k32,iv.subarray(0,12),{authTagLength:16});d.setAAD(Buffer.from('x'));const r=d.update('hello','utf8','hex')+d.final('hex');return [r,d.getAuthTag().toString('hex')]}, '["8e799e42e2", "c00ec0451def5edaf77f63dffa64038e"]'],
  [() => {const d=c.createCipheriv('chacha20-poly1305',k32,iv.subarray(0,12));const r=d.update('hello','utf8','hex')+d.final('hex');return [r,d.getAuthTag().toString('hex')]}, '["8e799e42e2", "dd562ebe25c86689bee99b6fd7664412"]'],
  [() => {const d=c.createDecipheriv('chacha20-poly1305',k32,iv.subarray(0,12));d.setAuthTag(k16);d.update('hello');return d.final()}, 'throws Error: Unsupported state or unable to authenticate data'],
  [() => {const d=c.createCipheriv('chacha20-poly1305',k32,iv)}, 'throws TypeError ERR_CRYPTO_INVALID_IV: Invalid initialization vector'],
  [() => {const d=c.createCipheriv('chacha20',k32,iv);return d.update('hello','utf8','hex')}, '"7881277001"'],
  [() => {const d=c.createCipheriv('des-ede3-cbc',k24,iv.subarray(0,8));return d.update('hello','utf8','hex')+d.final('hex')}, '"b363cb52ff19f30b"'],
  [() => {const d=c.createCipheriv('des-ede3',k24,null);return d.update('hello','utf8','hex')+d.final('hex')}, '"5a2542ea615d4c2a"'],
  [() => {const d=c.createCipheriv('des-cbc',k16.subarray(0,8),iv.subarray(0,8))}, 'throws Error ERR_OSSL_EVP_UNSUPPORTED: error:0308010C:digital envelope routines::unsupported'],
  [() => {const d=c.createCipheriv('des-ede-cbc',k16,iv.subarray(0,8));return d.update('hello','utf8','hex')+d.final('hex')}, '"b363cb52ff19f30b"'],
  [() => {const d=c.createCipheriv('rc4',k16,null)}, 'throws Error ERR_OSSL_EVP_UNSUPPORTED: error:0308010C:digital envelope routines::unsupported'],
  [() => {const d=c.createCipheriv('bf-cbc',k16,iv.subarray(0,8))}, 'throws Error ERR_OSSL_EVP_UNSUPPORTED: error:0308010C:digital envelope routines::unsupported'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);return d.update('hello','nope')}, 'Buffer '],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);return d.update('hello','utf8','nope')}, 'throws TypeError ERR_UNKNOWN_ENCODING: Unknown encoding: nope'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);return d.update(5)}, 'throws TypeError ERR_INVALID_ARG_TYPE: The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);d.update('hello hello hello hello','utf8','hex'); return d.final('base64')}, 'throws Error ERR_INTERNAL_ASSERTION: Cannot change encoding\nThis is caused by either a bug in Node.js or incorrect usage of Node.js internals.\nPlease open an issue with this stack trace at https://github.com/nodejs/node/issues\n'],
  [() => {const d=c.createCipheriv('aes-128-cbc',k16,iv);d.update('hello hello hello hello','utf8','hex'); return d.update('x','utf8','latin1')}, 'throws Error ERR_INTERNAL_ASSERTION: Cannot change encoding\nThis is caused by either a bug in Node.js or incorrect usage of Node.js internals.\nPlease open an issue with this stack trace at https://github.com/nodejs/node/issues\n'],
  [() => c.getHashes().join(), '"RSA-MD5,RSA-RIPEMD160,RSA-SHA1,RSA-SHA1-2,RSA-SHA224,RSA-SHA256,RSA-SHA3-224,RSA-SHA3-256,RSA-SHA3-384,RSA-SHA3-512,RSA-SHA384,RSA-SHA512,RSA-SHA512/224,RSA-SHA512/256,RSA-SM3,blake2b512,blake2s256,id-rsassa-pkcs1-v1_5-with-sha3-224,id-rsassa-pkcs1-v1_5-with-sha3-256,id-rsassa-pkcs1-v1_5-with-sha3-384,id-rsassa-pkcs1-v1_5-with-sha3-512,md5,md5-sha1,md5WithRSAEncryption,ripemd,ripemd160,ripemd160WithRSA,rmd160,sha1,sha1WithRSAEncryption,sha224,sha224WithRSAEncryption,sha256,sha256WithRSAEncryption,sha3-224,sha3-256,sha3-384,sha3-512,sha384,sha384WithRSAEncryption,sha512,sha512-224,sha512-224WithRSAEncryption,sha512-256,sha512-256WithRSAEncryption,sha512WithRSAEncryption,shake128,shake256,sm3,sm3WithRSAEncryption,ssl3-md5,ssl3-sha1"'],
  [() => c.getCipherInfo(421), '{"mode":"cfb","name":"aes-128-cfb","nid":421,"blockSize":1,"ivLength":16,"keyLength":16}'],
  [() => c.getCipherInfo('aes-128-cbc',{keyLength:12}), 'undefined'],
  [() => c.getCipherInfo('aes-128-gcm',{ivLength:12}), '{"mode":"gcm","name":"id-aes128-gcm","nid":895,"blockSize":1,"ivLength":12,"keyLength":16}'],
  [() => c.getCipherInfo('nope'), 'undefined'],
  [() => c.getCipherInfo('aes-128-ccm',{ivLength:5}), 'undefined'],
  [() => c.createHash('shake128',{outputLength:0}).update('a').digest('hex'), '""'],
  [() => c.createHash('shake128',{outputLength:40}).update('a').digest('hex'), '"85c8de88d28866bf0868090b3961162bf82392f690d9e4730910f4af7c6ab3ee4354b49ca729eb35"'],
  [() => c.createHash('sha256',{outputLength:32}).update('a').digest('hex'), '"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"'],
  [() => c.createHash('shake256',{outputLength:5}).copy({outputLength:3}).digest('hex'), '"46b9dd"'],
  [() => c.createHash('shake256',{outputLength:5}).copy().digest('hex'), '"46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"'],
  [() => c.createHash('shake256',{outputLength:-1}), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.outputLength" is out of range. It must be >= 0 && <= 4294967295. Received -1'],
  [() => c.createHash('shake256',{outputLength:'a'}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.outputLength" property must be of type number. Received type string (\'a\')'],
  [() => c.createHmac('sha3-256','a').update('b').digest('hex'), '"13835d8432b56b8e45f24e849e092949392d419100b91e52292ef85a18aae462"'],
  [() => c.createHmac('ripemd160','a').update('b').digest('hex'), '"4d2720387d8abaae416d5dc2cbb5f9024169bcce"'],
  [() => c.createHmac('blake2b512','a').update('b').digest('hex'), '"f1136fd3f4ec0c250c7d137243f8c6d53144c0ffca0d2a090dacdad419d1117b659ed99970f64ac6112d4a3ddeab4f78825569e1212593bed895421899517915"'],
  [() => c.pbkdf2Sync('p','s',10,20,'sha1'), 'Buffer bc9be2c2dbfc9a160d9bd1ca9683e4b1687caa62'],
  [() => c.pbkdf2Sync('p','s',10,20,'nope'), 'throws TypeError ERR_CRYPTO_INVALID_DIGEST: Invalid digest: nope'],
  [() => c.pbkdf2Sync('p','s',0,20,'sha1'), 'throws RangeError ERR_OUT_OF_RANGE: The value of "iterations" is out of range. It must be >= 1 && <= 2147483647. Received 0'],
  [() => c.pbkdf2Sync('p','s',1,-1,'sha1'), 'throws RangeError ERR_OUT_OF_RANGE: The value of "keylen" is out of range. It must be >= 0 && <= 2147483647. Received -1'],
  [() => c.pbkdf2Sync('p','s',1,5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "digest" argument must be of type string. Received undefined'],
  [() => c.pbkdf2Sync(1,'s',1,5,'sha1'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "password" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received type number (1)'],
  [() => c.pbkdf2Sync('p',1,1,5,'sha1'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "salt" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received type number (1)'],
  [() => c.pbkdf2('p','s',1,5,'sha1'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => c.pbkdf2Sync('p','s',1,0,'sha1'), 'Buffer '],
  [() => c.pbkdf2Sync('p','s',2,70,'sha3-256'), 'Buffer d15fbbb4c04a81cc42cfafd1091fe153926d900b3925f1b162a22be8308d882d9e7111f2729c087659d6647262e3ac8f4b5b27948b9a6800af6b5b7d685737ce8ddec3560208'],
  [() => c.scryptSync('p','s',20), 'Buffer 4329787752e75d1de359a05806e492d4f2062fa4'],
  [() => c.scryptSync('p','s',20,{N:3}), 'throws RangeError ERR_CRYPTO_INVALID_SCRYPT_PARAMS: Invalid scrypt params'],
  [() => c.scryptSync('p','s',20,{N:2**20}), 'throws RangeError ERR_CRYPTO_INVALID_SCRYPT_PARAMS: Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded'],
  [() => c.scryptSync('p','s',20,{cost:16,blockSize:4,parallelization:2}), 'Buffer 2362f1d0e07bd3c1b521db9e359155a74a3ed9a1'],
  [() => c.scryptSync('p','s',20,{N:16,cost:16}), 'throws Error ERR_CRYPTO_SCRYPT_INVALID_PARAMETER: Invalid scrypt parameter'],
  [() => c.scryptSync('p','s',-1), 'throws RangeError ERR_OUT_OF_RANGE: The value of "keylen" is out of range. It must be >= 0 && <= 2147483647. Received -1'],
  [() => c.scryptSync('p','s',0), 'Buffer '],
  [() => c.scryptSync('p'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "salt" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received undefined'],
  [() => c.scryptSync('p','s',20,{N:1}), 'throws RangeError ERR_CRYPTO_INVALID_SCRYPT_PARAMS: Invalid scrypt params'],
  [() => c.scryptSync('p','s',20,{maxmem:5}), 'throws RangeError ERR_CRYPTO_INVALID_SCRYPT_PARAMS: Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded'],
  [() => c.scrypt('p','s',20), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => Buffer.from(c.hkdfSync('sha256','k','s','i',42)).toString('hex'), '"02b0929a9d46e9236e23320ea2a8c3b46b410a54f1d138fb3a26f1792fecdf1e5221a02bec21c10d7fe6"'],
  [() => c.hkdfSync('nope','k','s','i',42), 'throws TypeError ERR_CRYPTO_INVALID_DIGEST: Invalid digest: nope'],
  [() => c.hkdfSync('sha256','k','s','i',256*32), 'throws RangeError ERR_CRYPTO_INVALID_KEYLEN: Invalid key length'],
  [() => c.hkdfSync('sha256','k','s','i'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "length" argument must be of type number. Received undefined'],
  [() => c.hkdfSync('sha256','k','s',Buffer.alloc(1025),5), 'throws RangeError ERR_OUT_OF_RANGE: The value of "info" is out of range. It must be must not contain more than 1024 bytes. Received 1025'],
  [() => c.hkdfSync('sha256',5,'s','',5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "ikm" argument must be of type string or an instance of SecretKeyObject, ArrayBuffer, TypedArray, DataView, or Buffer. Received type number (5)'],
  [() => c.hkdfSync('sha256','','s','',5).byteLength, '5'],
  [() => c.hkdfSync('sha256','k',5,'',5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "salt" argument must be of type string or an instance of ArrayBuffer, TypedArray, DataView, or Buffer. Received type number (5)'],
  [() => c.hkdf('sha256','k','s','',5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => c.hkdfSync('sha256','k','s','',0).byteLength, '0'],
  [() => c.secureHeapUsed(), '{"total":0,"used":0,"utilization":0,"min":0}'],
  [() => c.getFips(), '0'],
  [() => c.setEngine('x'), 'throws Error ERR_CRYPTO_ENGINE_UNKNOWN: Engine "x" was not found'],
  [() => JSON.stringify(c.constants), '"{\\"OPENSSL_VERSION_NUMBER\\":805306672,\\"SSL_OP_ALL\\":2147485776,\\"SSL_OP_ALLOW_NO_DHE_KEX\\":1024,\\"SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION\\":262144,\\"SSL_OP_CIPHER_SERVER_PREFERENCE\\":4194304,\\"SSL_OP_CISCO_ANYCONNECT\\":32768,\\"SSL_OP_COOKIE_EXCHANGE\\":8192,\\"SSL_OP_CRYPTOPRO_TLSEXT_BUG\\":2147483648,\\"SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS\\":2048,\\"SSL_OP_LEGACY_SERVER_CONNECT\\":4,\\"SSL_OP_NO_COMPRESSION\\":131072,\\"SSL_OP_NO_ENCRYPT_THEN_MAC\\":524288,\\"SSL_OP_NO_QUERY_MTU\\":4096,\\"SSL_OP_NO_RENEGOTIATION\\":1073741824,\\"SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION\\":65536,\\"SSL_OP_NO_SSLv2\\":0,\\"SSL_OP_NO_SSLv3\\":33554432,\\"SSL_OP_NO_TICKET\\":16384,\\"SSL_OP_NO_TLSv1\\":67108864,\\"SSL_OP_NO_TLSv1_1\\":268435456,\\"SSL_OP_NO_TLSv1_2\\":134217728,\\"SSL_OP_NO_TLSv1_3\\":536870912,\\"SSL_OP_PRIORITIZE_CHACHA\\":2097152,\\"SSL_OP_TLS_ROLLBACK_BUG\\":8388608,\\"ENGINE_METHOD_RSA\\":1,\\"ENGINE_METHOD_DSA\\":2,\\"ENGINE_METHOD_DH\\":4,\\"ENGINE_METHOD_RAND\\":8,\\"ENGINE_METHOD_EC\\":2048,\\"ENGINE_METHOD_CIPHERS\\":64,\\"ENGINE_METHOD_DIGESTS\\":128,\\"ENGINE_METHOD_PKEY_METHS\\":512,\\"ENGINE_METHOD_PKEY_ASN1_METHS\\":1024,\\"ENGINE_METHOD_ALL\\":65535,\\"ENGINE_METHOD_NONE\\":0,\\"DH_CHECK_P_NOT_SAFE_PRIME\\":2,\\"DH_CHECK_P_NOT_PRIME\\":1,\\"DH_UNABLE_TO_CHECK_GENERATOR\\":4,\\"DH_NOT_SUITABLE_GENERATOR\\":8,\\"RSA_PKCS1_PADDING\\":1,\\"RSA_NO_PADDING\\":3,\\"RSA_PKCS1_OAEP_PADDING\\":4,\\"RSA_X931_PADDING\\":5,\\"RSA_PKCS1_PSS_PADDING\\":6,\\"RSA_PSS_SALTLEN_DIGEST\\":-1,\\"RSA_PSS_SALTLEN_MAX_SIGN\\":-2,\\"RSA_PSS_SALTLEN_AUTO\\":-2,\\"defaultCoreCipherList\\":\\"TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA\\",\\"TLS1_VERSION\\":769,\\"TLS1_1_VERSION\\":770,\\"TLS1_2_VERSION\\":771,\\"TLS1_3_VERSION\\":772,\\"POINT_CONVERSION_COMPRESSED\\":2,\\"POINT_CONVERSION_UNCOMPRESSED\\":4,\\"POINT_CONVERSION_HYBRID\\":6,\\"defaultCipherList\\":\\"TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA\\"}"'],
  [() => around('aes-128-cfb', 16, 16), '["787adadb13153bc7e31217b3e2800269d95b0bd01ff29e61e571ffe02c2b6d2172c2cbc1f1", null]'],
  [() => around('aes-192-cfb', 24, 16), '["b937fd0cb79ddf345e0d02ba515e74a96708937aef2dd0cea0d681ff6c8012fe19226d2ae1", null]'],
  [() => around('aes-256-cfb', 32, 16), '["386bd5350f3072dde796b534f9e1c723718521be317bbccfefca604e084292f7ac3274331f", null]'],
  [() => around('aes-128-cfb8', 16, 16), '["78ddbf7b82750084239c71970f7f4bc953d7d9814bbe1ff480c4bfff369da80ae12fad05c6", null]'],
  [() => around('aes-192-cfb8', 24, 16), '["b9c279226c35d2dba23d652488472982298608d4b9421d309b761cca6b0c498bd27d65e1bf", null]'],
  [() => around('aes-256-cfb8', 32, 16), '["385b602f7eeb349354eadaee780d00424d7ff8ca0333f825475e87a2286083fe7641bc300a", null]'],
  [() => around('aes-128-ofb', 16, 16), '["787adadb13153bc7e31217b3e2800269da5f5b0e3ff100bf32d9773d77655ed9f9930dc5f1", null]'],
  [() => around('aes-192-ofb', 24, 16), '["b937fd0cb79ddf345e0d02ba515e74a999bda4bcf6ae9f1112c787a38f16b34d1c0d0fa643", null]'],
  [() => around('aes-256-ofb', 32, 16), '["386bd5350f3072dde796b534f9e1c7239d8ce86929608394f2acf843c12eabb5eb293492dd", null]'],
  [() => around('aes-128-ctr', 16, 16), '["787adadb13153bc7e31217b3e28002699830cb96c8edbe3fc3a7fe72c3276be48333fe76c2", null]'],
  [() => around('aes-192-ctr', 24, 16), '["b937fd0cb79ddf345e0d02ba515e74a9d9734dd8bb6c9e34d827b3cc7bdb39f96b309774cd", null]'],
  [() => around('aes-256-ctr', 32, 16), '["386bd5350f3072dde796b534f9e1c723a05e09f847b14f2d3bed3774a880a5ced9c63c6224", null]'],
  [() => around('aes-128-ecb', 16, 0), '["44bb57b58d1485943bec70f634aa9d2ede76f8e6bb9131287064f40350e27e50edda271b8d6ed4e240bb487b0d349893", null]'],
  [() => around('aes-192-ecb', 24, 0), '["1322a78893ec547fa8ec91f9734b63e36f52534f54ff847d5df0a25eb147c2f4eb5700c4d5c39e6585eea3d421d7c4eb", null]'],
  [() => around('aes-256-ecb', 32, 0), '["9605cf4bc3d1dd9d912ec32b5239a0da5fc882a465ac039968326f302b0c74ccd35cc82298fdd12aee1853e6b0c47795", null]'],
  [() => around('aes-128-cbc', 16, 16), '["b90287bee153fbde83b5e293744313bb6bd37b8d861876fbf4ed4516e12b9e5ac775440898ea515bdc6fca3b95420e0a", null]'],
  [() => around('aes-192-cbc', 24, 16), '["66c88b9dd5ffaf7a5e333a50618c921a194ed6fff598006f2d1b927cb89c236e90aae08d0f28c63714810d7eea4ac858", null]'],
  [() => around('aes-256-cbc', 32, 16), '["305575bf4e744a166c485898bd0a3b27fb299715e2ee3ed544e863e5cae25f35cbb2ec6d5bc7f6a0d0b2e9a092d6cdd5", null]'],
  [() => around('des-ede3-cbc', 24, 8), '["93c6c938eef88289268446e7704f0d5391fe118ffe6ab1da84e8ca15b8decceebeea75b1cd4ec4e0", null]'],
  [() => around('des-ede-cbc', 16, 8), '["8dbfe4939f878f4e7c55608e439ddb7a713ae5a3e49b646653a6601ac036e6b0e09ce94af2dde66c", null]'],
  [() => around('des-ede3', 24, 0), '["ead0e8e63fc8d090631a4da55c8fa8c299ca9cbb38f5100eac2ace9dc7aed7aba34d2942885cf475", null]'],
  [() => around('des-ede3-cfb', 24, 8), '["68fe45295c715a4d14b6c0c1d42e3c0ca62400c08f83651dfd226400b32d5f262d4ac5d60f", null]'],
  [() => around('des-ede3-ofb', 24, 8), '["68fe45295c715a4d802975d4d5bf3d2fff238d20fe9f4871754cce2df6bc5d4b27185ddb29", null]'],
  [() => around('chacha20', 32, 16), '["4d8c586de6cc85c782c332ee6a89cf837735ad9d1e8dc305b6a1418046de37d7dd990c3db3", null]'],
  [() => around('aes-192-gcm', 24, 12), '["915b262894c231da4b4d24c13b80bac3caf58c30d846a922f466cba17e295e77e6db050ed3", "1c8cfa6a4cd15550b4b2db63bb0f4311"]'],
  [() => around('aes-256-gcm', 32, 7), '["1da69c39ab913e1620cd7eb699dda215c18dc76c9ce3d7912fda2f23c4635b9ac3c932fa20", "e0ca26a48b50cde4d22fe7a47972e966"]'],
  [() => around('chacha20-poly1305', 32, 12), '["fec2f60d5beb866e9dd891447c773c06231cc0f1c4c7a5fb508a0d6192efa7d6f37a221281", "acedce378f60a14b7bca76555bf6293e"]'],
  [() => around('aes-256-ccm', 32, 13), '["5bd76a89bfc60679101854d2dc3b6a2400a8f59f544e07f0a3e393ceb2eafc8e6cf11b35b5", "c9cbe3cd78cc83f1759750b059a8fe04"]'],
  [() => around('aes128-wrap', 16, 8), '["36e8fa32fbfc8576225b6eb5154e5171fcc35d2184662843d5f7fc17c10282380ae0e1ceaee6f457374761474d8ac2b3", null]'],
  [() => c.createHash('shake128').update('a').digest('hex'), '"85c8de88d28866bf0868090b3961162b"'],
  [() => c.createHash('shake256').update('a').digest('hex'), '"867e2cb04f5a04dcbd592501a5e8fe9ceaafca50255626ca736c138042530ba4"'],
  [() => c.createHash('sha3-224').update('a').digest('hex'), '"9e86ff69557ca95f405f081269685b38e3a819b309ee942f482b6a8b"'],
  [() => c.createHash('sha3-256').update('a').digest('hex'), '"80084bf2fba02475726feb2cab2d8215eab14bc6bdd8bfb2c8151257032ecd8b"'],
  [() => c.createHash('sha3-384').update('a').digest('hex'), '"1815f774f320491b48569efec794d249eeb59aae46d22bf77dafe25c5edc28d7ea44f93ee1234aa88f61c91912a4ccd9"'],
  [() => c.createHash('sha3-512').update('a').digest('hex'), '"697f2d856172cb8309d6b8b97dac4de344b549d4dee61edfb4962d8698b7fa803f4f93ff24393586e28b5b957ac3d1d369420ce53332712f997bd336d09ab02a"'],
  [() => c.createHash('blake2b512').update('a').digest('hex'), '"333fcb4ee1aa7c115355ec66ceac917c8bfd815bf7587d325aec1864edd24e34d5abe2c6b1b5ee3face62fed78dbef802f2a85cb91d455a8f5249d330853cb3c"'],
  [() => c.createHash('blake2s256').update('a').digest('hex'), '"4a0d129873403037c2cd9b9048203687f6233fb6738956e0349bd4320fec3e90"'],
  [() => c.createHash('ripemd160').update('a').digest('hex'), '"0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"'],
  [() => c.createHash('rmd160').update('a').digest('hex'), '"0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"'],
  [() => c.createHash('md5-sha1').update('a').digest('hex'), '"0cc175b9c0f1b6a831c399e26977266186f7e437faa5a7fce15d1ddcb9eaeaea377667b8"'],
  [() => c.createHash('sm3').update('a').digest('hex'), '"623476ac18f65a2909e43c7fec61b49c7e764a91a18ccb82f1917a29c86c5e88"'],
  [() => c.createHash('sha512-224').update('a').digest('hex'), '"d5cdb9ccc769a5121d4175f2bfdd13d6310e0d3d361ea75d82108327"'],
  [() => c.createHash('RSA-SHA3-256').update('a').digest('hex'), '"80084bf2fba02475726feb2cab2d8215eab14bc6bdd8bfb2c8151257032ecd8b"'],
  [() => c.createHash('RSA-RIPEMD160').update('a').digest('hex'), '"0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"'],
  [() => c.getCipherInfo('aes-128-cbc'), '{"mode":"cbc","name":"aes-128-cbc","nid":419,"blockSize":16,"ivLength":16,"keyLength":16}'],
  [() => c.getCipherInfo('aes-256-gcm'), '{"mode":"gcm","name":"id-aes256-gcm","nid":901,"blockSize":1,"ivLength":12,"keyLength":32}'],
  [() => c.getCipherInfo('aes128'), '{"mode":"cbc","name":"aes-128-cbc","nid":419,"blockSize":16,"ivLength":16,"keyLength":16}'],
  [() => c.getCipherInfo('id-aes128-GCM'), '{"mode":"gcm","name":"id-aes128-gcm","nid":895,"blockSize":1,"ivLength":12,"keyLength":16}'],
  [() => c.getCipherInfo('aes-128-ccm'), '{"mode":"ccm","name":"id-aes128-ccm","nid":896,"blockSize":1,"ivLength":12,"keyLength":16}'],
  [() => c.getCipherInfo('chacha20-poly1305'), '{"mode":"stream","name":"chacha20-poly1305","nid":1018,"ivLength":12,"keyLength":32}'],
  [() => c.getCipherInfo('des-ede3-cbc'), '{"mode":"cbc","name":"des-ede3-cbc","nid":44,"blockSize":8,"ivLength":8,"keyLength":24}'],
  [() => c.getCipherInfo('des3'), '{"mode":"cbc","name":"des-ede3-cbc","nid":44,"blockSize":8,"ivLength":8,"keyLength":24}'],
  [() => c.getCipherInfo('aes-128-ecb'), '{"mode":"ecb","name":"aes-128-ecb","nid":418,"blockSize":16,"keyLength":16}'],
  [() => c.getCipherInfo('aes-192-ctr'), '{"mode":"ctr","name":"aes-192-ctr","nid":905,"blockSize":1,"ivLength":16,"keyLength":24}'],
  [() => c.getCipherInfo('chacha20'), '{"mode":"stream","name":"chacha20","nid":1019,"ivLength":16,"keyLength":32}'],
  [() => c.getCipherInfo('AES256'), '{"mode":"cbc","name":"aes-256-cbc","nid":427,"blockSize":16,"ivLength":16,"keyLength":32}'],
  [() => c.getCipherInfo('aes-128-wrap'), '{"mode":"wrap","name":"id-aes128-wrap","nid":788,"blockSize":8,"ivLength":8,"keyLength":16}'],
  [() => c.getCipherInfo('aes-128-cfb'), '{"mode":"cfb","name":"aes-128-cfb","nid":421,"blockSize":1,"ivLength":16,"keyLength":16}'],
  [() => c.getCipherInfo('des-ede'), '{"mode":"ecb","name":"des-ede","nid":32,"blockSize":8,"keyLength":16}'],
]);

// Without OpenSSL: what is not here is not listed either, and refused by name.
for (const name of c.getCiphers()) assert.ok(c.getCipherInfo(name), name);
for (const name of c.getHashes()) assert.ok(c.createHash(name), name);

// Sizes of what update() gives: whole blocks, and when decrypting all but the last.
const sizes = [];
const cbc = c.createCipheriv('aes-128-cbc', k16, iv);
const parts = [cbc.update(Buffer.alloc(16)), cbc.update(Buffer.alloc(15)), cbc.update(Buffer.alloc(2)), cbc.final()];
sizes.push(...parts.map((part) => part.length));
const back = c.createDecipheriv('aes-128-cbc', k16, iv);
sizes.push(...parts.map((part) => back.update(part).length), back.final().length);
assert.deepStrictEqual(sizes, [16, 0, 16, 16, 0, 0, 16, 16, 1]);

// A cipher is a stream; its work, like a derivation's, may be asked for with a callback.
let calls = 0;
const stream = c.createCipheriv('aes-256-gcm', k32, iv);
const chunks = [];
stream.on('data', (chunk) => chunks.push(chunk));
stream.on('end', () => {
  assert.strictEqual(Buffer.concat(chunks).length, 11);
  assert.strictEqual(stream.getAuthTag().length, 16);
  calls++;
});
stream.write('hello ');
stream.end('world');
const wrong = c.createDecipheriv('aes-128-cbc', k16, iv);
wrong.on('error', (error) => {
  assert.strictEqual(error.code, 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH');
  calls++;
});
wrong.end('x');
const same = (expected) => (error, key) => {
  assert.strictEqual(error, null);
  assert.deepStrictEqual(Buffer.from(key), Buffer.from(expected));
  calls++;
};
c.pbkdf2('p', 's', 1000, 32, 'sha256', same(c.pbkdf2Sync('p', 's', 1000, 32, 'sha256')));
c.scrypt('p', 's', 32, same(c.scryptSync('p', 's', 32)));
c.scrypt('p', 's', 32, { N: 16 }, same(c.scryptSync('p', 's', 32, { N: 16 })));
c.hkdf('sha256', 'k', 's', 'i', 32, same(c.hkdfSync('sha256', 'k', 's', 'i', 32)));
process.on('exit', (code) => assert.ok(calls === 6 || code !== 0, `${calls}`));
