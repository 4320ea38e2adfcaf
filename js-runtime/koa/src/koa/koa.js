'use strict';

/**
 * koa's Application: the middleware array, the per-application prototypes of context, request and response, and the
 * settings that these read.
 *
 * What a request passes through is native (`internal/koa/hooks`); it asks `app.createContext` and `app.handleRequest` only
 * where somebody replaced them. `internal/koa/native` is the same way in JavaScript, for servers of the application's own.
 */
const console = require('console');
const EventEmitter = require('events');
const util = require('util');
const convert = require('koa-convert');
const hooks = require('internal/koa/hooks');
const koa = require('internal/koa/native');
const proto = require('internal/koa/proto');
const depd = require('internal/depd');
const { isGeneratorFunction } = require('internal/koa/function_kind');

let deprecate;

class Application extends EventEmitter {
  /**
   * @param {object} [options] `env` (default NODE_ENV, else `development`), `keys`, `proxy` (false), `subdomainOffset` (2),
   *   `proxyIpHeader` (`X-Forwarded-For`), `maxIpsCount` (0: no limit), `asyncLocalStorage` (false)
   */
  constructor(options = {}) {
    super();
    this.proxy = options.proxy || false;
    this.subdomainOffset = options.subdomainOffset || 2;
    this.proxyIpHeader = options.proxyIpHeader || 'X-Forwarded-For';
    this.maxIpsCount = options.maxIpsCount || 0;
    this.env = options.env || process.env.NODE_ENV || 'development';
    if (options.keys) this.keys = options.keys;
    this.middleware = [];
    this.context = Object.create(proto.context);
    this.request = Object.create(proto.request);
    this.response = Object.create(proto.response);
    this[Symbol.for('nodejs.util.inspect.custom')] = this.inspect;
    if (options.asyncLocalStorage) {
      const { AsyncLocalStorage } = require('async_hooks');
      this.ctxStorage = new AsyncLocalStorage();
    }
  }

  /** `http.createServer(app.callback()).listen(...args)`. */
  listen(...args) {
    return require('http').createServer(this.callback()).listen(...args);
  }

  toJSON() {
    const { subdomainOffset, proxy, env } = this;
    return { subdomainOffset, proxy, env };
  }

  inspect() {
    return this.toJSON();
  }

  /** Appends a middleware `(ctx, next)`; a generator function is converted, with a deprecation notice. */
  use(fn) {
    if (typeof fn !== 'function') throw new TypeError('middleware must be a function!');
    if (isGeneratorFunction(fn)) {
      deprecate ??= depd('koa');
      deprecate('Support for generators will be removed in v3. '
        + 'See the documentation for examples of how to convert old middleware '
        + 'https://github.com/koajs/koa/blob/master/docs/migration.md');
      fn = convert(fn);
    }
    this.middleware.push(fn);
    return this;
  }

  /** The `(req, res)` handler. Middleware that is added later is seen by it. */
  callback() {
    if (!this.listenerCount('error')) this.on('error', this.onerror);
    return koa.callback(this);
  }

  /** The context of the running request, undefined outside of one. */
  get currentContext() {
    return this.ctxStorage?.getStore();
  }

  handleRequest(ctx, fnMiddleware) {
    return koa.handleRequest(this, ctx, fnMiddleware);
  }

  createContext(req, res) {
    const ctx = koa.createContext(this, req, res);
    ctx.state = {};
    return ctx;
  }

  /** Prints an error that no listener took; 404s, exposed errors and a `silent` application print nothing. */
  onerror(error) {
    const isError = error instanceof Error || Object.prototype.toString.call(error) === '[object Error]';
    if (!isError) throw new TypeError(util.format('non-error thrown: %j', error));
    if (error.status === 404 || error.expose || this.silent) return;
    const text = error.stack || error.toString();
    console.error(`\n${text.replace(/^/gm, '  ')}\n`);
  }

  /** Middleware that runs the rest in the context's asynchronous scope. */
  createAsyncCtxStorageMiddleware() {
    return async (ctx, next) => {
      await this.ctxStorage.run(ctx, async () => next());
    };
  }

  static get default() {
    return Application;
  }

  static get HttpError() {
    return koa.HttpError;
  }
}

hooks.pass(Application.prototype.createContext, Application.prototype.handleRequest);

module.exports = Application;