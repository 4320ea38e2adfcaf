'use strict';

/** Conversions between JavaScript's values and wasm's, and the checks of arguments that several classes share. */

const { kUncloneable } = require('internal/uncloneable');

const isObject = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');

/** What a value of `type` is when nobody gives one. */
function defaultOf(type) {
  if (type === 'i64') return 0n;
  return type === 'funcref' || type === 'externref' ? null : 0;
}

/** `value` as wasm's `type`, as the natives take it: `store` has a number for each reference. */
function toWasm(store, type, value) {
  switch (type) {
    case 'i32': return value | 0;
    case 'i64': return BigInt.asIntN(64, value);
    case 'f32': return Math.fround(value);
    case 'f64': return +value;
    case 'externref': return value === null ? null : store.reference(value);
    case 'funcref': {
      if (value === null) return null;
      const number = store.functionNumber(value);
      if (number === undefined) throw new TypeError('type incompatibility when transforming from/to JS');
      return number;
    }
    default: throw new TypeError('type incompatibility when transforming from/to JS');
  }
}

/** What the natives give for a value of `type`, as JavaScript sees it. */
function fromWasm(store, type, value) {
  switch (type) {
    case 'externref': return value === null ? null : store.referenced(value);
    case 'funcref': return value === null ? null : store.thing(value);
    case 'v128': throw new TypeError('type incompatibility when transforming from/to JS');
    default: return value;
  }
}

/** An unsigned integer of 32 bits; `what` names it in errors. */
function unsigned(where, what, value, { least = 0, most = 0xffffffff } = {}) {
  let number;
  try {
    number = +value;
  } catch {
    number = NaN;
  }
  if (!Number.isFinite(number)) throw new TypeError(`${where}: ${what} must be convertible to a valid number`);
  number = Math.trunc(number);
  if (number < 0) throw new TypeError(`${where}: ${what} must be non-negative`);
  if (number > 0xffffffff) throw new TypeError(`${where}: ${what} must be in the unsigned long range`);
  if (number < least) throw new RangeError(`${where}: ${what}: value ${number} is below the lower bound ${least}`);
  if (number > most) throw new RangeError(`${where}: ${what}: value ${number} is above the upper bound ${most}`);
  return number;
}

/** `initial` and `maximum` of a descriptor; the second may be undefined. */
function limits(where, descriptor, most) {
  const { initial, maximum } = descriptor;
  if (initial === undefined) throw new TypeError(`${where}: Property 'initial' is required`);
  const least = unsigned(where, "Property 'initial'", initial, { most });
  if (maximum === undefined) return [least, undefined];
  return [least, unsigned(where, "Property 'maximum'", maximum, { least })];
}

/** Makes members enumerable, as those of WebAssembly's interface are. */
function show(object, names) {
  for (const name of names) Object.defineProperty(object, name, { enumerable: true });
}

/** Gives a class the shape of an interface: `WebAssembly.NAME`, whose members are enumerable. What it makes cannot be cloned. */
function publish(Class, name, members) {
  show(Class.prototype, members);
  Object.defineProperty(Class.prototype, kUncloneable, { value: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: `WebAssembly.${name}`, configurable: true });
}

module.exports = { isObject, defaultOf, toWasm, fromWasm, unsigned, limits, show, publish };
