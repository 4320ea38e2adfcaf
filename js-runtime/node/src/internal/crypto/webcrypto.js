'use strict';

/** `crypto.webcrypto`, the global `crypto`. What the algorithms do stands in internal/crypto/webcrypto_algorithms. */

const { codes } = require('internal/errors');
const { Buffer } = require('buffer');
const { isAnyBuffer, viewOf } = require('internal/crypto/util');
const random = require('internal/crypto/random');
const { KeyObject, isCryptoKey, kKeyObject } = require('internal/crypto/keys');
const { CryptoKey, makeKey } = require('internal/crypto/crypto_key');
const { algorithms } = require('internal/crypto/webcrypto_algorithms');
const { fail, pick } = require('internal/crypto/webcrypto_common');
const { normalize } = require('internal/crypto/webcrypto_parameters');

const FORMATS = ['raw', 'spki', 'pkcs8', 'jwk'];
const USAGES = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];

/** Checks of arguments, in the words of Web IDL. `method`: of SubtleCrypto. */
class Arguments {
  constructor(method, values, required) {
    this.method = method;
    this.values = values;
    if (values.length < required) {
      const error = codes.ERR_MISSING_ARGS('x');
      error.message = `${this.prefix} ${required} arguments required, but only ${values.length} present.`;
      throw error;
    }
  }

  get prefix() {
    return `Failed to execute '${this.method}' on 'SubtleCrypto':`;
  }

  ordinal(index) {
    return `${index + 1}${['st', 'nd', 'rd'][index] || 'th'} argument`;
  }

  wrong(index, what, code = 'ERR_INVALID_ARG_TYPE') {
    const error = codes[code]('x', 'x', undefined);
    error.message = `${this.prefix} ${this.ordinal(index)} ${what}`;
    return error;
  }

  /** For an operation of internal/crypto/webcrypto_algorithms. */
  algorithm(index, operation) {
    return normalize(this.values[index], operation);
  }

