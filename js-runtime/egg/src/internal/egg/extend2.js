'use strict';

/**
 * The merge that makes `app.config` (behaviour of the npm package `extend2` 1.0): `extend(deep?, target, ...sources)`.
 *
 * With `true` first, plain objects merge recursively; arrays, class instances, functions, Buffers and the like replace what
 * was there; `undefined` never overrides, `null` does. Inherited enumerable keys of a source count, `__proto__` does not.
 */
module.exports = function extend(...args) {
  const deep = typeof args[0] === 'boolean' ? args.shift() : false;
  const [ first, ...sources ] = args;
  const target = isMergeable(first) ? first : {};
  const inheritsNothing = objectsInheritNothing();
  for (const source of sources) {
    if (source !== null && source !== undefined) merge(target, source, deep, inheritsNothing);
  }
  return target;
};

module.exports.isPlainObject = isPlainObject;

function merge(into, source, deep, inheritsNothing) {
  for (const key in source) {
    if (key === '__proto__') continue;
    const value = source[key];
    if (value === into) continue;
    if (deep && isPlainObject(value, inheritsNothing)) {
      const present = into[key];
      // The source's own objects are never shared: a later merge would write into them.
      into[key] = merge(isPlainObject(present, inheritsNothing) ? present : {}, value, true, inheritsNothing);
    } else if (value !== undefined) {
      into[key] = value;
    }
  }
  return into;
}

function isMergeable(target) {
  return (typeof target === 'object' && target !== null) || typeof target === 'function';
}

/** Nobody has put enumerable keys on `Object.prototype`. */
function objectsInheritNothing() {
  return Object.keys(Object.prototype).length === 0;
}

/**
 * An object of this or another realm's Object; one with a prototype of its own is not. `inheritsNothing`: what
 * `objectsInheritNothing()` says, for who asks often.
 */
function isPlainObject(value, inheritsNothing) {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.prototype.toString.call(value) !== '[object Object]') return false;
  // Nearly all are: what is asked below has this answer then.
  if (Object.getPrototypeOf(value) === Object.prototype && (inheritsNothing ?? objectsInheritNothing())) return true;
  const { constructor } = value;
  const ownConstructor = Object.hasOwn(value, 'constructor');
  if (constructor && !ownConstructor) {
    const { prototype } = constructor;
    if (!prototype || !Object.hasOwn(prototype, 'isPrototypeOf')) return false;
  }
  // Own keys are enumerated first: when the last one is own, all are.
  let last;
  for (last in value);
  return last === undefined || Object.hasOwn(value, last);
}
