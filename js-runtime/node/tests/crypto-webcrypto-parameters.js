'use strict';

// What WebCrypto says of an algorithm's parameters (NODE-006): each outcome was recorded with Node 20.

const assert = require('assert');
const { subtle } = require('crypto').webcrypto;
const { show, showError } = require('./support/outcome.js');

async function outcome(run) {
  try {
    return show(await run());
  } catch (error) {
    return `throws ${showError(error)}`;
  }
}

(async () => {
  const k = new Uint8Array(16);
  const a = await subtle.importKey('raw', k, 'AES-GCM', true, ['encrypt', 'decrypt']);
  const h = await subtle.importKey('raw', k, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const p = await subtle.importKey('raw', k, 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  const w = await subtle.importKey('raw', k, 'AES-KW', false, ['wrapKey', 'unwrapKey']);
  const e = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const s = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const r = await subtle.generateKey(
    { name: 'RSA-PSS', hash: 'SHA-1', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, false, ['sign', 'verify']);
  const e4 = await subtle.generateKey('Ed448', true, ['sign', 'verify']);
  const cases = [
    [() => subtle.generateKey({name:'HMAC'},false,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'HmacKeyGenParams\' because \'hash\' is required in \'HmacKeyGenParams\'.'],
    [() => subtle.generateKey({},false,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'Algorithm\' because \'name\' is required in \'Algorithm\'.'],
    [() => subtle.generateKey(5,false,['sign']), 'throws NotSupportedError 9: Unrecognized algorithm name'],
    [() => subtle.generateKey({name:'AES-CBC'},false,['encrypt']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'AesKeyGenParams\' because \'length\' is required in \'AesKeyGenParams\'.'],
    [() => subtle.generateKey({name:'AES-CBC',length:'x'},false,['encrypt']), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'length\' of \'AesKeyGenParams\' (passed algorithm) is not a finite number.'],
    [() => subtle.generateKey({name:'AES-CBC',length:-1},false,['encrypt']), 'throws TypeError ERR_OUT_OF_RANGE: Failed to normalize algorithm: \'length\' of \'AesKeyGenParams\' (passed algorithm) is outside the expected range of 0 to 65535.'],
    [() => subtle.generateKey({name:'AES-CBC',length:100000},false,['encrypt']), 'throws TypeError ERR_OUT_OF_RANGE: Failed to normalize algorithm: \'length\' of \'AesKeyGenParams\' (passed algorithm) is outside the expected range of 0 to 65535.'],
    [() => subtle.generateKey({name:'AES-CBC',length:127},false,['encrypt']), 'throws OperationError 0: AES key length must be 128, 192, or 256 bits'],
    [() => subtle.generateKey({name:'RSA-PSS'},false,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'RsaHashedKeyGenParams\' because \'hash\' is required in \'RsaHashedKeyGenParams\'.'],
    [() => subtle.generateKey({name:'RSA-PSS',hash:'SHA-1'},false,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'RsaHashedKeyGenParams\' because \'modulusLength\' is required in \'RsaHashedKeyGenParams\'.'],
    [() => subtle.generateKey({name:'RSA-PSS',hash:'SHA-1',modulusLength:1024},false,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'RsaHashedKeyGenParams\' because \'publicExponent\' is required in \'RsaHashedKeyGenParams\'.'],
    [() => subtle.generateKey({name:'RSA-PSS',hash:'SHA-1',modulusLength:1024,publicExponent:[1,0,1]},false,['sign']), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'publicExponent\' of \'RsaHashedKeyGenParams\' (passed algorithm) is not an Uint8Array object.'],
    [() => subtle.generateKey({name:'ECDSA'},false,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'EcKeyGenParams\' because \'namedCurve\' is required in \'EcKeyGenParams\'.'],
    [() => subtle.generateKey({name:'ECDSA',namedCurve:'x'},false,['sign']), 'throws NotSupportedError 9: Unrecognized namedCurve'],
    [() => subtle.encrypt({name:'AES-GCM'},a,k), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'AesGcmParams\' because \'iv\' is required in \'AesGcmParams\'.'],
    [() => subtle.encrypt({name:'AES-GCM',iv:'x'},a,k), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'iv\' of \'AesGcmParams\' (passed algorithm) is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.'],
    [() => subtle.encrypt({name:'AES-GCM',iv:k,tagLength:33},a,k), 'throws OperationError 0: 33 is not a valid AES-GCM tag length'],
    [() => subtle.encrypt({name:'AES-GCM',iv:k,tagLength:333},a,k), 'throws TypeError ERR_OUT_OF_RANGE: Failed to normalize algorithm: \'tagLength\' of \'AesGcmParams\' (passed algorithm) is outside the expected range of 0 to 255.'],
    [() => subtle.encrypt({name:'AES-GCM',iv:k,additionalData:1},a,k), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'additionalData\' of \'AesGcmParams\' (passed algorithm) is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.'],
    [() => subtle.encrypt({name:'AES-CBC'},a,k), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'AesCbcParams\' because \'iv\' is required in \'AesCbcParams\'.'],
    [() => subtle.encrypt({name:'AES-CBC',iv:new Uint8Array(3)},a,k), 'throws InvalidAccessError 15: The requested operation is not valid for the provided key'],
    [() => subtle.encrypt({name:'AES-CTR'},a,k), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'AesCtrParams\' because \'counter\' is required in \'AesCtrParams\'.'],
    [() => subtle.encrypt({name:'AES-CTR',counter:k},a,k), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'AesCtrParams\' because \'length\' is required in \'AesCtrParams\'.'],
    [() => subtle.encrypt({name:'AES-CTR',counter:k,length:0},a,k), 'throws InvalidAccessError 15: The requested operation is not valid for the provided key'],
    [() => subtle.encrypt({name:'AES-CTR',counter:new Uint8Array(3),length:8},a,k), 'throws InvalidAccessError 15: The requested operation is not valid for the provided key'],
    [() => subtle.importKey('raw',k,'HMAC',true,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'HmacImportParams\' because \'hash\' is required in \'HmacImportParams\'.'],
    [() => subtle.importKey('raw',k,{name:'HMAC',hash:{}},true,['sign']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'Algorithm\' because \'name\' is required in \'Algorithm\'.'],
    [() => subtle.importKey('raw',k,{name:'HMAC',hash:'x'},true,['sign']), 'throws NotSupportedError 9: Unrecognized algorithm name'],
    [() => subtle.importKey('raw',k,{name:'HMAC',hash:'HMAC'},true,['sign']), 'throws NotSupportedError 9: Unrecognized algorithm name'],
    [() => subtle.importKey('raw',k,{name:'HMAC',hash:'SHA-1',length:'a'},true,['sign']), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'length\' of \'HmacImportParams\' (passed algorithm) is not a finite number.'],
    [() => subtle.deriveBits({name:'HKDF'},h,8), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'HkdfParams\' because \'hash\' is required in \'HkdfParams\'.'],
    [() => subtle.deriveBits({name:'HKDF',hash:'SHA-1'},h,8), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'HkdfParams\' because \'info\' is required in \'HkdfParams\'.'],
    [() => subtle.deriveBits({name:'HKDF',hash:'SHA-1',salt:k},h,8), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'HkdfParams\' because \'info\' is required in \'HkdfParams\'.'],
    [() => subtle.deriveBits({name:'HKDF',hash:'SHA-1',salt:k,info:5},h,8), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'info\' of \'HkdfParams\' (passed algorithm) is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.'],
    [() => subtle.deriveBits({name:'HKDF',hash:'SHA-1',salt:k,info:k},h,null), 'throws OperationError 0: length cannot be null'],
    [() => subtle.deriveBits({name:'HKDF',hash:'SHA-1',salt:k,info:k},h,7), 'throws OperationError 0: length must be a multiple of 8'],
    [() => subtle.deriveBits({name:'HKDF',hash:'SHA-1',salt:k,info:k},h,'8'), '{}'],
    [() => subtle.deriveBits({name:'PBKDF2'},p,8), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'Pbkdf2Params\' because \'hash\' is required in \'Pbkdf2Params\'.'],
    [() => subtle.deriveBits({name:'PBKDF2',salt:k,hash:'SHA-1',iterations:'x'},p,8), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'iterations\' of \'Pbkdf2Params\' (passed algorithm) is not a finite number.'],
    [() => subtle.deriveBits({name:'PBKDF2',salt:k,hash:'SHA-1',iterations:0},p,8), 'throws OperationError 0: iterations cannot be zero'],
    [() => subtle.deriveKey({name:'PBKDF2',salt:k,hash:'SHA-1',iterations:1},p,'AES-CBC',false,['encrypt']), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'AesDerivedKeyParams\' because \'length\' is required in \'AesDerivedKeyParams\'.'],
    [() => subtle.deriveBits({name:'ECDH'},e.privateKey,8), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'EcdhKeyDeriveParams\' because \'public\' is required in \'EcdhKeyDeriveParams\'.'],
    [() => subtle.deriveBits({name:'ECDH',public:1},e.privateKey,8), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'public\' of \'EcdhKeyDeriveParams\' (passed algorithm) is not of type CryptoKey.'],
    [() => subtle.deriveBits({name:'ECDH',public:{message:'x'}},e.privateKey,8), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to normalize algorithm: \'public\' of \'EcdhKeyDeriveParams\' (passed algorithm) is not of type CryptoKey.'],
    [() => subtle.deriveBits({name:'ECDH',public:e.privateKey},e.privateKey,8), 'throws InvalidAccessError 15: algorithm.public must be a public key'],
    [() => subtle.sign('ECDSA',s.privateKey,k), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'EcdsaParams\' because \'hash\' is required in \'EcdsaParams\'.'],
    [() => subtle.sign({name:'ECDSA',hash:'MD5'},s.privateKey,k), 'throws NotSupportedError 9: Unrecognized algorithm name'],
    [() => subtle.sign('RSA-PSS',r.privateKey,k), 'throws TypeError ERR_MISSING_OPTION: Failed to normalize algorithm: passed algorithm can not be converted to \'RsaPssParams\' because \'saltLength\' is required in \'RsaPssParams\'.'],
    [() => subtle.sign({name:'RSA-PSS',saltLength:-1},r.privateKey,k), 'throws TypeError ERR_OUT_OF_RANGE: Failed to normalize algorithm: \'saltLength\' of \'RsaPssParams\' (passed algorithm) is outside the expected range of 0 to 4294967295.'],
    [() => subtle.sign({name:'RSA-PSS',saltLength:1000},r.privateKey,k), 'throws OperationError 0: The operation failed for an operation-specific reason'],
    [() => subtle.digest('x',k), 'throws NotSupportedError 9: Unrecognized algorithm name'],
    [() => subtle.digest({name:'AES-CBC'},k), 'throws NotSupportedError 9: Unrecognized algorithm name'],
    [() => subtle.sign({name:'AES-CBC'},r.privateKey,k), 'throws NotSupportedError 9: Unrecognized algorithm name'],
    [() => subtle.sign({name:'Ed448',context:new Uint8Array(1)},e4.privateKey,k), 'throws NotSupportedError 9: Non zero-length context is not yet supported.'],
    [() => subtle.sign({name:'Ed448',context:new Uint8Array(0)},e4.privateKey,k).then(x=>x.byteLength), '114'],
    [() => subtle.exportKey('jwk',e4.privateKey).then(x=>Object.keys(x)), '["key_ops", "ext", "crv", "d", "x", "kty", "alg"]'],
    [() => subtle.importKey('jwk',{kty:'OKP',crv:'Ed25519',x:Buffer.alloc(32).toString('base64url'),alg:'x'},'Ed448',true,['verify']), 'throws DataError 0: JWK "crv" Parameter and algorithm name mismatch'],
    [() => subtle.importKey('jwk',{kty:'EC',crv:'P-256'},{name:'ECDSA',namedCurve:'P-256'},true,['verify']), 'throws DataError 0: Invalid keyData'],
    [() => subtle.importKey('jwk',{kty:'oct'},{name:'HMAC',hash:'SHA-1'},true,['sign']), 'throws DataError 0: Invalid keyData'],
    [() => subtle.importKey('jwk',5,'AES-CBC',true,['encrypt']), 'throws TypeError ERR_INVALID_ARG_TYPE: Failed to execute \'importKey\' on \'SubtleCrypto\': 2nd argument can not be converted to a dictionary'],
    [() => subtle.importKey('jwk',k,'AES-CBC',true,['encrypt']), 'throws DataError 0: Invalid keyData'],
    [() => subtle.importKey('jwk',null,{name:'ECDSA',namedCurve:'P-256'},true,['verify']), 'throws DataError 0: Invalid keyData'],
    [() => subtle.importKey('jwk',{},'Ed25519',true,['verify']), 'throws DataError 0: Invalid keyData'],
    [() => subtle.deriveKey({name:'ECDH',public:e.publicKey},e.privateKey,{name:'AES-CBC',length:128},true,['encrypt']), 'throws InvalidAccessError 15: baseKey does not have deriveKey usage'],
    [() => subtle.deriveBits({name:'ECDH',public:e.publicKey},h,8), 'throws InvalidAccessError 15: Key algorithm mismatch'],
    [() => subtle.importKey('raw',k,{name:'HMAC',hash:'SHA-256',length:0},true,['sign']), 'throws DataError 0: Zero-length key is not supported'],
    [() => subtle.importKey('jwk',{kty:'oct',k:'AAAA',alg:'PS256'},{name:'HMAC',hash:'SHA-256'},true,['sign']), 'throws DataError 0: JWK "alg" does not match the requested algorithm'],
    [() => subtle.deriveBits({name:'ECDH',public:s.publicKey},e.privateKey,8), 'throws InvalidAccessError 15: Keys must be ECDH, X25519, or X448 keys'],
    [() => subtle.generateKey('X448',true,['deriveBits']).then(async p=>(await subtle.deriveBits({name:'X448',public:p.publicKey},p.privateKey,null)).byteLength), '56'],
    [() => subtle.sign('Ed448',e4.privateKey,k).then(x=>subtle.verify('Ed448',e4.publicKey,x,k)), 'true'],
    [() => subtle.exportKey('jwk',s.publicKey).then(({alg,...j})=>subtle.importKey('jwk',{...j,alg:'ES384'},{name:'ECDSA',namedCurve:'P-256'},true,['verify'])), 'throws DataError 0: JWK "alg" does not match the requested algorithm'],
    [() => subtle.exportKey('jwk',s.publicKey).then(j=>subtle.importKey('jwk',{...j,crv:'P-384'},{name:'ECDSA',namedCurve:'P-256'},true,['verify'])), 'throws DataError 0: JWK "crv" does not match the requested algorithm'],
    [() => subtle.exportKey('jwk',r.publicKey).then(j=>subtle.importKey('jwk',{...j,alg:'RS1'},{name:'RSA-PSS',hash:'SHA-1'},true,['verify'])).then(x=>x.type), '"public"'],
    [() => subtle.exportKey('jwk',r.publicKey).then(j=>subtle.importKey('jwk',{...j,alg:'RS256'},{name:'RSA-PSS',hash:'SHA-1'},true,['verify'])), 'throws DataError 0: JWK "alg" does not match the requested algorithm'],
    [() => subtle.wrapKey('jwk',s.privateKey,w,'AES-KW').then(x=>subtle.unwrapKey('jwk',x,w,'AES-KW',{name:'ECDSA',namedCurve:'P-256'},true,['sign'])).then(x=>x.type), '"private"'],
  ];
  const wrong = [];
  for (const [run, expected] of cases) {
    const actual = await outcome(run);
    if (actual !== expected) wrong.push(`${run}\n    expected ${expected}\n    got      ${actual}`);
  }
  assert.strictEqual(wrong.length, 0, `${wrong.length} of ${cases.length} differ:\n${wrong.join('\n')}`);
})();
