'use strict';

/** What egg adds to koa's context. */
const { setImmediate } = require('timers');
const utils = require('egg-core/lib/utils');
const localsOf = require('egg-i18n/lib/template_locals');
const { installQueryOfContext, passed, perContext } = require('internal/koa/hooks');

const HTTPCLIENT = Symbol('Context#httpclient');
const LOCALS_LIST = Symbol('Context#localsList');
const ROUTER = Symbol('Context#router');

const cookiesOf = perContext(ctx => {
  const { app } = ctx;
  return new app.ContextCookies(ctx, app.keys, app.config.cookies);
});
const helperOf = perContext(ctx => new ctx.app.Helper(ctx));
const mergedLocalsOf = perContext(ctx => ({ ...ctx.app.locals, ...(passed(ctx, 'i18n') ? localsOf(ctx) : undefined) }));
const loggersOf = perContext(() => ({}));

module.exports = {
  get cookies() {
    return cookiesOf(this);
  },

  get httpclient() {
    this[HTTPCLIENT] ??= new this.app.ContextHttpClient(this);
    return this[HTTPCLIENT];
  },

  curl(url, options) {
    return this.httpclient.curl(url, options);
  },

  /** The router that dispatches this request, or the application's. */
  get router() {
    this[ROUTER] ||= this.app.router;
    return this[ROUTER];
  },

  set router(router) {
    this[ROUTER] = router;
  },

  get helper() {
    return helperOf(this);
  },

  /** The application's logger of that name, with this request before each line; null for an unknown name. */
  getLogger(name) {
    const { app } = this;
    if (app.config.logger.enableFastContextLogger) return app.getLogger(name);
    const loggers = loggersOf(this);
    if (!loggers[name]) {
      const logger = app.getLogger(name);
      if (!logger) return null;
      loggers[name] = new app.ContextLogger(this, logger);
    }
    return loggers[name];
  },

  get logger() {
    return this.getLogger('logger');
  },

  get coreLogger() {
    return this.getLogger('coreLogger');
  },

  /** Values for templates, on top of the application's; assigning merges. */
  get locals() {
    const locals = mergedLocalsOf(this);
    const waiting = this[LOCALS_LIST];
    if (waiting) {
      for (const values of waiting) Object.assign(locals, values);
      this[LOCALS_LIST] = null;
    }
    return locals;
  },

  set locals(values) {
    (this[LOCALS_LIST] ??= []).push(values);
  },

  get state() {
    return this.locals;
  },

  set state(values) {
    this.locals = values;
  },

  /** Runs `scope(ctx)` after this turn, apart from the answer; errors are logged and emitted on the application. */
  runInBackground(scope) {
    scope._name = scope._name || scope.name || utils.getCalleeFromStack(true);
    this._runInBackground(scope);
  },

  // Apart, for plugins and egg-mock to wrap.
  async _runInBackground(scope) {
    const start = performance.now();
    const name = scope._name || scope.name || utils.getCalleeFromStack(true);
    const used = () => Math.floor((performance.now() - start) * 1000) / 1000;
    await new Promise(resolve => setImmediate(resolve));
    try {
      await this.app.toAsyncFunction(scope)(this);
      this.coreLogger.info('[egg:background] task:%s success (%dms)', name, used());
    } catch (error) {
      this.coreLogger.info('[egg:background] task:%s fail (%dms)', name, used());
      error.runInBackground = true;
      this.app.emit('error', error, this);
    }
  },

  get acceptJSON() {
    return this.request.acceptJSON;
  },

  get query() {
    return this.request.query;
  },

  set query(values) {
    this.request.query = values;
  },

  get queries() {
    return this.request.queries;
  },

  get accept() {
    return this.request.accept;
  },

  get ip() {
    return this.request.ip;
  },

  set ip(ip) {
    this.request.ip = ip;
  },

  get realStatus() {
    return this.response.realStatus;
  },

  set realStatus(status) {
    this.response.realStatus = status;
  },
};

// The host's requests have theirs natively.
installQueryOfContext(module.exports);
