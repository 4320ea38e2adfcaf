'use strict';

const { AsyncLocalStorage } = require('async_hooks');
const { currentContext, enterContexts } = require('internal/koa/hooks');
const sharedSource = require('internal/shared_source');

/** Where packages that know nothing of each other find the one storage of the running request (npm package `gals`). */
const KEY = Symbol.for('gals#asyncLocalStorage');

/** Stands for undefined, which somebody chose. */
const NOTHING = Symbol('nothing');

/**
 * Outside of a `run` of its own, the store is the context of the request that the running code works for.
 *
 * The host knows which request a turn works for, except behind what works for many: a connection that is kept, or a promise that
 * several requests wait for. So contexts go with the asynchronous context, which costs a little with every promise, from the time on
 * that such a connection is opened (before its first answer comes), or that somebody asks within a request.
 */
class RequestStorage extends AsyncLocalStorage {
  #isCarried = false;

  constructor() {
    super();
    sharedSource.onFirst(() => {
      const context = currentContext();
      if (context === undefined) this.#carryOn();
      else this.#carry(context);
    });
  }

  getStore() {
    const store = super.getStore();
    if (store !== undefined) return store === NOTHING ? undefined : store;
    const context = currentContext();
    if (context !== undefined) this.#carry(context);
    return context;
  }

  #carry(context) {
    super.enterWith(context);
    this.#carryOn();
  }

  /** From the next request on. */
  #carryOn() {
    if (this.#isCarried) return;
    this.#isCarried = true;
    enterContexts(created => super.enterWith(created));
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
