'use strict';

const { AsyncLocalStorage } = require('async_hooks');

/** Where packages that know nothing of each other find the one storage of the running request (npm package `gals`). */
const KEY = Symbol.for('gals#asyncLocalStorage');

module.exports = function getAsyncLocalStorage() {
  globalThis[KEY] ??= new AsyncLocalStorage();
  return globalThis[KEY];
};
