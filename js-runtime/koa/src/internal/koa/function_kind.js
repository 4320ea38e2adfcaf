'use strict';

/**
 * Which kind of function a value is. koa and egg decide by it how an export is used: classes are constructed,
 * generator functions run as coroutines, other functions are called.
 */
const { types } = require('util');
const co = require('internal/co');

const functionToString = Function.prototype.toString;
const CLASS_SOURCE = /^class[\s{]/;
const NO_SOURCE = /\{\s*\[native code\]\s*\}$/;
const TRANSPILED_CLASS = /classCallCheck\(|TypeError\("Cannot call a class as a function"\)/;

exports.isFunction = isFunction;
exports.isClass = isClass;
exports.isGeneratorFunction = types.isGeneratorFunction;
exports.isAsyncFunction = types.isAsyncFunction;
exports.isPrimitive = isPrimitive;
exports.isObject = isObject;
exports.callFn = callFn;

function isFunction(value) {
  return typeof value === 'function';
}

/** Answers of `isClass` by function: services are looked at on every request, and a source never changes. */
const classes = new WeakMap();

/** True for ES classes and for what Babel or TypeScript make of them; an ES5 constructor counts as a function. */
function isClass(value) {
  if (typeof value !== 'function') return false;
  let answer = classes.get(value);
  if (answer === undefined) classes.set(value, answer = hasClassSource(value));
  return answer;
}

function hasClassSource(value) {
  const source = functionToString.call(value);
  if (CLASS_SOURCE.test(source)) return true;
  if (NO_SOURCE.test(source)) return isEmbeddedClass(value);
  // Only the body can hold the transpiler's guard.
  return TRANSPILED_CLASS.test(source.slice(source.indexOf('{') + 1));
}

/**
 * Bytecode of the embedded surface carries no source text. Of all functions only classes and the language's own
 * constructors have a `prototype` that cannot be assigned.
 */
function isEmbeddedClass(fn) {
  const prototype = Object.getOwnPropertyDescriptor(fn, 'prototype');
  return prototype?.writable === false && globalThis[fn.name] !== fn;
}

function isPrimitive(value) {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/**
 * Calls `fn` with `args`, as a coroutine when it is a generator function, and resolves to its result. Anything that is
 * no function resolves to undefined: hooks are optional.
 */
async function callFn(fn, args = [], self = undefined) {
  if (typeof fn !== 'function') return undefined;
  const callable = types.isGeneratorFunction(fn) ? co.wrap(fn) : fn;
  return self ? callable.call(self, ...(args || [])) : callable(...(args || []));
}
