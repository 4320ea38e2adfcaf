'use strict';

/** What writer and reader of V8's serialisation share. */

const { kUncloneable } = require('internal/uncloneable');

const VERSION = 15;

const VIEW_TAGS = {
  Int8Array: 'b', Uint8Array: 'B', Uint8ClampedArray: 'C', Int16Array: 'w', Uint16Array: 'W', Int32Array: 'd', Uint32Array: 'D',
  Float32Array: 'f', Float64Array: 'F', BigInt64Array: 'q', BigUint64Array: 'Q', DataView: '?',
};

const ERROR_TAGS = {
  EvalError: 'E', RangeError: 'R', ReferenceError: 'F', SyntaxError: 'S', TypeError: 'T', URIError: 'U',
};

// ---- Of what kind an object is, by its internal slots ----------------------------------------------------------------

const viewTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const getter = (Class, name) => Object.getOwnPropertyDescriptor(Class.prototype, name).get;

/** Each calls what only an object with the slot survives. */
const tests = [
  ['Date', Date.prototype.getTime],
  ['Map', getter(Map, 'size')],
  ['Set', getter(Set, 'size')],
  ['ArrayBuffer', getter(ArrayBuffer, 'byteLength')],
  ['SharedArrayBuffer', getter(SharedArrayBuffer, 'byteLength')],
  ['Boolean', Boolean.prototype.valueOf],
  ['Number', Number.prototype.valueOf],
  ['String', String.prototype.valueOf],
  ['BigInt', BigInt.prototype.valueOf],
];
/** Kinds that nothing can clone, by the constructor of their realm. */
const REFUSED = [Promise, WeakMap, WeakSet, WeakRef, FinalizationRegistry, Symbol];

function has(test, value) {
  try {
    test.call(value);
    return true;
  } catch {
    return false;
  }
}

const slots = {
  viewName(view) { return viewTag.call(view) || 'DataView'; },

  /** `Object` for a plain one of any class, undefined for what cannot be cloned. */
  kindOf(object) {
    if (require('internal/engine').proxyDetails(object) !== undefined) {
      return require('internal/process/env').isEnv(object) ? 'Object' : undefined;
    }
    const prototype = Object.getPrototypeOf(object);
    if (prototype === Object.prototype || prototype === null) return 'Object';
    if (object instanceof Error) return 'Error';
    if (object instanceof RegExp && object !== RegExp.prototype) return 'RegExp';
    for (const [kind, test] of tests) if (has(test, object)) return kind;
    if (REFUSED.some((Class) => object instanceof Class) || Object.prototype.toString.call(object) === '[object Generator]') return undefined;
    return object[kUncloneable] === true ? undefined : 'Object';
  },
};

module.exports = { ERROR_TAGS, VERSION, VIEW_TAGS, slots };
