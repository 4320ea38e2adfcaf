'use strict';

/** The algorithms of WebCrypto that make keys from passwords and from other secrets. */

const { promisify } = require('util');
const { hkdf, pbkdf2 } = require('internal/crypto/derivation');
const { viewOf } = require('internal/crypto/util');
const { HASHES, bufferOf, checkUsages, fail } = require('internal/crypto/webcrypto_common');

function derivation(name, run) {
  return {
    import(format, data, algorithm, extractable, usages) {
      checkUsages(usages, ['deriveKey', 'deriveBits'], `a ${name}`);
      if (extractable) throw fail(`${name} keys are not extractable`, 'SyntaxError');
      if (format !== 'raw') throw fail(`Unable to import ${name} key with format ${format}`, 'NotSupportedError');
      const { createSecretKey } = require('internal/crypto/keys');
      return { key: createSecretKey(viewOf(data)), algorithm: { name } };
    },
    length: () => null,
    async deriveBits(algorithm, key, keyObject, length) {
      if (length === null || length === undefined) throw fail('length cannot be null', 'OperationError');
      if (length % 8 !== 0) throw fail('length must be a multiple of 8', 'OperationError');
      return run(algorithm, keyObject, length / 8);
    },
  };
}

module.exports = {
  'PBKDF2': derivation('PBKDF2', async ({ hash, salt, iterations }, keyObject, length) => {
    if (!(iterations > 0)) throw fail('iterations cannot be zero', 'OperationError');
    return bufferOf(await promisify(pbkdf2)(keyObject.export(), viewOf(salt), iterations, length, HASHES[hash.name]));
  }),
  'HKDF': derivation('HKDF', ({ hash, salt, info }, keyObject, length) =>
    promisify(hkdf)(HASHES[hash.name], keyObject, viewOf(salt), viewOf(info), length)),
};