  bytes(index) {
    const value = this.values[index];
    if (!isAnyBuffer(value)) throw this.wrong(index, 'is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
    // The caller may change it while the operation runs.
    return Buffer.from(viewOf(value));
  }

  /** Nothing at all is an empty one. */
  dictionary(index) {
    const value = this.values[index] ?? {};
    if (typeof value !== 'object' && typeof value !== 'function') throw this.wrong(index, 'can not be converted to a dictionary');
    return value;
  }

  key(index) {
    const value = this.values[index];
    if (!isCryptoKey(value)) throw this.wrong(index, 'is not of type CryptoKey.');
    return value;
  }

  oneOf(index, known, type) {
    const value = `${this.values[index]}`;
    if (!known.includes(value)) throw this.wrong(index, `value '${value}' is not a valid enum value of type ${type}.`, 'ERR_INVALID_ARG_VALUE');
    return value;
  }

  format(index) {
    return this.oneOf(index, FORMATS, 'KeyFormat');
  }

  usages(index) {
    const value = this.values[index];
    if (value === null || typeof value !== 'object' || typeof value[Symbol.iterator] !== 'function') {
      throw this.wrong(index, 'can not be converted to sequence.');
    }
    const usages = Array.from(value, String);
    const unknown = usages.find((usage) => !USAGES.includes(usage));
    if (unknown !== undefined) {
      throw this.wrong(index, `value '${unknown}' is not a valid enum value of type KeyUsage.`, 'ERR_INVALID_ARG_VALUE');
    }
    return usages;
  }
}

function checkBaseKey(key, algorithm, usage) {
  if (!key.usages.includes(usage)) throw fail(`baseKey does not have ${usage} usage`, 'InvalidAccessError');
  if (key.algorithm.name !== algorithm.name) throw fail('Key algorithm mismatch', 'InvalidAccessError');
}

function checkKey(key, algorithm, usage) {
  if (key.algorithm.name !== algorithm.name || !key.usages.includes(usage)) {
    const signs = usage === 'sign' || usage === 'verify';
    throw fail(signs ? `Unable to use this key to ${usage}` : 'The requested operation is not valid for the provided key', 'InvalidAccessError');
  }
}

async function generate(algorithm, extractable, usages) {
  const made = await algorithms[algorithm.name].generate(algorithm, extractable, usages);
  const empty = () => fail('Usages cannot be empty when creating a key.', 'SyntaxError');
  if (made.secret !== undefined) {
    if (usages.length === 0) throw empty();
    return makeKey(made.secret, made.algorithm, usages, extractable);
  }
  const [ofPrivate, ofPublic] = made.uses.map((allowed) => pick(usages, allowed));
  if (ofPrivate.length === 0) throw empty();
  return {
    publicKey: makeKey(made.pair.publicKey, made.algorithm, ofPublic, true),
    privateKey: makeKey(made.pair.privateKey, made.algorithm, ofPrivate, extractable),
  };
}

async function importKey(format, data, algorithm, extractable, usages) {
  const { key, algorithm: described } = await algorithms[algorithm.name].import(format, data, algorithm, extractable, usages);
  if (usages.length === 0 && key.type !== 'public') throw fail(`Usages cannot be empty when importing a ${key.type} key.`, 'SyntaxError');
  return makeKey(key, described, usages, extractable);
}

async function exportKey(format, key) {
  if (!key.extractable) throw fail('key is not extractable', 'InvalidAccessException');
  const algorithm = algorithms[key.algorithm.name];
  if (algorithm.export === undefined) throw fail('Unrecognized algorithm name', 'NotSupportedError');
  const exported = await algorithm.export(format, key, key[kKeyObject]);
  return format === 'jwk' ? { key_ops: key.usages, ext: key.extractable, ...exported } : exported;
}

/** An algorithm that wraps: in its own way, or by its encryption. Gives its parameters and what it does. */
function wrapping(args, index, own, general) {
  const { name } = args.values[index] !== null && typeof args.values[index] === 'object' ? args.values[index] : { name: args.values[index] };
  const known = Object.keys(algorithms).find((one) => one.toLowerCase() === `${name}`.toLowerCase());
  const operation = known !== undefined && algorithms[known][own] !== undefined ? own : general;
  const algorithm = args.algorithm(index, operation);
  return [algorithm, algorithms[algorithm.name][operation]];
}

/** A JWK as text. AES-KW wants a multiple of eight bytes: spaces do no harm. */
function jsonBytes(jwk, { name }) {
  const text = JSON.stringify(jwk);
  const length = Buffer.byteLength(text);
  return Buffer.from(name === 'AES-KW' ? text + ' '.repeat(-length & 7) : text);
}

const operations = {
  async digest(...values) {
    const args = new Arguments('digest', values, 2);
    const algorithm = args.algorithm(0, 'digest');
    return algorithms[algorithm.name].digest(algorithm, args.bytes(1));
  },

  async encrypt(...values) {
    return crypt('encrypt', values);
  },

  async decrypt(...values) {
    return crypt('decrypt', values);
  },

  async sign(...values) {
    const args = new Arguments('sign', values, 3);
    const [algorithm, key, data] = [args.algorithm(0, 'sign'), args.key(1), args.bytes(2)];
    checkKey(key, algorithm, 'sign');
    return algorithms[algorithm.name].sign(algorithm, key, key[kKeyObject], data);
  },

  async verify(...values) {
    const args = new Arguments('verify', values, 4);
    const [algorithm, key, signature, data] = [args.algorithm(0, 'verify'), args.key(1), args.bytes(2), args.bytes(3)];
    checkKey(key, algorithm, 'verify');
    return algorithms[algorithm.name].verify(algorithm, key, key[kKeyObject], signature, data);
  },

  async generateKey(...values) {
    const args = new Arguments('generateKey', values, 3);
    return generate(args.algorithm(0, 'generate'), Boolean(values[1]), args.usages(2));
  },

  async importKey(...values) {
    const args = new Arguments('importKey', values, 4);
    const format = args.format(0);
    const data = format === 'jwk' ? args.dictionary(1) : args.bytes(1);
    return importKey(format, data, args.algorithm(2, 'import'), Boolean(values[3]), args.usages(4));
  },

  async exportKey(...values) {
    const args = new Arguments('exportKey', values, 2);
    return exportKey(args.format(0), args.key(1));
  },

  async deriveBits(...values) {
    const args = new Arguments('deriveBits', values, 2);
    const [algorithm, key] = [args.algorithm(0, 'deriveBits'), args.key(1)];
    checkBaseKey(key, algorithm, 'deriveBits');
    return algorithms[algorithm.name].deriveBits(algorithm, key, key[kKeyObject], values[2]);
  },

  async deriveKey(...values) {
    const args = new Arguments('deriveKey', values, 5);
    const [algorithm, key, sized] = [args.algorithm(0, 'deriveBits'), args.key(1), args.algorithm(2, 'length')];
    const [wanted, usages] = [args.algorithm(2, 'import'), args.usages(4)];
    checkBaseKey(key, algorithm, 'deriveKey');
    const length = algorithms[sized.name].length(sized);
    const bits = await algorithms[algorithm.name].deriveBits(algorithm, key, key[kKeyObject], length);
    return importKey('raw', bits, wanted, Boolean(values[3]), usages);
  },

  async wrapKey(...values) {
    const args = new Arguments('wrapKey', values, 4);
    const [format, key, wrappingKey] = [args.format(0), args.key(1), args.key(2)];
    const [algorithm, wrap] = wrapping(args, 3, 'wrap', 'encrypt');
    checkKey(wrappingKey, algorithm, 'wrapKey');
    const exported = await exportKey(format, key);
    const bytes = format === 'jwk' ? jsonBytes(exported, algorithm) : Buffer.from(exported);
    return wrap(algorithm, wrappingKey, wrappingKey[kKeyObject], bytes);
  },

  async unwrapKey(...values) {
    const args = new Arguments('unwrapKey', values, 7);
    const [format, wrapped, key] = [args.format(0), args.bytes(1), args.key(2)];
    const [algorithm, unwrap] = wrapping(args, 3, 'unwrap', 'decrypt');
    const [wanted, usages] = [args.algorithm(4, 'import'), args.usages(6)];
    checkKey(key, algorithm, 'unwrapKey');
    const bytes = await unwrap(algorithm, key, key[kKeyObject], wrapped);
    let data = bytes;
    if (format === 'jwk') {
      try {
        data = JSON.parse(Buffer.from(bytes).toString());
      } catch {
        throw fail('Invalid wrapped JWK key', 'DataError');
      }
    }
    return importKey(format, data, wanted, Boolean(values[5]), usages);
  },
};

async function crypt(operation, values) {
  const args = new Arguments(operation, values, 3);
  const [algorithm, key, data] = [args.algorithm(0, operation), args.key(1), args.bytes(2)];
  checkKey(key, algorithm, operation);
  return algorithms[algorithm.name][operation](algorithm, key, key[kKeyObject], data);
}

let subtle;
let webcrypto;
let isMaking = false;

class SubtleCrypto {
  constructor() {
    if (!isMaking) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
}

class Crypto {
  constructor() {
    if (!isMaking) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get subtle() {
    if (this !== webcrypto) throw codes.ERR_INVALID_THIS('Crypto');
    return subtle;
  }

  getRandomValues(array) {
    if (this !== webcrypto) throw codes.ERR_INVALID_THIS('Crypto');
    return random.getRandomValues(array);
  }

  randomUUID() {
    if (this !== webcrypto) throw codes.ERR_INVALID_THIS('Crypto');
    return random.randomUUID();
  }
}

for (const name of Object.keys(operations)) {
  const run = operations[name];
  const method = {
    async [name](...values) {
      if (this !== subtle) throw codes.ERR_INVALID_THIS('SubtleCrypto');
      return run(...values);
    },
  }[name];
  Object.defineProperty(SubtleCrypto.prototype, name, { configurable: true, enumerable: true, writable: true, value: method });
}
for (const [Class, names] of [[Crypto, ['subtle', 'getRandomValues', 'randomUUID']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
}
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { configurable: true, value: 'SubtleCrypto' });
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { configurable: true, value: 'Crypto' });

isMaking = true;
subtle = new SubtleCrypto();
webcrypto = new Crypto();
isMaking = false;

module.exports = { Crypto, CryptoKey, KeyObject, SubtleCrypto, webcrypto };
