'use strict';

const assert = require('assert');
const crypto = require('crypto');
const { check } = require('./support/outcome.js');

// NODE-006
check([
  [() => crypto.createHash('xyz'), 'throws Error: Digest method not supported'],
  [() => crypto.createHash(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "algorithm" argument must be of type string. Received undefined'],
  [() => crypto.createHash('md5').update('a').digest('hex'), '"0cc175b9c0f1b6a831c399e269772661"'],
  [() => crypto.createHash('MD5').update('a').digest('base64'), '"DMF1ucDxtqgxw5niaXcmYQ=="'],
  [() => crypto.createHash('RSA-SHA256').update('a').digest('hex'), '"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"'],
  [() => crypto.createHash('sha1').update(Buffer.from('é')).update('é').digest('hex'), '"81e28dd517e557e8f2e35efff19487bec5e9bfe5"'],
  [() => crypto.createHash('sha512').update('é','latin1').digest(), 'Buffer b164716d213ddec0e2dbf8f2c7cc16d673b14c7a5ce46826e10ad36abe97fdeb9a34bb379da49edf29a46f4d2b77883c97786b63d543924dad3873c43a91a1af'],
  [() => crypto.createHash('sha256').update(new Uint16Array([1,2])).digest('base64url'), '"exHBEzMwzRYQcb8joMm2zlMgqPOg-DYgA1pyvkbfQQQ"'],
  [() => crypto.createHash('sha224').update('').digest('hex'), '"d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f"'],
  [() => crypto.createHash('sha384').digest('hex'), '"38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"'],
  [() => crypto.createHash('sha512-256').digest('hex'), '"c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a"'],
  [() => crypto.createHash('SHA-256').digest('hex'), '"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'],
  [() => (h=>[h.digest('hex'),h.digest('hex')])(crypto.createHash('md5')), 'throws Error ERR_CRYPTO_HASH_FINALIZED: Digest already called'],
  [() => (h=>{h.digest();h.update('x')})(crypto.createHash('md5')), 'throws Error ERR_CRYPTO_HASH_FINALIZED: Digest already called'],
  [() => crypto.createHash('md5').update(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => crypto.createHash('md5').update(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received undefined'],
  [() => crypto.createHash('md5').update('a','nope').digest('hex'), '"0cc175b9c0f1b6a831c399e269772661"'],
  [() => crypto.createHash('md5').update('a').digest('nope'), 'Buffer 0cc175b9c0f1b6a831c399e269772661'],
  [() => crypto.createHash('md5').update('a').digest('buffer'), 'Buffer 0cc175b9c0f1b6a831c399e269772661'],
  [() => crypto.createHash('md5').update('a').digest('latin1').length, '16'],
  [() => crypto.createHash('md5').update('a').digest(5), 'Buffer 0cc175b9c0f1b6a831c399e269772661'],
  [() => (h=>[h.copy().update('b').digest('hex'),h.update('c').digest('hex')])(crypto.createHash('md5').update('a')), '["187ef4436122d1cc2f40dc2b92f0eba0", "e2075474294983e013ee4dd2201c7a73"]'],
  [() => (h=>{h.digest();h.copy()})(crypto.createHash('md5')), 'throws Error ERR_CRYPTO_HASH_FINALIZED: Digest already called'],
  [() => crypto.Hash('md5').digest('hex'), '"d41d8cd98f00b204e9800998ecf8427e"'],
  [() => crypto.createHash('md5') instanceof crypto.Hash, 'true'],
  [() => crypto.createHash('md5') instanceof require('stream').Transform, 'true'],
  [() => crypto.createHmac('sha256','key').update('data').digest('hex'), '"5031fe3d989c6d1537a013fa6e739da23463fdaec3b70137d828e36ace221bd0"'],
  [() => crypto.createHmac('md5',Buffer.alloc(200,1)).update('data').digest('hex'), '"8a2a676bb7531b228cc20f8ffbda21b6"'],
  [() => crypto.createHmac('sha1','').update('data').digest('base64'), '"JX0sNUQ68eL+WQvPcdfPwuclMxA="'],
  [() => crypto.createHmac('xyz','k'), 'throws TypeError ERR_CRYPTO_INVALID_DIGEST: Invalid digest: xyz'],
  [() => crypto.createHmac('sha1'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey. Received undefined'],
  [() => crypto.createHmac('sha1',5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey. Received type number (5)'],
  [() => crypto.createHmac(5,'a'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "hmac" argument must be of type string. Received type number (5)'],
  [() => (h=>[h.digest('hex'),h.digest('hex')])(crypto.createHmac('md5','k')), '["cd32bedd46aa63cffa3023f050fc78e3", ""]'],
  [() => (h=>{h.digest();h.update('x')})(crypto.createHmac('md5','k')), 'throws Error ERR_CRYPTO_HASH_FINALIZED: Digest already called'],
  [() => crypto.createHmac('md5','k').update(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => crypto.createHmac('sha512','k').update('é').digest('hex'), '"b26eefb1fbe4efd0c70c9245dd2d2d92081f24a74412c100081178b2e7b7353aa0d7420c7689265a38d0dc4323bf92c6848156b1a25967da3f5c5eb9dbfeb351"'],
  [() => crypto.randomBytes(8).length, '8'],
  [() => crypto.randomBytes(0).length, '0'],
  [() => crypto.randomBytes(-1), 'throws RangeError ERR_OUT_OF_RANGE: The value of "size" is out of range. It must be >= 0 && <= 2147483647. Received -1'],
  [() => crypto.randomBytes('x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "size" argument must be of type number. Received type string (\'x\')'],
  [() => crypto.randomBytes(2**31), 'throws RangeError ERR_OUT_OF_RANGE: The value of "size" is out of range. It must be >= 0 && <= 2147483647. Received 2147483648'],
  [() => crypto.randomBytes(4,5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received type number (5)'],
  [() => crypto.randomUUID().replace(/[0-9a-f]/g,'x'), '"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"'],
  [() => crypto.randomUUID()[14], '"4"'],
  [() => crypto.randomUUID(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options" argument must be of type object. Received type number (5)'],
  [() => crypto.randomUUID({disableEntropyCache:5}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.disableEntropyCache" property must be of type boolean. Received type number (5)'],
  [() => crypto.timingSafeEqual(Buffer.from('a'),Buffer.from('a')), 'true'],
  [() => crypto.timingSafeEqual(Buffer.from('a'),Buffer.from('b')), 'false'],
  [() => crypto.timingSafeEqual(Buffer.from('a'),Buffer.from('bb')), 'throws RangeError ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH: Input buffers must have the same byte length'],
  [() => crypto.timingSafeEqual('a',Buffer.from('bb')), 'throws TypeError ERR_INVALID_ARG_TYPE: The "buf1" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.'],
  [() => crypto.timingSafeEqual(Buffer.from('bb'),5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "buf2" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.'],
  [() => crypto.timingSafeEqual(new Uint16Array(1),new Uint8Array(2)), 'true'],
  [() => crypto.randomFillSync(Buffer.alloc(4)).length, '4'],
  [() => crypto.randomFillSync(Buffer.alloc(4),5), 'throws RangeError ERR_OUT_OF_RANGE: The value of "offset" is out of range. It must be >= 0 && <= 4. Received 5'],
  [() => crypto.randomFillSync(Buffer.alloc(4),1,9), 'throws RangeError ERR_OUT_OF_RANGE: The value of "size + offset" is out of range. It must be <= 4. Received 10'],
  [() => crypto.randomFillSync('x'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "buf" argument must be an instance of ArrayBuffer or ArrayBufferView. Received type string (\'x\')'],
  [() => crypto.randomFillSync(new Uint32Array(4),1).length, '4'],
  [() => crypto.randomInt(1), '0'],
  [() => crypto.randomInt(5,6), '5'],
  [() => crypto.randomInt(5,5), 'throws RangeError ERR_OUT_OF_RANGE: The value of "max" is out of range. It must be greater than the value of "min" (5). Received 5'],
  [() => crypto.randomInt(0), 'throws RangeError ERR_OUT_OF_RANGE: The value of "max" is out of range. It must be greater than the value of "min" (0). Received 0'],
  [() => crypto.randomInt('a'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "max" argument must be a safe integer. Received type string (\'a\')'],
  [() => crypto.randomInt(0,2**48), 'throws RangeError ERR_OUT_OF_RANGE: The value of "max - min" is out of range. It must be <= 281474976710655. Received 281_474_976_710_656'],
  [() => crypto.randomInt(-5,-4), '-5'],
  [() => crypto.getRandomValues(new Uint8Array(4)).length, '4'],
  [() => crypto.getRandomValues([1]), 'throws TypeMismatchError 17: The data argument must be an integer-type TypedArray'],
  [() => crypto.getRandomValues(new Float32Array(1)), 'throws TypeMismatchError 17: The data argument must be an integer-type TypedArray'],
  [() => crypto.hash('md5','a'), '"0cc175b9c0f1b6a831c399e269772661"'],
  [() => crypto.hash('sha1','a','base64'), '"hvfkN/qlp/zhXR3cuerq6jd2Z7g="'],
  [() => crypto.hash('sha1','a','buffer'), 'Buffer 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
  [() => crypto.hash('zz','a'), 'throws Error: Digest method zz is not supported'],
  [() => crypto.hash('md5',5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "input" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => crypto.getHashes().includes('sha256'), 'true'],
  [() => crypto.createHash('md5',{outputLength:3}).digest('hex'), 'throws Error ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH: error:030000B2:digital envelope routines::not XOF or invalid length'],
  [() => crypto.createHash('md5').update('a','hex').digest('hex'), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'encoding\' is invalid for data of length 1. Received \'hex\''],
]);

let calls = 0;
crypto.randomBytes(4, (error, bytes) => {
  assert.strictEqual(error, null);
  assert.strictEqual(bytes.length, 4);
  calls++;
});

// A hash is a stream.
const hash = crypto.createHash('md5');
hash.setEncoding('hex');
hash.on('data', (digest) => {
  assert.strictEqual(digest, '900150983cd24fb0d6963f7d28e17f72');
  calls++;
});
hash.write('ab');
hash.end('c');
process.on('exit', () => assert.strictEqual(calls, 2));
