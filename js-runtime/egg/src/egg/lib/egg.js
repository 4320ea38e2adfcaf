'use strict';

/**
 * EggApplication: what application and agent share. Configuration, loggers, messenger, HTTP client, singletons, anonymous
 * contexts, and the dump of the configuration to `run/`.
 *
 * Natives used, of `internal/koa/native`: `createContext(app, req, res)` (a context without `state`).
 */
const fs = require('fs');
const path = require('path');
const { clearTimeout, setTimeout } = require('timers');
const hooks = require('internal/koa/hooks');
const koa = require('internal/koa/native');
const EggCore = require('egg-core/lib/egg');
const ContextCookies = require('egg-cookies');
const { EggContextLogger } = require('egg-logger');
const BaseContextClass = require('egg/lib/core/base_context_class');
const BaseHookClass = require('egg/lib/core/base_hook_class');
const ContextHttpClient = require('egg/lib/core/context_httpclient');
const Messenger = require('egg/lib/core/messenger');
const Singleton = require('egg/lib/core/singleton');
const { FetchFactory, fetch, safeFetch } = require('egg/lib/core/fetch_factory');
const createLoggers = require('egg/lib/core/logger');
const { printable } = require('egg/lib/core/utils');
const circularJson = require('internal/egg/circular_json');
const { createCluster } = require('internal/egg/cluster');
const embedded = require('internal/egg/embedded_units');
const { shortDuration } = require('internal/egg/date');

// Symbols and not private fields: egg-mock hands out proxies of the application.
const HTTPCLIENT = Symbol('EggApplication#httpclient');
const LOGGERS = Symbol('EggApplication#loggers');
const CLUSTER_CLIENTS = Symbol.for('egg#clusterClients');

class EggApplication extends EggCore {
  /** @param {object} [options] as EggCore's, and `mode` (`cluster`, or `single`: application and agent in one process) */
  constructor(options = {}) {
    options.mode = options.mode || 'cluster';
    super(options);

    // Frameworks replace these classes.
    Object.assign(this, { ContextCookies, ContextLogger: EggContextLogger, ContextHttpClient });
    this.FetchFactory = FetchFactory;
    // Loaded when somebody asks: they bring http, https and tls along, and many applications need none of them.
    lazily(this, 'HttpClient', () => require('egg/lib/core/httpclient'));
    lazily(this, 'HttpClientNext', () => require('egg/lib/core/httpclient_next'));
    this.fetch = fetch.bind(this);
    this.safeFetch = safeFetch.bind(this);
    this.loader.loadConfig();

    this.messenger = Messenger.create(this);
    this.messenger.once('egg-ready', () => {
      this.lifecycle.triggerServerDidReady();
    });

    // On the next tick, to be the last of the ready callbacks: they may still change the configuration.
    this.ready(() => process.nextTick(() => {
      this._dumpAfter('ready');
    }));
    this._setupTimeoutTimer();
    this.console.info('[egg:core] App root: %s', this.baseDir);
    this.console.info('[egg:core] All *.log files save on %j', this.config.logger.dir);
    this.console.info('[egg:core] Loaded enabled plugin %j', this.loader.orderPlugins);

    this._unhandledRejectionHandler = this._unhandledRejectionHandler.bind(this);
    process.on('unhandledRejection', this._unhandledRejectionHandler);

    this[CLUSTER_CLIENTS] = [];
    this.cluster = createCluster(this, this[CLUSTER_CLIENTS]);
    this.beforeClose(() => this._closeResources());

    Object.assign(this, {
      BaseContextClass,
      Controller: BaseContextClass,
      Service: BaseContextClass,
      Subscription: BaseContextClass,
      BaseHookClass,
      Boot: BaseHookClass,
    });
  }

  async _closeResources() {
    // In single mode the application owns the agent.
    if (this.type === 'application' && this.options.mode === 'single') await this.agent.close();
    for (const logger of this.loggers.values()) logger.close();
    this.messenger.close();
    process.removeListener('unhandledRejection', this._unhandledRejectionHandler);
  }

  /** What `console.log(app)` shows: who it is, and which parts it has. */
  inspect() {
    const shown = { env: this.config.env };
    for (const key of [ 'name', 'baseDir', 'subdomainOffset' ]) {
      if (this[key]) shown[key] = this[key];
    }
    for (const key of [ 'config', 'controller', 'httpclient', 'loggers', 'middlewares', 'router', 'serviceClasses' ]) {
      if (this[key]) shown[key] = `<egg ${key}>`;
    }
    return shown;
  }

  toJSON() {
    return this.inspect();
  }

  async curl(url, options) {
    return this.httpclient.request(url, options);
  }

  createHttpClient(options = {}) {
    const { httpclient: config } = this.config;
    if (config.useHttpClientNext || config.allowH2) {
      options.lookup = options.lookup ?? config.lookup;
      return new this.HttpClientNext(this, options);
    }
    if (config.enableDNSCache) {
      const DNSCacheHttpClient = require('egg/lib/core/dnscache_httpclient');
      return new DNSCacheHttpClient(this, options);
    }
    options.lookup = options.lookup ?? config.lookup;
    return new this.HttpClient(this, options);
  }

  get httpclient() {
    this[HTTPCLIENT] ??= this.createHttpClient();
    return this[HTTPCLIENT];
  }

  get httpClient() {
    return this.httpclient;
  }

  get loggers() {
    this[LOGGERS] ??= createLoggers(this);
    return this[LOGGERS];
  }

  /** The logger of that name, or null. */
  getLogger(name) {
    return this.loggers[name] || null;
  }

  get logger() {
    return this.getLogger('logger');
  }

  get coreLogger() {
    return this.getLogger('coreLogger');
  }

