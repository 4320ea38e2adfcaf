'use strict';

/**
 * The router of koa-router 7, as @eggjs/router 2 carries it: registration, names, nesting, `allowedMethods`.
 *
 * Requests are matched natively: the dispatcher reads `router.stack` (see `internal/koa/layer`), `router.opts` and
 * `router.methods` of the router that `routes()` carries. The function that `routes()` returns also dispatches when
 * JavaScript calls it, with the same semantics: nested routers, own compositions, egg-mock.
 */
const compose = require('koa-compose');
const Layer = require('internal/koa/layer');
const allowedMethods = require('internal/koa/allowed_methods');
const { METHODS, IMPLEMENTED } = require('internal/koa/methods');
const pathToRegexp = require('internal/koa/path_to_regexp');

/** What `routes()` gave. */
const dispatchers = new WeakSet();

class Router {
  /**
   * @param {object} [opts] `prefix`, `sensitive`, `strict`, `methods` (what `allowedMethods` counts as implemented),
   *   `routerPath`, `pathToRegexpModule`
   */
  constructor(opts) {
    this.opts = opts || {};
    this.methods = this.opts.methods || [ ...IMPLEMENTED ];
    this.params = {};
    this.stack = [];
  }

  /** `use(fn...)`, `use(path, fn...)`, `use([paths], fn...)`: runs before the routes that match with it. */
  use(...args) {
    const [ first, ...rest ] = args;
    if (Array.isArray(first) && typeof first[0] === 'string') {
      for (const path of first) this.use(path, ...rest);
      return this;
    }
    const path = typeof first === 'string' ? first : undefined;
    for (const fn of path === undefined ? args : rest) {
      if (fn.router) this._nest(fn.router, path);
      else this.register(path || '(.*)', [], fn, { end: false, ignoreCaptures: path === undefined });
    }
    return this;
  }

  _nest(nested, path) {
    for (const layer of nested.stack) {
      if (path) layer.setPrefix(path);
      if (this.opts.prefix) layer.setPrefix(this.opts.prefix);
      this.stack.push(layer);
    }
    for (const [ name, fn ] of Object.entries(this.params)) nested.param(name, fn);
  }

  /** Puts `prefix` before the path of every route, present and later; a trailing slash is dropped. */
  prefix(prefix) {
    this.opts.prefix = prefix.replace(/\/$/, '');
    for (const layer of this.stack) layer.setPrefix(this.opts.prefix);
    return this;
  }

  routes() {
    const router = this;
    const dispatch = (ctx, next) => dispatchRequest(router, ctx, next);
    dispatch.router = router;
    dispatchers.add(dispatch);
    return dispatch;
  }

  allowedMethods(options) {
    return allowedMethods(this.methods, options);
  }

  /** `all(path, ...fn)` or `all(name, path, ...fn)`: every HTTP method that Node knows. */
  all(first, ...rest) {
    if (typeof rest[0] === 'string') this.register(rest[0], METHODS, rest.slice(1), { name: first });
    else this.register(first, METHODS, rest, { name: null });
    return this;
  }

  /** Answers every method on `source` with a redirect; both may be paths (`/...`) or route names. Default code: 301. */
  redirect(source, destination, code) {
    const from = source[0] === '/' ? source : this.url(source);
    const to = destination[0] === '/' ? destination : this.url(destination);
    return this.all(from, ctx => {
      ctx.redirect(to);
      ctx.status = code || 301;
    });
  }

  /**
   * Adds a layer and returns it (for an array of paths: the router).
   * `opts`: `name`, `sensitive`, `strict`, `end`, `prefix`, `ignoreCaptures`.
   */
  register(path, methods, middleware, opts = {}) {
    if (Array.isArray(path)) {
      for (const one of path) this.register(one, methods, middleware, opts);
      return this;
    }
    const layer = new Layer(path, methods, middleware, {
      end: opts.end !== false,
      name: opts.name,
      sensitive: opts.sensitive || this.opts.sensitive || false,
      strict: opts.strict || this.opts.strict || false,
      prefix: opts.prefix || this.opts.prefix || '',
      ignoreCaptures: opts.ignoreCaptures,
      pathToRegexpModule: this.opts.pathToRegexpModule,
    });
    if (this.opts.prefix) layer.setPrefix(this.opts.prefix);
    for (const [ name, fn ] of Object.entries(this.params)) layer.param(name, fn);
    this.stack.push(layer);
    return layer;
  }

  /** The first layer of that name, or false. */
  route(name) {
    return this.stack.find(layer => layer.name && layer.name === name) ?? false;
  }

  /** The path of a named route; an Error is returned, not thrown, for an unknown name. */
  url(name, ...params) {
    const layer = this.route(name);
    return layer ? layer.url(...params) : new Error(`No route found for name: ${name}`);
  }

  /** `{ path, pathAndMethod, route }`: layers that match the path, those that also match the method, whether any has methods. */
  match(path, method) {
    const matched = { path: [], pathAndMethod: [], route: false };
    for (const layer of this.stack) {
      if (!layer.match(path)) continue;
      matched.path.push(layer);
      if (layer.methods.length > 0 && !layer.methods.includes(method)) continue;
      matched.pathAndMethod.push(layer);
      if (layer.methods.length > 0) matched.route = true;
    }
    return matched;
  }

  /** Runs `fn(value, ctx, next)` before the handlers of every layer whose path has the parameter. */
  param(name, fn) {
    this.params[name] = fn;
    for (const layer of this.stack) layer.param(name, fn);
    return this;
  }

  /** Fills a path pattern without a router. */
  static url(path, ...params) {
    return Layer.prototype.url.apply({ path, _pathToRegexpModule: pathToRegexp }, params);
  }
}

for (const method of METHODS) {
  Router.prototype[method] = function (first, ...rest) {
    if (typeof rest[0] === 'string' || rest[0] instanceof RegExp) {
      this.register(rest[0], [ method ], rest.slice(1), { name: first });
    } else {
      this.register(first, [ method ], rest, { name: null });
    }
    return this;
  };
}
Router.prototype.del = Router.prototype.delete;
Router.prototype.middleware = Router.prototype.routes;

function dispatchRequest(router, ctx, next) {
  const path = router.opts.routerPath || ctx.routerPath || ctx.path;
  const matched = router.match(path, ctx.method);
  if (ctx.matched) ctx.matched.push(...matched.path);
  else ctx.matched = matched.path;
  ctx.router = router;
  if (!matched.route) return next();

  const chain = matched.pathAndMethod.flatMap(layer => [
    (context, proceed) => {
      context.captures = layer.captures(path);
      context.params = layer.params(path, context.captures, context.params);
      context.routerName = layer.name;
      context._matchedRouteName = layer.name || undefined;
      context._matchedRoute = context.routerPath = layer.path;
      return proceed();
    },
    ...layer.stack,
  ]);
  return compose(chain)(ctx, next);
}

module.exports = Router;

/** Whether a middleware is what `routes()` of a router gave, and does what it does. */
Router.isDispatcher = fn => dispatchers.has(fn) && fn.router instanceof Router && fn.router.match === Router.prototype.match;
