'use strict';

/**
 * `util.types`: what kind of built-in object a value is, whatever its prototype and `Symbol.toStringTag` say.
 *
 * Where the language has a check that does not throw it is used; otherwise an internal-slot getter is tried, and its TypeError
 * means no. Only what no JavaScript can tell (promises, proxies, kinds of functions) asks the engine.
 */

const engine = require('internal/engine');

const toStringOf = Object.prototype.toString;
const isObject = (value) => value !== null && typeof value === 'object';

function getterOf(prototype, key) {
  return Object.getOwnPropertyDescriptor(prototype, key).get;
}

/** A check by a function that throws for anything without the slot; `builtinTag` is what `toString` says when no tag overrides it. */
function slotCheck(probe, builtinTag) {
  return (value) => {
    if (!isObject(value)) return false;
    if (builtinTag !== undefined && value[Symbol.toStringTag] === undefined) return toStringOf.call(value) === builtinTag;
    try {
      probe(value);
      return true;
    } catch {
      return false;
    }
  };
}

const call = (method, ...args) => (value) => Reflect.apply(method, value, args);

const isDate = slotCheck(call(Date.prototype.getTime), '[object Date]');
const isRegExp = slotCheck(call(getterOf(RegExp.prototype, 'source')), '[object RegExp]');
const isNumberObject = slotCheck(call(Number.prototype.valueOf), '[object Number]');
const isStringObject = slotCheck(call(String.prototype.valueOf), '[object String]');
const isBooleanObject = slotCheck(call(Boolean.prototype.valueOf), '[object Boolean]');
const isBigIntObject = slotCheck(call(BigInt.prototype.valueOf));
const isSymbolObject = slotCheck(call(Symbol.prototype.valueOf));
const isMapSlot = slotCheck(call(getterOf(Map.prototype, 'size')));
const isSetSlot = slotCheck(call(getterOf(Set.prototype, 'size')));
const isWeakMapSlot = slotCheck(call(WeakMap.prototype.has, {}));
const isWeakSetSlot = slotCheck(call(WeakSet.prototype.has, {}));
const isArrayBufferSlot = slotCheck(call(getterOf(ArrayBuffer.prototype, 'byteLength')));
const isSharedArrayBufferSlot = typeof SharedArrayBuffer === 'undefined' ?
  () => false :
  slotCheck(call(getterOf(SharedArrayBuffer.prototype, 'byteLength')));

const typedArrayName = getterOf(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const nameOf = (value) => typedArrayName.call(value);

const MapIteratorPrototype = Object.getPrototypeOf(new Map().entries());
const SetIteratorPrototype = Object.getPrototypeOf(new Set().entries());
const GeneratorPrototype = Object.getPrototypeOf(function* () {}).prototype;
const AsyncGeneratorPrototype = Object.getPrototypeOf(async function* () {}).prototype;

const inherits = (value, prototype) => Object.prototype.isPrototypeOf.call(prototype, value);

// A kind of function is a class to the engine, which neither a prototype nor a Proxy changes.
const ASYNC_FUNCTION = engine.classOf(async () => {});
const GENERATOR_FUNCTION = engine.classOf(function* () {});
const ASYNC_GENERATOR_FUNCTION = engine.classOf(async function* () {});

function isAsyncFunction(value) {
  const found = engine.classOf(value);
  return found === ASYNC_FUNCTION || found === ASYNC_GENERATOR_FUNCTION;
}

function isGeneratorFunction(value) {
  const found = engine.classOf(value);
  return found === GENERATOR_FUNCTION || found === ASYNC_GENERATOR_FUNCTION;
}

function isArgumentsObject(value) {
  return isObject(value) && value[Symbol.toStringTag] === undefined && toStringOf.call(value) === '[object Arguments]';
}

function isNativeError(value) {
  if (!isObject(value)) return false;
  if (typeof Error.isError === 'function') return Error.isError(value) && !isDOMException(value);
  if (value[Symbol.toStringTag] === undefined) return toStringOf.call(value) === '[object Error]';
  return value instanceof Error && Object.hasOwn(value, 'stack') && !isDOMException(value);
}

function isDOMException(value) {
  return value[Symbol.toStringTag] === 'DOMException';
}

function isProxy(value) {
  return (isObject(value) || typeof value === 'function') && engine.proxyDetails(value) !== undefined;
}

const types = {
  isExternal: () => false,
  isDate,
  isArgumentsObject,
  isBigIntObject,
  isBooleanObject,
  isNumberObject,
  isStringObject,
  isSymbolObject,
  isBoxedPrimitive(value) {
    return isNumberObject(value) || isStringObject(value) || isBooleanObject(value) || isBigIntObject(value) || isSymbolObject(value);
  },
  isNativeError,
  isRegExp,
  isAsyncFunction,
  isGeneratorFunction,
  isGeneratorObject(value) {
    return isObject(value) && (inherits(value, GeneratorPrototype) || inherits(value, AsyncGeneratorPrototype)) &&
      !Object.hasOwn(value, 'constructor');
  },
  isPromise: (value) => isObject(value) && engine.promiseState(value) !== undefined,
  isMap: (value) => isMapSlot(value),
  isSet: (value) => isSetSlot(value),
  isMapIterator: (value) => isObject(value) && value !== MapIteratorPrototype && inherits(value, MapIteratorPrototype),
  isSetIterator: (value) => isObject(value) && value !== SetIteratorPrototype && inherits(value, SetIteratorPrototype),
  isWeakMap: (value) => isWeakMapSlot(value),
  isWeakSet: (value) => isWeakSetSlot(value),
  isArrayBuffer: (value) => isArrayBufferSlot(value),
  isDataView: (value) => ArrayBuffer.isView(value) && nameOf(value) === undefined,
  isSharedArrayBuffer: (value) => isSharedArrayBufferSlot(value),
  isProxy,
  isModuleNamespaceObject: (value) => isObject(value) && value[Symbol.toStringTag] === 'Module' && Object.getPrototypeOf(value) === null &&
    !Object.isExtensible(value),
  isAnyArrayBuffer: (value) => isArrayBufferSlot(value) || isSharedArrayBufferSlot(value),
  isCryptoKey: (value) => isObject(value) && value[Symbol.toStringTag] === 'CryptoKey',
  isKeyObject: (value) => isObject(value) && value[Symbol.toStringTag] === 'KeyObject',
  isArrayBufferView: ArrayBuffer.isView,
  isTypedArray: (value) => nameOf(value) !== undefined,
};

for (const name of ['Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  const is = `is${name}`;
  types[is] = { [is]: (value) => nameOf(value) === name }[is];
}

module.exports = types;