  _unhandledRejectionHandler(reason) {
    const error = reason instanceof Error ? reason : errorLike(reason);
    if (error.name === 'Error') error.name = 'unhandledRejectionError';
    this.coreLogger.error(error);
  }

  /** `{ config: { config, plugins, appInfo }, meta }`, secrets masked. */
  dumpConfigToObject() {
    const { dump } = this.config;
    const ignore = isIterable(dump?.ignore) ? [ ...dump.ignore ] : [];
    const { allPlugins: plugins, appInfo, configMeta: meta } = this.loader;
    const config = printable({ config: this.config, plugins, appInfo }, ignore, Object.keys(dump?.ignoreKeyPaths ?? {}));
    return { config, meta };
  }

  /** Writes `<type>_config.json` and `<type>_config_meta.json` to the run directory. */
  dumpConfig() {
    const { rundir } = this.config;
    try {
      if (!fs.existsSync(rundir)) fs.mkdirSync(rundir);
      const { config, meta } = this.dumpConfigToObject();
      fs.writeFileSync(path.join(rundir, `${this.type}_config.json`), circularJson.stringify(config, null, 2));
      fs.writeFileSync(path.join(rundir, `${this.type}_config_meta.json`), circularJson.stringify(meta, null, 2));
    } catch (error) {
      this.coreLogger.warn(`dumpConfig error: ${error.message}`);
    }
  }

  /** Writes `<type>_timing_<pid>.json` to the run directory, and warns of slow steps. */
  dumpTiming() {
    try {
      const items = this.timing.toJSON();
      const file = path.join(this.config.rundir, `${this.type}_timing_${process.pid}.json`);
      fs.writeFileSync(file, circularJson.stringify(items, null, 2));
      this.coreLogger.info(this.timing.toString());
      this.timing.disable();
      const { slowBootActionMinDuration } = this.config.dump.timing;
      // The first item is the process's own start.
      for (const { index, duration, name } of items.slice(1)) {
        if (duration < slowBootActionMinDuration || duration === undefined) continue;
        this.coreLogger.warn('[egg:core][slow-boot-action] #%d %dms, name: %s', index, duration, name);
      }
    } catch (error) {
      this.coreLogger.warn(`dumpTiming error: ${error.message}`);
    }
  }

  _dumpAfter(step) {
    const start = Date.now();
    this.dumpConfig();
    if (step === 'ready') this.dumpTiming();
    this.coreLogger.info(`[egg:core] dump config after ${step}, %s`, shortDuration(Date.now() - start));
  }

  get [Symbol.for('egg#eggPath')]() {
    return embedded.pathOf('egg');
  }

  _setupTimeoutTimer() {
    const { workerStartTimeout } = this.config;
    const timer = setTimeout(() => this._reportStartTimeout(workerStartTimeout), workerStartTimeout);
    this.ready(() => clearTimeout(timer));
  }

  _reportStartTimeout(timeout) {
    this.coreLogger.error(this.timing.toString());
    this.coreLogger.error(`${this.type} still doesn't ready after ${timeout} ms.`);
    for (const item of this.timing.toJSON()) {
      if (!item.end) this.coreLogger.error(`unfinished timing item: ${circularJson.stringify(item)}`);
    }
    this.coreLogger.error(`check run/${this.type}_timing_${process.pid}.json for more details.`);
    this.emit('startTimeout');
    this.dumpConfig();
    this.dumpTiming();
  }

  get env() {
    this.deprecate('please use app.config.env instead');
    return this.config.env;
  }

  // koa's constructor assigns it.
  set env(_) {}

  get proxy() {
    this.deprecate('please use app.config.proxy instead');
    return this.config.proxy;
  }

  set proxy(_) {}

  /** Makes `app[name]` from `config[name]`; readiness waits for an asynchronous creator. */
  addSingleton(name, create) {
    const singleton = new Singleton({ name, create, app: this });
    const initialized = singleton.init();
    if (initialized) this.beforeStart(async () => { await initialized; });
  }

  /** A context without a request, for work outside of one; `req` overrides parts of the made-up request. */
  createAnonymousContext(req) {
    const request = {
      headers: { host: '127.0.0.1', 'x-forwarded-for': '127.0.0.1' },
      query: {},
      querystring: '',
      host: '127.0.0.1',
      hostname: '127.0.0.1',
      protocol: 'http',
      secure: 'false',
      method: 'GET',
      url: '/',
      path: '/',
      socket: { remoteAddress: '127.0.0.1', remotePort: 7001 },
    };
    for (const key in req) {
      const isMerged = key === 'headers' || key === 'query' || key === 'socket';
      if (isMerged) Object.assign(request[key], req[key]);
      else request[key] = req[key];
    }
    // Required here: most applications never need one, and http is a large module.
    const { ServerResponse } = require('http');
    return this.createContext(request, new ServerResponse(request));
  }

  createContext(req, res) {
    const ctx = koa.createContext(this, req, res);
    ctx.starttime = Date.now();
    if (this.config.logger.enablePerformanceTimer) ctx.performanceStarttime = performance.now();
    return ctx;
  }
}

/** A property like any other, whose value is made when it is first read. */
function lazily(object, name, make) {
  const define = value => Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      define(value);
      return value;
    },
    set: define,
  });
}

/** Whatever a promise was rejected with, as an error with what it has of name, message and stack. */
function errorLike(reason) {
  const error = new Error(String(reason));
  for (const key of [ 'name', 'message', 'stack' ]) {
    if (reason?.[key]) error[key] = reason[key];
  }
  return error;
}

function isIterable(value) {
  return typeof value?.[Symbol.iterator] === 'function';
}

hooks.pass(EggApplication.prototype.createContext);

module.exports = EggApplication;
