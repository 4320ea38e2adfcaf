const hash = require('hash-wasm');
(async () => {
  const text = 'The quick brown fox é 三';
  for (const name of [ 'adler32', 'blake2b', 'blake2s', 'blake3', 'crc32', 'crc64', 'keccak', 'md4', 'md5', 'ripemd160', 'sha1', 'sha256', 'sha3', 'sha512', 'sm3', 'whirlpool', 'xxhash32', 'xxhash64', 'xxhash128' ]) show(name, await hash[name](text));
  show(await hash.createHMAC(hash.createSHA256(), 'key').then(hmac => hmac.update('a').update('b').digest('hex')));
  const sha = await hash.createSHA256();
  sha.init().update('x'.repeat(100000));
  const saved = sha.save();
  show(sha.digest('hex'), sha.load(saved).update('more').digest('hex'));
  const salt = new Uint8Array(16).fill(7);
  show(await hash.argon2id({ password: 'secret', salt, parallelism: 1, iterations: 2, memorySize: 256, hashLength: 32, outputType: 'encoded' }));
  show(await hash.argon2Verify({ password: 'secret', hash: await hash.argon2i({ password: 'secret', salt, parallelism: 1, iterations: 1, memorySize: 64, hashLength: 16, outputType: 'encoded' }) }));
  show(await hash.bcrypt({ password: 'secret', salt, costFactor: 4, outputType: 'encoded' }), await hash.scrypt({ password: 'secret', salt, costFactor: 16, blockSize: 8, parallelism: 1, hashLength: 16 }), await hash.pbkdf2({ password: 'secret', salt, iterations: 10, hashLength: 16, hashFunction: hash.createSHA1() }));
})();
