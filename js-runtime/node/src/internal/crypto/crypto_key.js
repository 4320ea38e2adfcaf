'use strict';

/** `CryptoKey`: a key with the algorithm and the uses that it is for. */

const { codes } = require('internal/errors');
const { kKeyObject } = require('internal/crypto/keys');

const kAlgorithm = Symbol('kAlgorithm');
const kExtractable = Symbol('kExtractable');
const kUsages = Symbol('kUsages');

// Only what is in this file can make one.
const permission = Symbol('permission');

class CryptoKey {
  constructor(token, keyObject, algorithm, usages, extractable) {
    if (token !== permission) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    for (const [key, value] of [
      [kKeyObject, keyObject], [kAlgorithm, algorithm], [kUsages, usages], [kExtractable, extractable],
    ]) {
      Object.defineProperty(this, key, { value });
    }
  }

  get type() {
    return own(this)[kKeyObject].type;
  }

  get extractable() {
    return own(this)[kExtractable];
  }

  get algorithm() {
    return own(this)[kAlgorithm];
  }

  get usages() {
    return Array.from(own(this)[kUsages]);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('util');
    const shown = { type: this.type, extractable: this.extractable, algorithm: this.algorithm, usages: this.usages };
    return `CryptoKey ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { configurable: true, value: 'CryptoKey' });
for (const name of ['type', 'extractable', 'algorithm', 'usages']) {
  Object.defineProperty(CryptoKey.prototype, name, { enumerable: true });
}

function own(key) {
  if (key === null || typeof key !== 'object' || key[kKeyObject] === undefined) throw codes.ERR_INVALID_THIS('CryptoKey');
  return key;
}

/** `usages` in the order of the specification, each once. */
function makeKey(keyObject, algorithm, usages, extractable) {
  const ordered = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey']
    .filter((usage) => usages.includes(usage));
  return new CryptoKey(permission, keyObject, algorithm, ordered, extractable);
}

module.exports = { CryptoKey, makeKey };
