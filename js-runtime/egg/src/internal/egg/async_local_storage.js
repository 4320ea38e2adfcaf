'use strict';

const { AsyncLocalStorage } = require('async_hooks');
const { currentContext } = require('internal/koa/hooks');

/** Where packages that know nothing of each other find the one storage of the running request (npm package `gals`). */
const KEY = Symbol.for('gals#asyncLocalStorage');

/** Stands for undefined, which somebody chose. */
const NOTHING = Symbol('nothing');

/** Outside of a `run` of its own, the store is the context of the request that the running code works for. */
class RequestStorage extends AsyncLocalStorage {
  getStore() {
    const store = super.getStore();
    return store === NOTHING ? undefined : store ?? currentContext();
  }

  run(store, ...rest) {
    return super.run(store ?? NOTHING, ...rest);
  }

  enterWith(store) {
    super.enterWith(store ?? NOTHING);
  }

  exit(...args) {
    return super.run(NOTHING, ...args);
  }
}

module.exports = function getAsyncLocalStorage() {
  globalThis[KEY] ??= new RequestStorage();
  return globalThis[KEY];
};
