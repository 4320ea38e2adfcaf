'use strict';

/**
 * A pool of named start-up tasks that is ready when all are done (behaviour of the npm package `ready-callback` 3).
 *
 * Events: `ready_timeout(name)` when a task takes longer than its timeout, `ready_stat({ id, remain })` when one ended,
 * `error(error)` for the first task that failed: nothing is counted after it.
 */
const EventEmitter = require('events');
const { clearTimeout, setImmediate, setTimeout } = require('timers');
const Ready = require('internal/egg/ready');

module.exports = class ReadyTasks extends EventEmitter {
  #ready = new Ready();
  #tasks = new Map();
  #failed = false;
  #options;

  /** @param {object} options `timeout` in milliseconds (10000), `isWeakDep` (false), `lazyStart` (false): wait for `start()` */
  constructor(options) {
    super();
    this.#options = { timeout: 10000, isWeakDep: false, ...options };
    if (!this.#options.lazyStart) this.start();
  }

  ready(flagOrCallback) {
    return this.#ready.ready(flagOrCallback);
  }

  /** From here on a pool without tasks is ready. */
  start() {
    setImmediate(() => {
      if (this.#tasks.size === 0) this.ready(true);
    });
  }

  /** Registers a task; the function returned ends it, once: `done(error?)`. A weak dependency's error is ignored. */
  readyCallback(name, options) {
    const { timeout, isWeakDep } = { ...this.#options, ...options };
    const id = Symbol(name);
    const label = name || `task ${this.#tasks.size}`;
    const timer = setTimeout(() => this.emit('ready_timeout', label), timeout);
    let called = false;
    const done = reason => {
      if (called) return;
      called = true;
      clearTimeout(timer);
      if (this.#failed) return;
      const error = reason === undefined || reason === null || reason instanceof Error ? reason : new Error(reason);
      // Tasks that are registered in the same turn still count.
      setImmediate(() => this.#end(id, label, isWeakDep ? undefined : error));
    };
    done.id = label;
    this.#tasks.set(id, label);
    return done;
  }

  #end(id, label, error) {
    if (error) {
      this.#failed = true;
      this.emit('error', error);
      return;
    }
    this.#tasks.delete(id);
    this.emit('ready_stat', { id: label, remain: [ ...this.#tasks.values() ] });
    if (this.#tasks.size === 0) this.ready(true);
  }
};
