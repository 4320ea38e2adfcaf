'use strict';

/**
 * Application: the worker's side of egg. Requests, the server, cookie keys, locals, helper.
 *
 * Natives used, of `internal/koa/native`: `onFinished(ctx, callback)` (the answer is out, or its connection is gone).
 */
const fs = require('fs');
const console = require('console');
const path = require('path');
const hooks = require('internal/koa/hooks');
const koa = require('internal/koa/native');
const utils = require('egg-core/lib/utils');
const EggApplication = require('egg/lib/egg');
const AppWorkerLoader = require('egg/lib/loader/app_worker_loader');
const { FULLPATH } = require('egg-core/lib/loader/file_loader');
const embedded = require('internal/egg/embedded_units');
const clientError = require('internal/egg/client_error');
const graceful = require('internal/egg/graceful');

const KEYS = Symbol('Application#keys');
const HELPER = Symbol('Application#Helper');
const LOCALS = Symbol('Application#locals');

class Application extends EggApplication {
  constructor(options = {}) {
    options.type = 'application';
    super(options);
    /** The HTTP server, from the `server` event on. */
    this.server = null;
    this.loader.load();
    this._dumpAfter('load');
    this._warnConfusedConfig();
    this._bindEvents();
  }

  get [Symbol.for('egg#loader')]() {
    return AppWorkerLoader;
  }

  get [Symbol.for('egg#eggPath')]() {
    return embedded.pathOf('egg');
  }

  /** Answers a connection whose bytes are no HTTP request, as `config.onClientError` says or with a plain 400. */
  onClientError(error, socket) {
    clientError.answer(this, error, socket);
  }

  onServer(server) {
    this.server = server;
    graceful(server, {
      ignoreCode: this.config.serverGracefulIgnoreCode || [],
      onError: (error, count) => {
        graceful.markError(error, count);
        this.coreLogger.error(error);
      },
    });
    server.on('clientError', (error, socket) => this.onClientError(error, socket));
    if (typeof this.config.serverTimeout === 'number') server.setTimeout(this.config.serverTimeout);
  }

  /** What every context's `locals` start from; assigning merges. */
  get locals() {
    this[LOCALS] ??= {};
    return this[LOCALS];
  }

  set locals(values) {
    for (const one of [ values ].flat()) Object.assign(this.locals, one);
  }

  handleRequest(ctx, fnMiddleware) {
    this.emit('request', ctx);
    koa.onFinished(ctx, () => this.emit('response', ctx));
    return super.handleRequest(ctx, fnMiddleware);
  }

  /** Also writes `router.json`: every route with the handlers behind it. */
  dumpConfig() {
    super.dumpConfig();
    try {
      const routes = this.router.stack.map(layer => ({
        name: layer.name,
        methods: layer.methods,
        paramNames: layer.paramNames,
        path: layer.path,
        regexp: layer.regexp.toString(),
        stack: layer.stack.map(fn => fn[FULLPATH] || fn._name || fn.name || 'anonymous'),
      }));
      fs.writeFileSync(path.join(this.config.rundir, 'router.json'), JSON.stringify(routes, null, 2));
    } catch (error) {
      this.coreLogger.warn(`dumpConfig router.json error: ${error.message}`);
    }
  }

  /** Runs `scope(ctx)` with an anonymous context, apart from any request; errors are logged. */
  runInBackground(scope) {
    const ctx = this.createAnonymousContext();
    if (!scope.name) scope._name = utils.getCalleeFromStack(true);
    this.ctxStorage.run(ctx, () => {
      ctx.runInBackground(scope);
    });
  }

  /** Awaits `scope(ctx)` with an anonymous context made of `req`, which is the current one meanwhile. */
  async runInAnonymousContextScope(scope, req) {
    const ctx = this.createAnonymousContext(req);
    if (!scope.name) scope._name = utils.getCalleeFromStack(true);
    return this.ctxStorage.run(ctx, async () => scope(ctx));
  }

  /** The keys that sign and encrypt cookies, newest first, from `config.keys`. */
  get keys() {
    if (this[KEYS]) return this[KEYS];
    const { env, keys, baseDir } = this.config;
    if (!keys) {
      if (env === 'local' || env === 'unittest') {
        console.error('Cookie need secret key to sign and encrypt.');
        console.error('Please add `config.keys` in %s', path.join(baseDir, 'config/config.default.js'));
      }
      throw new Error('Please set config.keys first');
    }
    this[KEYS] = keys.split(',').map(key => key.trim());
    return this[KEYS];
  }

  // koa's constructor may assign it; the configuration decides.
  set keys(_) {}

  /** This application's helper class: extensions go to its prototype, `ctx.helper` is an instance. */
  get Helper() {
    this[HELPER] ??= class Helper extends this.BaseContextClass {};
    return this[HELPER];
  }

  _bindEvents() {
    this.on('cookieLimitExceed', ({ name, value, ctx }) => {
      const error = new Error(`cookie ${name}'s length(${value.length}) exceed the limit(4093)`);
      error.name = 'CookieLimitExceedError';
      error.key = name;
      error.cookie = value;
      ctx.coreLogger.error(error);
    });
    this.once('server', server => this.onServer(server));
  }

  _warnConfusedConfig() {
    const { confusedConfigurations: meant } = this.config;
    for (const key of Object.keys(meant)) {
      if (this.config[key] === undefined) continue;
      this.logger.warn('Unexpected config key `%s` exists, Please use `%s` instead.', key, meant[key]);
    }
  }
}

hooks.pass(Application.prototype.handleRequest);

module.exports = Application;
