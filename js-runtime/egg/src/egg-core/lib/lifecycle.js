'use strict';

/**
 * The life cycle of an application or agent: boot hooks in load-unit order, readiness, closing.
 *
 * configWillLoad and configDidLoad run synchronously, unit after unit. didLoad, beforeStart and readyCallback tasks form one
 * pool that starts on the next tick; when it is done, willReady tasks form a second one; then the application is ready,
 * and didReady runs hook after hook. serverDidReady follows when all processes are up. Closing goes in reverse order.
 *
 * Events: `error`, `ready_timeout`, `ready_stat`.
 */
const assert = require('assert');
const EventEmitter = require('events');
const Ready = require('internal/egg/ready');
const ReadyTasks = require('internal/egg/ready_tasks');
const utils = require('egg-core/lib/utils');
const { isFunction } = require('internal/koa/function_kind');

const DEFAULT_READY_TIMEOUT = 10000;

module.exports = class Lifecycle extends EventEmitter {
  #bootHooks = [];
  #boots = [];
  #closeFunctions = new Set();
  #initialized = false;
  #closed = false;
  #ready = new Ready();

  /** @param {object} options `baseDir`, `app`, `logger` (of the start-up console) */
  constructor(options) {
    super();
    this.options = options;
    // An own property: applications and egg-mock replace it.
    this.ready = flagOrCallback => this.#ready.ready(flagOrCallback);
    this.timing.start('Application Start');
    this.readyTimeout = readyTimeout();

    this.loadReady = this.#delegate(new ReadyTasks({ timeout: this.readyTimeout }));
    this.loadReady.ready(error => (error ? this.ready(error) : this.triggerWillReady()));
    this.bootReady = this.#delegate(new ReadyTasks({ timeout: this.readyTimeout, lazyStart: true }));
    this.bootReady.ready(error => this.ready(error || true));

    this.on('ready_stat', ({ id, remain }) => {
      this.logger.info('[egg:core:ready_stat] end ready task %s, remain %j', id, remain);
    });
    this.on('ready_timeout', id => {
      const seconds = this.readyTimeout / 1000;
      this.logger.warn('[egg:core:ready_timeout] %s seconds later %s was still unable to finish.', seconds, id);
    });
    this.ready(error => {
      this.triggerDidReady(error);
      this.timing.end('Application Start');
    });
  }

  get app() {
    return this.options.app;
  }

  get logger() {
    return this.options.logger;
  }

  get timing() {
    return this.app.timing;
  }

  /** A task of the first pool that its owner ends: `app.readyCallback`. */
  legacyReadyCallback(name, options) {
    const done = this.loadReady.readyCallback(name, options);
    const key = `readyCallback in ${utils.getResolvedFilename(name, this.app.baseDir)}`;
    this.timing.start(key);
    const { timing } = this;
    return function legacyReadyCallback(...args) {
      timing.end(key);
      done(...args);
    };
  }

  addBootHook(hook) {
    assert(!this.#initialized, 'do not add hook when lifecycle has been initialized');
    this.#bootHooks.push(hook);
  }

  /** A boot file that exports a function: called with the application in configDidLoad. */
  addFunctionAsBootHook(hook) {
    this.addBootHook(class Hook {
      constructor(app) {
        this.app = app;
      }

      configDidLoad() {
        hook(this.app);
      }
    });
  }

  /** Constructs every boot class, before any hook runs. */
  init() {
    assert(!this.#initialized, 'lifecycle have been init');
    this.#initialized = true;
    this.#boots = this.#bootHooks.map(Boot => new Boot(this.app));
  }

  registerBeforeStart(scope, name) {
    this._registerReadyCallback(this.loadReady, 'Before Start', scope, name);
  }

  registerBeforeClose(fn) {
    assert(isFunction(fn), 'argument should be function');
    assert(!this.#closed, 'app has been closed');
    this.#closeFunctions.add(fn);
  }

  async close() {
    for (const fn of [ ...this.#closeFunctions ].reverse()) {
      await utils.callFn(fn);
      this.#closeFunctions.delete(fn);
    }
    this.app.emit('close');
    this.removeAllListeners();
    this.app.removeAllListeners();
    this.#closed = true;
  }

  triggerConfigWillLoad() {
    for (const boot of this.#boots) boot.configWillLoad?.();
    this.triggerConfigDidLoad();
  }

  triggerConfigDidLoad() {
    for (const boot of this.#boots) {
      boot.configDidLoad?.();
      if (boot.beforeClose) this.registerBeforeClose(boot.beforeClose.bind(boot));
    }
    this.triggerDidLoad();
  }

  triggerDidLoad() {
    this.#registerHooks('didLoad', this.loadReady, 'Did Load');
  }

  triggerWillReady() {
    this.bootReady.start();
    this.#registerHooks('willReady', this.bootReady, 'Will Ready');
  }

  async triggerDidReady(error) {
    for (const boot of this.#boots) {
      // Without a hook there is nothing to wait for, not even a microtask: ready callbacks would run in between.
      if (!boot.didReady) continue;
      try {
        await boot.didReady(error);
      } catch (failure) {
        this.emit('error', failure);
      }
    }
  }

  async triggerServerDidReady() {
    for (const boot of this.#boots) {
      try {
        await utils.callFn(boot.serverDidReady, null, boot);
      } catch (failure) {
        this.emit('error', failure);
      }
    }
  }

  #registerHooks(name, pool, label) {
    for (const boot of this.#boots) {
      if (boot[name]) this._registerReadyCallback(pool, label, boot[name].bind(boot), `${boot.fullPath}:${name}`);
    }
  }

  #delegate(pool) {
    pool.once('error', error => pool.ready(error));
    for (const event of [ 'ready_timeout', 'ready_stat', 'error' ]) {
      pool.on(event, argument => this.emit(event, argument));
    }
    return pool;
  }

  /**
   * Runs `scope` on the next tick as a task of `pool`. Without a name the task carries the place that registered it: the
   * caller of `app.beforeStart`, four frames up, so calls between the two may be neither added nor inlined.
   */
  _registerReadyCallback(pool, label, scope, name) {
    if (!isFunction(scope)) throw new Error('boot only support function');
    const id = name || utils.getCalleeFromStack(true, 4);
    const key = `${label} in ${utils.getResolvedFilename(id, this.app.baseDir)}`;
    this.timing.start(key);
    const done = pool.readyCallback(id);
    process.nextTick(() => {
      const ended = error => {
        done(error);
        this.timing.end(key);
      };
      utils.callFn(scope).then(() => ended(), ended);
    });
  }
};

function readyTimeout() {
  const configured = process.env.EGG_READY_TIMEOUT_ENV;
  const timeout = Number.parseInt(configured || DEFAULT_READY_TIMEOUT);
  assert(Number.isInteger(timeout),
    `process.env.EGG_READY_TIMEOUT_ENV ${configured} should be able to parseInt.`);
  return timeout;
}
