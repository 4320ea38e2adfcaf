'use strict';

/** `util.promisify` and `util.callbackify`: between callback and promise style. */

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');
/** Names for the values of a callback with more than one: the promise then resolves to an object of them. */
const kCustomPromisifyArgs = Symbol('customPromisifyArgs');

function promisify(original) {
  validateFunction(original, 'original');
  const own = original[kCustomPromisify];
  if (own) {
    validateFunction(own, 'util.promisify.custom');
    return Object.defineProperty(own, kCustomPromisify, { value: own, enumerable: false, writable: false, configurable: true });
  }
  const names = original[kCustomPromisifyArgs];

  function promisified(...args) {
    return new Promise((resolve, reject) => {
      args.push((error, ...values) => {
        if (error) {
          reject(error);
        } else if (names !== undefined && values.length > 1) {
          const named = {};
          for (let i = 0; i < names.length; i++) named[names[i]] = values[i];
          resolve(named);
        } else {
          resolve(values[0]);
        }
      });
      Reflect.apply(original, this, args);
    });
  }

  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, kCustomPromisify, { value: promisified, enumerable: false, writable: false, configurable: true });
  for (const key of Reflect.ownKeys(original)) {
    Object.defineProperty(promisified, key, { __proto__: null, ...Object.getOwnPropertyDescriptor(original, key) });
  }
  return promisified;
}
promisify.custom = kCustomPromisify;

function callbackify(original) {
  validateFunction(original, 'original');

  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const done = callback.bind(this);
    // Outside the promise, so that what the callback throws is an uncaught exception and no rejection.
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(done, null, value),
      (reason) => process.nextTick(reject, reason, done),
    );
  }

  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const key of Reflect.ownKeys(descriptors)) {
    Object.defineProperty(callbackified, key, { __proto__: null, ...descriptors[key] });
  }
  return callbackified;
}

function reject(reason, done) {
  // A callback takes a falsy first argument for success.
  if (!reason) {
    const error = codes.ERR_FALSY_VALUE_REJECTION(reason);
    error.reason = reason;
    reason = error;
  }
  return done(reason);
}

module.exports = { callbackify, kCustomPromisifyArgs, promisify };
