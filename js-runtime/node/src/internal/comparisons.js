'use strict';

/**
 * Deep equality, shared by `assert.deepEqual`, `assert.deepStrictEqual` and `util.isDeepStrictEqual`.
 *
 * Strict: `Object.is` for primitives, same prototypes, enumerable symbols count. Loose: `==` for primitives (NaN equals itself),
 * prototypes and symbols are ignored.
 */

const types = require('util/types');

const NO_ITEMS = 0;
const ARRAY = 1;
const SET = 2;
const MAP = 3;

const isObject = (value) => value !== null && typeof value === 'object';
const isError = (value) => types.isNativeError(value) || value instanceof Error;
const enumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);

/** The name of a typed array's kind, undefined for a DataView, whatever the object claims to be. */
const kindOfView = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

/** The pairs under comparison, so that circles end: a value met again must have the same partner. */
class Pairs {
  constructor() {
    this.left = new Map();
    this.right = new Map();
    this.position = 0;
  }
}

function deepEqual(a, b, strict, pairs) {
  if (a === b) return a !== 0 || !strict || Object.is(a, b);
  if (strict) {
    if (typeof a !== 'object') return typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b);
    if (!isObject(b) || a === null) return false;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  } else {
    if (!isObject(a)) return !isObject(b) && (a == b || (Number.isNaN(a) && Number.isNaN(b))); // eslint-disable-line eqeqeq
    if (!isObject(b)) return false;
  }
  const tag = Object.prototype.toString.call(a);
  if (tag !== Object.prototype.toString.call(b)) return false;

  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return sameKeys(a, b, strict, pairs, ARRAY, extraKeys(a), extraKeys(b));
  }
  if (tag === '[object Object]') return sameKeys(a, b, strict, pairs, NO_ITEMS);
  if (types.isDate(a)) {
    if (!types.isDate(b) || Date.prototype.getTime.call(a) !== Date.prototype.getTime.call(b)) {
      // Two invalid dates compare equal only by identity, as their times do.
      return false;
    }
  } else if (types.isRegExp(a)) {
    if (!types.isRegExp(b) || a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
  } else if (isError(a)) {
    // The stack is where it happened, not what: it does not count.
    if (!isError(b) || a.message !== b.message || a.name !== b.name) return false;
  } else if (ArrayBuffer.isView(a)) {
    if (!sameView(a, b, strict)) return false;
    return sameKeys(a, b, strict, pairs, NO_ITEMS, extraKeys(a), extraKeys(b));
  } else if (types.isSet(a)) {
    return types.isSet(b) && a.size === b.size && sameKeys(a, b, strict, pairs, SET);
  } else if (types.isMap(a)) {
    return types.isMap(b) && a.size === b.size && sameKeys(a, b, strict, pairs, MAP);
  } else if (types.isAnyArrayBuffer(a)) {
    if (!types.isAnyArrayBuffer(b) || !sameBytes(new Uint8Array(a), new Uint8Array(b))) return false;
  } else if (types.isBoxedPrimitive(a)) {
    if (!sameBoxed(a, b)) return false;
  } else if (Array.isArray(b) || ArrayBuffer.isView(b) || types.isSet(b) || types.isMap(b) || types.isDate(b) || types.isRegExp(b) ||
      types.isAnyArrayBuffer(b) || types.isBoxedPrimitive(b) || isError(b)) {
    return false;
  }
  return sameKeys(a, b, strict, pairs, NO_ITEMS);
}

/** Enumerable keys that are no array index; symbols are left to `sameKeys`. */
function extraKeys(object) {
  return Object.keys(object).filter((key) => !(/^(?:0|[1-9]\d{0,9})$/.test(key) && key < 2 ** 32 - 1));
}

function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function sameView(a, b, strict) {
  if (!ArrayBuffer.isView(b)) return false;
  if (kindOfView.call(a) !== kindOfView.call(b) || a.byteLength !== b.byteLength) return false;
  // Loosely 0 and -0 are equal, though their bytes are not.
  if (!strict && (types.isFloat32Array(a) || types.isFloat64Array(a))) {
    for (let i = 0; i < a.length; i++) {
      if (a[i] !== b[i]) return false;
    }
    return true;
  }
  return sameBytes(bytesOf(a), bytesOf(b));
}

function sameBoxed(a, b) {
  for (const [is, valueOf] of [
    [types.isNumberObject, Number.prototype.valueOf],
    [types.isStringObject, String.prototype.valueOf],
    [types.isBooleanObject, Boolean.prototype.valueOf],
    [types.isBigIntObject, BigInt.prototype.valueOf],
    [types.isSymbolObject, Symbol.prototype.valueOf],
  ]) {
    if (is(a)) return is(b) && Object.is(valueOf.call(a), valueOf.call(b));
  }
  return false;
}

