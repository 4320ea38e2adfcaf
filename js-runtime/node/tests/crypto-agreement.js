'use strict';

const assert = require('assert');
const c = require('crypto');
const { check } = require('./support/outcome.js');

function group(name) {
  const one = c.getDiffieHellman(name);
  return [c.createHash('md5').update(one.getPrime()).digest('hex'), one.getGenerator('hex'), one.verifyError];
}

// With secrets that are given, the result is the same everywhere.
function agreed(name) {
  const prime = c.getDiffieHellman(name).getPrime();
  const [a, b] = ['a5', '5a'].map((byte) => {
    const one = c.createDiffieHellman(prime);
    one.setPrivateKey(byte.repeat(40), 'hex');
    one.generateKeys();
    return one;
  });
  const shared = a.computeSecret(b.getPublicKey());
  assert.deepStrictEqual(b.computeSecret(a.getPublicKey('base64'), 'base64'), shared);
  return [shared.length, c.createHash('md5').update(shared).digest('hex')];
}

// NODE-006
check([
  [() => {const e=c.createECDH('prime256v1');e.setPrivateKey('01'.repeat(32),'hex');return [e.getPublicKey('hex'),e.getPublicKey('hex','compressed'),e.getPublicKey('hex','hybrid'),e.getPrivateKey('hex')]}, '["046ff03b949241ce1dadd43519e6960e0a85b41a69a05c328103aa2bce1594ca163c4f753a55bf01dc53f6c0b0c7eee78b40c6ff7d25a96e2282b989cef71c144a", "026ff03b949241ce1dadd43519e6960e0a85b41a69a05c328103aa2bce1594ca16", "066ff03b949241ce1dadd43519e6960e0a85b41a69a05c328103aa2bce1594ca163c4f753a55bf01dc53f6c0b0c7eee78b40c6ff7d25a96e2282b989cef71c144a", "0101010101010101010101010101010101010101010101010101010101010101"]'],
  [() => {const a=c.createECDH('secp256k1'),b=c.createECDH('secp256k1');a.generateKeys();b.generateKeys();return a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey(null,'compressed')))}, 'true'],
  [() => c.createECDH('nope'), 'throws TypeError ERR_CRYPTO_INVALID_CURVE: Invalid EC curve name'],
  [() => c.createECDH(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "curve" argument must be of type string. Received undefined'],
  [() => c.createECDH('prime256v1').getPublicKey(), 'throws Error ERR_CRYPTO_OPERATION_FAILED: Failed to get ECDH public key'],
  [() => c.createECDH('prime256v1').getPrivateKey(), 'throws Error ERR_CRYPTO_OPERATION_FAILED: Failed to get ECDH private key'],
  [() => c.createECDH('prime256v1').computeSecret(Buffer.alloc(5)), 'throws RangeError ERR_CRYPTO_INVALID_KEYPAIR: Invalid key pair'],
  [() => {const e=c.createECDH('prime256v1');e.generateKeys();return e.computeSecret(Buffer.alloc(5))}, 'throws Error ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY: Public key is not valid for specified curve'],
  [() => {const e=c.createECDH('prime256v1');return e.setPrivateKey(Buffer.alloc(32))}, 'throws RangeError ERR_CRYPTO_INVALID_KEYTYPE: Private key is not valid for specified curve.'],
  [() => {const e=c.createECDH('prime256v1');return e.setPrivateKey('ff'.repeat(32),'hex')}, 'throws RangeError ERR_CRYPTO_INVALID_KEYTYPE: Private key is not valid for specified curve.'],
  [() => {const e=c.createECDH('prime256v1');return e.setPublicKey(Buffer.alloc(5))}, 'throws Error ERR_CRYPTO_OPERATION_FAILED: Failed to convert Buffer to EC_POINT'],
  [() => {const e=c.createECDH('prime256v1');return e.generateKeys('hex','nope')}, 'throws TypeError ERR_CRYPTO_ECDH_INVALID_FORMAT: Invalid ECDH format: nope'],
  [() => c.createECDH('prime256v1').generateKeys('hex','compressed').length, '66'],
  [() => c.ECDH.convertKey('046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5','prime256v1','hex','hex','compressed'), '"036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"'],
  [() => c.ECDH.convertKey('036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296','prime256v1','hex','hex','uncompressed'), '"046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"'],
  [() => c.ECDH.convertKey('00','prime256v1','hex','hex','uncompressed'), '"00"'],
  [() => c.ECDH('prime256v1') instanceof c.ECDH, 'true'],
  [() => c.getDiffieHellman('modp14').constructor.name, '"DiffieHellmanGroup"'],
  [() => c.getDiffieHellman('nope'), 'throws Error ERR_CRYPTO_UNKNOWN_DH_GROUP: Unknown DH group'],
  [() => c.getDiffieHellman('modp14').setPublicKey, 'undefined'],
  [() => c.createDiffieHellmanGroup('modp14') instanceof c.DiffieHellmanGroup, 'true'],
  [() => {const a=c.getDiffieHellman('modp5'),b=c.getDiffieHellman('modp5');a.generateKeys();b.generateKeys();return a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey()))}, 'true'],
  [() => {const a=c.createDiffieHellman(c.getDiffieHellman('modp5').getPrime('hex'),'hex');a.setPrivateKey('03','hex');return [a.generateKeys('hex'),a.getPrivateKey('hex'),a.getGenerator('hex'),a.verifyError]}, '["08", "03", "02", 0]'],
  [() => c.createDiffieHellman(256).getPrime().length, 'throws Error ERR_OSSL_DH_MODULUS_TOO_SMALL: error:0280007E:Diffie-Hellman routines::modulus too small'],
  [() => {const a=c.createDiffieHellman(256);return a.generateKeys().length}, 'throws Error ERR_OSSL_DH_MODULUS_TOO_SMALL: error:0280007E:Diffie-Hellman routines::modulus too small'],
  [() => c.createDiffieHellman(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "sizeOrKey" argument must be one of type number or string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received undefined'],
  [() => c.createDiffieHellman(1), 'throws Error ERR_OSSL_DH_MODULUS_TOO_SMALL: error:0280007E:Diffie-Hellman routines::modulus too small'],
  [() => c.createDiffieHellman('abcd','hex',1), 'throws Error ERR_OSSL_DH_BAD_GENERATOR: error:02800065:Diffie-Hellman routines::bad generator'],
  [() => c.createDiffieHellman('abcd','hex').verifyError, '129'],
  [() => c.createDiffieHellman('abcd','hex').getPublicKey(), 'throws Error ERR_CRYPTO_INVALID_STATE: No public key - did you forget to generate one?'],
  [() => c.createDiffieHellman('abcd','hex').getPrivateKey(), 'throws Error ERR_CRYPTO_INVALID_STATE: No private key - did you forget to generate one?'],
  [() => c.createDiffieHellman(512,'hex',{}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "generator" argument must be one of type number or string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received an instance of Object'],
  [() => {const a=c.getDiffieHellman('modp5');a.generateKeys();return a.computeSecret(Buffer.from([1]))}, 'throws RangeError ERR_CRYPTO_INVALID_KEYLEN: Supplied key is too small'],
  [() => {const a=c.getDiffieHellman('modp5');a.generateKeys();return a.computeSecret(Buffer.from([0]))}, 'throws RangeError ERR_CRYPTO_INVALID_KEYLEN: Supplied key is too small'],
  [() => {const k=()=>c.generateKeyPairSync('ec',{namedCurve:'P-256'});const a=k(),b=k();return c.diffieHellman({privateKey:a.privateKey,publicKey:b.publicKey}).equals(c.diffieHellman({privateKey:b.privateKey,publicKey:a.publicKey}))}, 'true'],
  [() => {const k=()=>c.generateKeyPairSync('x25519');const a=k(),b=k();return c.diffieHellman({privateKey:a.privateKey,publicKey:b.publicKey}).length}, '32'],
  [() => c.diffieHellman(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options" argument must be of type object. Received undefined'],
  [() => c.diffieHellman({}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.privateKey\' is invalid. Received undefined'],
  [() => c.diffieHellman({privateKey:5,publicKey:6}), 'throws TypeError ERR_INVALID_ARG_VALUE: The property \'options.privateKey\' is invalid. Received 5'],
  [() => {const a=c.generateKeyPairSync('x25519'),b=c.generateKeyPairSync('ec',{namedCurve:'P-256'});return c.diffieHellman({privateKey:a.privateKey,publicKey:b.publicKey})}, 'throws Error ERR_CRYPTO_INCOMPATIBLE_KEY: Incompatible key types for Diffie-Hellman: x25519 and ec'],
  [() => {const a=c.generateKeyPairSync('ec',{namedCurve:'P-384'}),b=c.generateKeyPairSync('ec',{namedCurve:'P-256'});return c.diffieHellman({privateKey:a.privateKey,publicKey:b.publicKey})}, 'throws Error ERR_OSSL_MISMATCHING_DOMAIN_PARAMETERS: error:1C8000CB:Provider routines::mismatching domain parameters'],
  [() => c.checkPrimeSync(7n), 'true'],
  [() => c.checkPrimeSync(9n), 'false'],
  [() => c.checkPrimeSync(Buffer.from([7])), 'true'],
  [() => c.checkPrimeSync(new ArrayBuffer(1)), 'false'],
  [() => c.checkPrimeSync(-1n), 'throws RangeError ERR_OUT_OF_RANGE: The value of "candidate" is out of range. It must be >= 0. Received -1n'],
  [() => c.checkPrimeSync(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "candidate" argument must be of type bigint or an instance of ArrayBuffer, TypedArray, Buffer, or DataView. Received type number (5)'],
  [() => c.checkPrimeSync(2n), 'true'],
  [() => c.checkPrimeSync(1n), 'false'],
  [() => c.checkPrimeSync(0n), 'false'],
  [() => c.checkPrimeSync(7n,{checks:-1}), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.checks" is out of range. It must be >= 0 && <= 2147483647. Received -1'],
  [() => c.checkPrime(7n), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => c.generatePrimeSync(32).byteLength, '4'],
  [() => typeof c.generatePrimeSync(32,{bigint:true}), '"bigint"'],
  [() => c.checkPrimeSync(c.generatePrimeSync(64)), 'true'],
  [() => {const p=c.generatePrimeSync(64,{safe:true,bigint:true});return c.checkPrimeSync((p-1n)/2n)}, 'true'],
  [() => c.generatePrimeSync(32,{add:12n,bigint:true})%12n, '1n'],
  [() => c.generatePrimeSync(32,{add:12n,rem:11n,bigint:true})%12n, '11n'],
  [() => c.generatePrimeSync(0), 'throws RangeError ERR_OUT_OF_RANGE: The value of "size" is out of range. It must be >= 1 && <= 2147483647. Received 0'],
  [() => c.generatePrimeSync('a'), 'throws TypeError ERR_INVALID_ARG_TYPE: The "size" argument must be of type number. Received type string (\'a\')'],
  [() => c.generatePrimeSync(3,{bigint:true})>3n, 'true'],
  [() => c.generatePrimeSync(32,{add:5}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.add" property must be of type bigint or an instance of ArrayBuffer, TypedArray, Buffer, or DataView. Received type number (5)'],
  [() => c.generatePrimeSync(8,{add:1n<<20n}), 'throws RangeError ERR_OUT_OF_RANGE: invalid options.add'],
  [() => c.generatePrimeSync(8,{add:12n,rem:13n}), 'throws RangeError ERR_OUT_OF_RANGE: invalid options.rem'],
  [() => c.generatePrime(8), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => c.generatePrimeSync(32,{safe:5}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.safe" property must be of type boolean. Received type number (5)'],
  [() => c.generatePrimeSync(32,{bigint:5}), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options.bigint" property must be of type boolean. Received type number (5)'],
  [() => c.generatePrimeSync(1), 'throws Error: error:01800076:bignum routines::bits too small'],
  [() => c.generatePrimeSync(2,{bigint:true}), '3n'],
  [() => c.generatePrimeSync(32,{add:-1n}), 'throws RangeError ERR_OUT_OF_RANGE: The value of "options.add" is out of range. It must be >= 0. Received -1n'],
  [() => c.generatePrimeSync(32,5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options" argument must be of type object. Received type number (5)'],
  [() => group('modp1'), '["6590ad023863efd73a5877bcd6414d50", "02", 0]'],
  [() => group('modp2'), '["b3ca098bd7402418f4de71ae394a0360", "02", 0]'],
  [() => group('modp5'), '["7f673946f778ea0be7f52affcc9f942a", "02", 0]'],
  [() => group('MODP14'), '["b8cd078796e8490200e048fe37dd25d0", "02", 0]'],
  [() => group('modp15'), '["e3bee0d97a7db50008c79f1cf36f6816", "02", 0]'],
  [() => group('modp16'), '["076369b3a947eaccdf376c4144731fed", "02", 0]'],
  [() => group('modp17'), '["30418f77b19ae9236a8d450bdb172cbc", "02", 0]'],
  [() => group('modp18'), '["54e1956a355f773802e8a9dd89d8fa5f", "02", 0]'],
  [() => agreed('modp5'), '[192, "62da6dd50cfb7b226b039af7f9dfa59e"]'],
  [() => agreed('modp14'), '[256, "99ed71ad317ab030d98880237e40894c"]'],
  [() => agreed('modp18'), '[1024, "86c4c055a62d39b9889fc3a3d630ecf3"]'],
  [() => c.createDiffieHellman(c.getDiffieHellman('modp5').getPrime(), 5).verifyError, '0'],
]);

let calls = 0;
c.generatePrime(64, { bigint: true }, (error, prime) => {
  c.checkPrime(prime, (failure, isPrime) => {
    assert.deepStrictEqual([error, failure, isPrime], [undefined, undefined, true]);
    calls++;
  });
});
process.on('exit', (code) => assert.ok(calls === 1 || code !== 0));
