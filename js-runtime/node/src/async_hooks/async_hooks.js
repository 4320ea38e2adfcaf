'use strict';

/**
 * `async_hooks`: AsyncLocalStorage, AsyncResource and hooks. How far a store follows its request, and where it does not, stands in
 * `internal/async_context`; which resources have ids in `internal/async_tracking`.
 */

const { codes } = require('internal/errors');
const { validateFunction, validateObject, validateString } = require('internal/validators');
const context = require('internal/async_context');
const tracking = require('internal/async_tracking');

/** The id of the resource whose code runs. */
function executionAsyncId() {
  return tracking.running().id;
}

/** The id of the resource that made that one. */
function triggerAsyncId() {
  return tracking.running().trigger;
}

function executionAsyncResource() {
  return tracking.running().resource;
}

/** An AsyncResource that nobody refers to any more has ended. */
const collected = new FinalizationRegistry((end) => {
  if (!end.isTold) tracking.tellEnd(end);
});

class AsyncResource {
  #record;
  #context;

  /** `options`: { triggerAsyncId, requireManualDestroy }, or the trigger's id. */
  constructor(type, options = {}) {
    validateString(type, 'type');
    let trigger = options;
    let isManual = false;
    if (typeof options !== 'number') {
      validateObject(options, 'options', { nullable: true });
      trigger = options?.triggerAsyncId ?? tracking.peek().id;
      isManual = !!options?.requireManualDestroy;
    }
    if (!Number.isSafeInteger(trigger) || trigger < -1) throw codes.ERR_INVALID_ASYNC_ID('triggerAsyncId', trigger);
    if (type.length === 0 && tracking.hearsOfBeginnings()) throw codes.ERR_ASYNC_TYPE(type);
    this.#record = tracking.init(type, this, trigger);
    this.#context = context.get();
    if (!isManual && tracking.hearsOfEnds()) collected.register(this, this.#record.end);
  }

  runInAsyncScope(fn, thisArg, ...args) {
    // Scopes nest deep: where the context is in place already, one call less.
    if (context.get() === this.#context) return tracking.run(this.#record, fn, thisArg, args);
    return tracking.run(this.#record, context.runIn, undefined, [this.#context, fn, thisArg, args]);
  }

  /** Hooks hear of every call. */
  emitDestroy() {
    tracking.tellEnd(this.#record.end);
    return this;
  }

  asyncId() { return this.#record.id; }
  triggerAsyncId() { return this.#record.trigger; }

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

/** The context `entries` without what `storage` has there. */
function without(entries, storage) {
  if (entries === undefined) return undefined;
  if (entries[0] === storage) return entries[2];
  const rest = without(entries[2], storage);
  return rest === entries[2] ? entries : [entries[0], entries[1], rest];
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
    if (!this.#enabled) return undefined;
    for (let entries = context.get(); entries !== undefined; entries = entries[2]) {
      if (entries[0] === this) return entries[1];
    }
    return undefined;
  }

  #with(store) {
    this.#enabled = true;
    return [this, store, without(context.get(), this)];
  }

  run(store, callback, ...args) {
    if (this.#enabled && Object.is(store, this.getStore())) return Reflect.apply(callback, null, args);
    return context.runIn(this.#with(store), callback, null, args);
  }

  exit(callback, ...args) {
    if (!this.#enabled) return Reflect.apply(callback, null, args);
    return context.runIn(without(context.get(), this), callback, null, args);
  }

  enterWith(store) {
    context.enter(this.#with(store));
  }

  /** Until the next `run` or `enterWith` there is no store anywhere. */
  disable() {
    this.#enabled = false;
  }
}

/** What `createHook` gives. */
class AsyncHook {
  #hook;

  constructor({ init, before, after, destroy }) {
    this.#hook = { init, before, after, destroy };
  }

  enable() {
    tracking.enable(this.#hook);
    return this;
  }

  disable() {
    tracking.disable(this.#hook);
    return this;
  }
}

/**
 * `hooks`: { init(id, type, trigger, resource), before(id), after(id), destroy(id), promiseResolve(id) }. Promises are not announced, which a
 * warning says when hooks are first enabled.
 */
function createHook(hooks) {
  for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
    if (hooks[name] !== undefined && typeof hooks[name] !== 'function') throw codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
  }
  return new AsyncHook(hooks);
}

/** Node's kinds of resources, in the order of its numbers. */
const PROVIDERS = [
  'NONE', 'DIRHANDLE', 'DNSCHANNEL', 'ELDHISTOGRAM', 'FILEHANDLE', 'FILEHANDLECLOSEREQ', 'BLOBREADER', 'FSEVENTWRAP', 'FSREQCALLBACK',
  'FSREQPROMISE', 'GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'HEAPSNAPSHOT', 'HTTP2SESSION', 'HTTP2STREAM', 'HTTP2PING',
  'HTTP2SETTINGS', 'HTTPINCOMINGMESSAGE', 'HTTPCLIENTREQUEST', 'JSSTREAM', 'JSUDPWRAP', 'MESSAGEPORT', 'PIPECONNECTWRAP',
  'PIPESERVERWRAP', 'PIPEWRAP', 'PROCESSWRAP', 'PROMISE', 'QUERYWRAP', 'QUIC_LOGSTREAM', 'QUIC_PACKET', 'SHUTDOWNWRAP', 'SIGNALWRAP',
  'STATWATCHER', 'STREAMPIPE', 'TCPCONNECTWRAP', 'TCPSERVERWRAP', 'TCPWRAP', 'TTYWRAP', 'UDPSENDWRAP', 'UDPWRAP', 'SIGINTWATCHDOG',
  'WORKER', 'WORKERHEAPSNAPSHOT', 'WRITEWRAP', 'ZLIB', 'CHECKPRIMEREQUEST', 'PBKDF2REQUEST', 'KEYPAIRGENREQUEST', 'KEYGENREQUEST',
  'KEYEXPORTREQUEST', 'CIPHERREQUEST', 'DERIVEBITSREQUEST', 'HASHREQUEST', 'RANDOMBYTESREQUEST', 'RANDOMPRIMEREQUEST', 'SCRYPTREQUEST',
  'SIGNREQUEST', 'TLSWRAP', 'VERIFYREQUEST',
];

module.exports = {
  AsyncLocalStorage,
  AsyncResource,
  createHook,
  executionAsyncId,
  executionAsyncResource,
  triggerAsyncId,
  asyncWrapProviders: Object.freeze({ __proto__: null, ...Object.fromEntries(PROVIDERS.map((name, number) => [name, number])) }),
};