function sameKeys(a, b, strict, pairs, items, keysOfA = Object.keys(a), keysOfB = Object.keys(b)) {
  if (keysOfA.length !== keysOfB.length) return false;
  for (const key of keysOfA) {
    if (!enumerable(b, key)) return false;
  }
  let keys = keysOfA;
  if (strict) {
    const ofA = Object.getOwnPropertySymbols(a).filter((key) => enumerable(a, key));
    const ofB = Object.getOwnPropertySymbols(b).filter((key) => enumerable(b, key));
    if (ofA.length !== ofB.length) return false;
    for (const key of ofA) {
      if (!enumerable(b, key)) return false;
    }
    if (ofA.length > 0) keys = keys.concat(ofA);
  }
  if (keys.length === 0 && (items === NO_ITEMS || (items === ARRAY ? a.length === 0 : a.size === 0))) return true;

  if (pairs === undefined) {
    pairs = new Pairs();
  } else {
    const left = pairs.left.get(a);
    if (left !== undefined) {
      const right = pairs.right.get(b);
      if (right !== undefined) return left === right;
    }
    pairs.position++;
  }
  pairs.left.set(a, pairs.position);
  pairs.right.set(b, pairs.position);
  const same = sameItems(a, b, strict, pairs, items) && keys.every((key) => deepEqual(a[key], b[key], strict, pairs));
  pairs.left.delete(a);
  pairs.right.delete(b);
  return same;
}

function sameItems(a, b, strict, pairs, items) {
  switch (items) {
    case SET:
      return sameSet(a, b, strict, pairs);
    case MAP:
      return sameMap(a, b, strict, pairs);
    case ARRAY:
      return sameArray(a, b, strict, pairs);
    default:
      return true;
  }
}

function sameArray(a, b, strict, pairs) {
  for (let i = 0; i < a.length; i++) {
    if (Object.hasOwn(a, i)) {
      if (!Object.hasOwn(b, i) || !deepEqual(a[i], b[i], strict, pairs)) return false;
    } else if (Object.hasOwn(b, i)) {
      return false;
    } else {
      // A hole in both: what is left is compared by keys, since the holes may be many.
      const keys = Object.keys(a);
      if (keys.length !== Object.keys(b).length) return false;
      return keys.slice(i).every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key], strict, pairs));
    }
  }
  return true;
}

/**
 * What a primitive that the other side lacks can loosely equal there: true (some other primitive), false (none),
 * or the one value to look for.
 */
function looseCounterpart(primitive) {
  switch (typeof primitive) {
    case 'undefined':
      return null;
    case 'object': // null
      return undefined;
    case 'symbol':
      return false;
    case 'string':
    case 'number':
      return !Number.isNaN(+primitive);
    default:
      return true;
  }
}

function takeEqual(candidates, value, strict, pairs) {
  for (const candidate of candidates) {
    if (deepEqual(value, candidate, strict, pairs)) {
      candidates.delete(candidate);
      return true;
    }
  }
  return false;
}

function sameSet(a, b, strict, pairs) {
  // Those of `a` that need a partner found by comparison.
  const open = new Set();
  for (const value of a) {
    if (isObject(value)) {
      open.add(value);
    } else if (!b.has(value)) {
      if (strict) return false;
      const counterpart = looseCounterpart(value);
      const possible = counterpart != null ? counterpart : b.has(counterpart) && !a.has(counterpart);
      if (!possible) return false;
      open.add(value);
    }
  }
  if (open.size === 0) return true;
  for (const value of b) {
    if (isObject(value)) {
      if (!takeEqual(open, value, strict, pairs)) return false;
    } else if (!strict && !a.has(value) && !takeEqual(open, value, strict, pairs)) {
      return false;
    }
  }
  return open.size === 0;
}

function takeEqualEntry(open, a, key, item, strict, pairs) {
  for (const candidate of open) {
    if (deepEqual(key, candidate, strict, pairs) && deepEqual(item, a.get(candidate), strict, pairs)) {
      open.delete(candidate);
      return true;
    }
  }
  return false;
}

function sameMap(a, b, strict, pairs) {
  const open = new Set();
  for (const [key, item] of a) {
    if (isObject(key)) {
      open.add(key);
      continue;
    }
    const other = b.get(key);
    if ((other === undefined && !b.has(key)) || !deepEqual(item, other, strict, pairs)) {
      if (strict) return false;
      const counterpart = looseCounterpart(key);
      const possible = counterpart != null ? counterpart :
        b.has(counterpart) && !a.has(counterpart) && deepEqual(item, b.get(counterpart), false, pairs);
      if (!possible) return false;
      open.add(key);
    }
  }
  if (open.size === 0) return true;
  for (const [key, item] of b) {
    if (isObject(key)) {
      if (!takeEqualEntry(open, a, key, item, strict, pairs)) return false;
    } else if (!strict && (!a.has(key) || !deepEqual(a.get(key), item, false, pairs)) &&
        !takeEqualEntry(open, a, key, item, false, pairs)) {
      return false;
    }
  }
  return open.size === 0;
}

function isDeepStrictEqual(a, b) {
  return deepEqual(a, b, true);
}

module.exports = {
  isDeepEqual: (a, b) => deepEqual(a, b, false),
  // Plain data is compared natively.
  isDeepStrictEqual: native.quickEqual(isDeepStrictEqual),
};
