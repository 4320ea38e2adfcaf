'use strict';

/**
 * What clients are built upon: readiness, waiting for events, and errors that are told when nobody listens (behaviour of the npm package
 * `sdk-base` 4, without listeners that are generators).
 */
const assert = require('assert');
const EventEmitter = require('events');
const co = require('internal/co');
const { isFunction, isGeneratorFunction } = require('internal/koa/function_kind');

module.exports = class Base extends EventEmitter {
  #isReady = false;
  #error = null;
  #callbacks = [];

  /** @param {object} [options] kept as `options`; `initMethod`: the method whose promise makes it ready */
  constructor(options) {
    super();
    if (options?.initMethod) this.#initBy(options.initMethod);
    this.options = options || {};
    this.on('error', error => this.#onError(error));
  }

  #initBy(name) {
    assert(isFunction(this[name]), `[sdk-base] this.${name} should be a function.`);
    process.nextTick(() => {
      const init = isGeneratorFunction(this[name]) ? co.wrap(this[name]) : this[name];
      const initialised = init.call(this);
      assert(isFunction(initialised?.then), `[sdk-base] this.${name} should return either a promise or a generator`);
      initialised.then(() => this.ready(true)).catch(error => this.ready(error));
    });
  }

  get isReady() {
    return this.#isReady;
  }

  get localStorage() {
    return this.options.localStorage;
  }

  /**
   * `ready(true)` and `ready(error)` settle it, `ready(false)` takes it back; `ready(callback)` calls back on a later tick with the error
   * or null; `ready()` gives a promise.
   */
  ready(...args) {
    if (args.length === 0) {
      return new Promise((resolve, reject) => {
        if (this.#isReady) resolve();
        else if (this.#error) reject(this.#error);
        else this.#callbacks.push(error => (error ? reject(error) : resolve()));
      });
    }
    const [ flag ] = args;
    if (isFunction(flag)) {
      this.#callbacks.push(flag);
    } else if (flag instanceof Error) {
      this.#isReady = false;
      this.#error = flag;
      if (this.#callbacks.length === 0) this.emit('error', flag);
    } else {
      this.#isReady = flag;
    }
    if (!this.#isReady && !this.#error) return undefined;
    for (const callback of this.#callbacks.splice(0)) process.nextTick(() => callback(this.#error));
    return undefined;
  }

  /** As `ready()`; rejects with a TimeoutError when that takes longer. */
  async readyOrTimeout(milliseconds) {
    const { clearTimeout, setTimeout } = require('timers');
    let timer;
    const late = new Promise((_, reject) => {
      const error = new Error(`Promise timed out after ${milliseconds} milliseconds`);
      error.name = 'TimeoutError';
      timer = setTimeout(reject, milliseconds, error);
    });
    try {
      await Promise.race([ this.ready(), late ]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The first argument of the next `event`; for 'error' the promise is rejected with it. */
  await(event) {
    return new Promise((resolve, reject) => this.once(event, event === 'error' ? reject : resolve));
  }

  /** `{ event, args }` of the first of these events that comes. */
  awaitFirst(events) {
    return new Promise((resolve, reject) => {
      const listeners = events.map(event => [ event, (...args) => {
        for (const [ name, listener ] of listeners) this.removeListener(name, listener);
        if (event === 'error') reject(args[0]);
        else resolve({ event, args });
      } ]);
      for (const [ event, listener ] of listeners) this.once(event, listener);
    });
  }

  #onError(error) {
    // Somebody else listens.
    if (this.listenerCount('error') > 1) return;
    const { format } = require('util');
    console.error('\n[%s][pid: %s][%s] %s: %s \nError Stack:\n  %s',
      Date(), process.pid, this.constructor.name, error.name, error.message, error.stack);
    const additions = Object.keys(error).filter(key => key !== 'name' && key !== 'message');
    if (additions.length > 0) {
      console.error('Error Additions:\n%s', additions.map(key => format('  %s: %j', key, error[key])).join('\n'));
    }
    console.error();
  }
};

/** What `from` emits, `to` emits too; an error that nobody listens for does not throw. */
module.exports.relayEvents = function relayEvents(from, to) {
  // The first listener may be the one that tells of errors.
  if (from.listenerCount('error') <= 1) from.on('error', () => {});
  const { emit } = from;
  from.emit = (...args) => {
    emit.apply(from, args);
    to.emit(...args);
    return from;
  };
};
