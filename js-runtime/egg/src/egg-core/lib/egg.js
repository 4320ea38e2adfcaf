'use strict';

/**
 * EggCore: a koa application with a loader, a life cycle and a router. Base of egg's Application and Agent, and of every
 * framework's.
 */
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const Module = require('module');
const KoaApplication = require('koa');
const { EggConsoleLogger } = require('egg-logger');
const { EggRouter } = require('@eggjs/router');
const depd = require('internal/depd');
const co = require('internal/co');
const getAsyncLocalStorage = require('internal/egg/async_local_storage');
const BaseContextClass = require('egg-core/lib/utils/base_context_class');
const Lifecycle = require('egg-core/lib/lifecycle');
const Timing = require('egg-core/lib/utils/timing');
const utils = require('egg-core/lib/utils');
const { isFunction, isGeneratorFunction } = require('internal/koa/function_kind');

const EGG_LOADER = Symbol.for('egg#loader');
// Symbols and not private fields: egg-mock hands out proxies of the application.
const DEPRECATIONS = Symbol('EggCore#deprecate');
const ROUTER = Symbol('EggCore#router');
const CLOSE_PROMISE = Symbol('EggCore#closePromise');

class EggCore extends KoaApplication {
  /**
   * @param {object} [options] `baseDir` (the working directory), `type` (`application` or `agent`), `plugins`, `env`,
   *   `serverScope`, `pathToRegexpModule` (a module or its name, in place of path-to-regexp 1)
   */
  constructor(options = {}) {
    options.baseDir = options.baseDir || process.cwd();
    options.type = options.type || 'application';
    const pathToRegexpModule = options.pathToRegexpModule || process.env.EGG_OPTIONS_PATH_TO_REGEXP_MODULE;
    if (typeof pathToRegexpModule === 'string') {
      options.pathToRegexpModule = Module.createRequire(path.join(options.baseDir, 'package.json'))(pathToRegexpModule);
    }
    checkOptions(options);

    super({ asyncLocalStorage: false });
    this.ctxStorage = getAsyncLocalStorage();
    this.timing = new Timing();
    this[DEPRECATIONS] = new Map();
    this._options = this.options = options;
    this.deprecate.property(this, '_options', 'app._options is deprecated, use app.options instead');
    this.console = new EggConsoleLogger();
    this.BaseContextClass = BaseContextClass;
    this.Controller = BaseContextClass;
    this.Service = BaseContextClass;

    this.lifecycle = new Lifecycle({ baseDir: options.baseDir, app: this, logger: this.console });
    for (const event of [ 'error', 'ready_timeout', 'ready_stat' ]) {
      this.lifecycle.on(event, argument => this.emit(event, argument));
    }

    const Loader = this[EGG_LOADER];
    assert(Loader, 'Symbol.for(\'egg#loader\') is required');
    this.loader = new Loader({
      baseDir: options.baseDir,
      app: this,
      plugins: options.plugins,
      logger: this.console,
      serverScope: options.serverScope,
      env: options.env,
    });
  }

  use(fn) {
    assert(isFunction(fn), 'app.use() requires a function');
    this.middleware.push(utils.middleware(fn));
    return this;
  }

  get type() {
    return this.options.type;
  }

  get baseDir() {
    return this.options.baseDir;
  }

  /** Prints a deprecation that is attributed to the caller's caller; `.function` and `.property` wrap. */
  get deprecate() {
    const caller = utils.getCalleeFromStack();
    if (!this[DEPRECATIONS].has(caller)) this[DEPRECATIONS].set(caller, depd('egg', caller));
    return this[DEPRECATIONS].get(caller);
  }

  get name() {
    return this.loader ? this.loader.pkg.name : '';
  }

  get plugins() {
    return this.loader ? this.loader.plugins : {};
  }

  get config() {
    return this.loader ? this.loader.config : {};
  }

  /** Runs `scope` after everything is loaded; readiness waits for it. */
  beforeStart(scope, name) {
    this.lifecycle.registerBeforeStart(scope, name || '');
  }

  ready(flagOrFunction) {
    return this.lifecycle.ready(flagOrFunction);
  }

  /** A callback that readiness waits for. Options: `timeout` (of the warning), `isWeakDep`. */
  readyCallback(name, options) {
    return this.lifecycle.legacyReadyCallback(name, options);
  }

  beforeClose(fn) {
    this.lifecycle.registerBeforeClose(fn);
  }

  /** Closes what was registered, last first; later calls share the first one's outcome. */
  async close() {
    this[CLOSE_PROMISE] ??= this.lifecycle.close();
    return this[CLOSE_PROMISE];
  }

  /** Made on first use; it joins the onion when the application starts, behind all configured middleware. */
  get router() {
    if (!this[ROUTER]) {
      const { pathToRegexpModule } = this.options;
      const router = this[ROUTER] = new EggRouter({ sensitive: true, pathToRegexpModule }, this);
      this.beforeStart(() => {
        this.use(router.middleware());
      });
    }
    return this[ROUTER];
  }

  url(name, params) {
    return this.router.url(name, params);
  }

  del(...args) {
    this.router.delete(...args);
    return this;
  }

  get [EGG_LOADER]() {
    return require('egg-core/lib/loader/egg_loader');
  }

  /** A generator function as an async function; other functions are returned as they are. */
  toAsyncFunction(fn) {
    if (!isGeneratorFunction(fn)) return fn;
    const wrapped = co.wrap(fn);
    return async function (...args) {
      return wrapped.apply(this, args);
    };
  }

  /** Resolves what co can yield: promises, thunks, generators, arrays and objects of them. */
  toPromise(value) {
    return co(function* () {
      return yield value;
    });
  }
}

for (const method of [ ...utils.methods, 'all', 'resources', 'register', 'redirect' ]) {
  EggCore.prototype[method] = function (...args) {
    this.router[method](...args);
    return this;
  };
}

function checkOptions({ baseDir, type }) {
  assert(typeof baseDir === 'string', 'options.baseDir required, and must be a string');
  assert(fs.existsSync(baseDir), `Directory ${baseDir} not exists`);
  assert(fs.statSync(baseDir).isDirectory(), `Directory ${baseDir} is not a directory`);
  assert(type === 'application' || type === 'agent', 'options.type should be application or agent');
}

module.exports = EggCore;
