'use strict';

/**
 * `async_hooks`: AsyncLocalStorage and AsyncResource. How far a store follows its request, and where it does not, stands in
 * `internal/async_context`. Hooks (`createHook(...).enable()`) are not built, and refuse.
 */

const { codes } = require('internal/errors');
const { validateFunction, validateObject, validateString } = require('internal/validators');
const context = require('internal/async_context');

// 1 is the program's first turn, as in Node.
let lastId = 1;
let executionId = 1;
let triggerId = 0;
let resource = {};

function executionAsyncId() {
  return executionId;
}

function triggerAsyncId() {
  return triggerId;
}

function executionAsyncResource() {
  return resource;
}

class AsyncResource {
  #asyncId;
  #triggerId;
  #context;

  /** `options`: { triggerAsyncId, requireManualDestroy }, or the trigger's id. */
  constructor(type, options = {}) {
    validateString(type, 'type');
    let trigger = options;
    if (typeof options !== 'number') {
      validateObject(options, 'options', { nullable: true });
      trigger = options?.triggerAsyncId ?? executionId;
    }
    if (!Number.isSafeInteger(trigger) || trigger < -1) throw codes.ERR_INVALID_ASYNC_ID('triggerAsyncId', trigger);
    this.#triggerId = trigger;
    this.#asyncId = ++lastId;
    this.#context = context.get();
  }

  runInAsyncScope(fn, thisArg, ...args) {
    const before = [executionId, triggerId, resource];
    executionId = this.#asyncId;
    triggerId = this.#triggerId;
    resource = this;
    try {
      return context.runIn(this.#context, fn, thisArg, args);
    } finally {
      [executionId, triggerId, resource] = before;
    }
  }

  /** Only hooks would see it, and there are none; a second call is as harmless as the first. */
  emitDestroy() {
    return this;
  }

  asyncId() { return this.#asyncId; }
  triggerAsyncId() { return this.#triggerId; }

  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const self = this;
    const bound = thisArg === undefined ?
      function(...args) { return self.runInAsyncScope(fn, this, ...args); } :
      (...args) => self.runInAsyncScope(fn, thisArg, ...args);
    Object.defineProperties(bound, {
      length: { configurable: true, enumerable: false, value: fn.length, writable: false },
      asyncResource: { configurable: true, enumerable: true, value: this, writable: true },
    });
    return bound;
  }

  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

class AsyncLocalStorage {
  #enabled = false;

  constructor() {
    context.install();
  }

  static bind(fn) {
    return AsyncResource.bind(fn);
  }

  /** A function that calls its first argument in the context of now. */
  static snapshot() {
    return AsyncLocalStorage.bind((fn, ...args) => fn(...args));
  }

  getStore() {
    return this.#enabled ? context.get()?.get(this) : undefined;
  }

  #with(store) {
    this.#enabled = true;
    return new Map(context.get()).set(this, store);
  }

  run(store, callback, ...args) {
    if (this.#enabled && Object.is(store, this.getStore())) return Reflect.apply(callback, null, args);
    return context.runIn(this.#with(store), callback, null, args);
  }

  exit(callback, ...args) {
    if (!this.#enabled) return Reflect.apply(callback, null, args);
    const without = new Map(context.get());
    without.delete(this);
    return context.runIn(without, callback, null, args);
  }

  enterWith(store) {
    context.enter(this.#with(store));
  }

  /** Until the next `run` or `enterWith` there is no store anywhere. */
  disable() {
    this.#enabled = false;
  }
}

/** Hooks would need the engine to announce every promise; enabling them is refused rather than left without effect. */
function createHook(hooks) {
  validateObject(hooks, 'hooks');
  for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
    if (hooks[name] !== undefined && typeof hooks[name] !== 'function') throw codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
  }
  return {
    enable() { throw codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('async_hooks.createHook().enable()'); },
    disable() { return this; },
  };
}

module.exports = {
  AsyncLocalStorage,
  AsyncResource,
  createHook,
  executionAsyncId,
  executionAsyncResource,
  triggerAsyncId,
  asyncWrapProviders: Object.freeze({ __proto__: null }),
};
