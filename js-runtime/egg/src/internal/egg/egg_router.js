'use strict';

/**
 * egg's router: controllers by name (`'home.index'`), generator middleware, RESTful resources, URLs by route name.
 */
const assert = require('assert');
const Router = require('internal/koa/router');
const convert = require('koa-convert');
const { safeEncode } = require('internal/koa/uri');
const { markLike, noteController } = require('internal/koa/controllers');
const { callFn, isGeneratorFunction } = require('internal/koa/function_kind');

const VERBS = [ 'head', 'options', 'get', 'put', 'patch', 'post', 'delete', 'all' ];

/** Controller action, path below the prefix, methods, and how its route is named after the resource's list and one of its members. */
const RESOURCE_ACTIONS = [
  { action: 'index', suffix: '', methods: [ 'GET' ], name: list => list },
  { action: 'new', suffix: 'new', methods: [ 'GET' ], name: (list, member) => `new_${member}` },
  { action: 'create', suffix: '', methods: [ 'POST' ], name: list => list },
  { action: 'show', suffix: ':id', methods: [ 'GET' ], name: (list, member) => member },
  { action: 'edit', suffix: ':id/edit', methods: [ 'GET' ], name: (list, member) => `edit_${member}` },
  { action: 'update', suffix: ':id', methods: [ 'PATCH', 'PUT' ], name: (list, member) => member },
  { action: 'destroy', suffix: ':id', methods: [ 'DELETE' ], name: (list, member) => `destroy_${member}` },
];

class EggRouter extends Router {
  /** @param {object} opts see Router @param {object} app where controllers are looked up */
  constructor(opts, app) {
    super(opts);
    this.app = app;
    // Own functions, as in egg: an application may take `const { get } = app.router`.
    for (const verb of VERBS) {
      this[verb] = (...args) => {
        const { prefix, handlers } = splitArguments(args, this.app);
        return super[verb](...prefix, ...handlers);
      };
    }
  }

  register(path, methods, middleware, opts) {
    const handlers = toHandlers([ middleware ].flat(), this.app);
    for (const one of [ path ].flat()) super.register(one, methods, handlers, opts);
    return this;
  }

  /** `resources(path, ...middleware, controller)` or with a name first: the seven RESTful routes that the controller has. */
  resources(...args) {
    const { prefix, handlers } = splitArguments(args, this.app);
    const controller = handlers.pop();
    const name = prefix.length === 2 ? prefix[0] : '';
    const { pluralize, singularize } = require('internal/egg/inflection');
    const [ list, member ] = [ pluralize(name), singularize(name) ];
    const base = prefix.at(-1).replace(/\/$/, '');
    for (const { action, suffix, methods, name: nameOf } of RESOURCE_ACTIONS) {
      const handler = controller[action];
      if (!handler) continue;
      const path = suffix ? `${base}/${suffix}` : base;
      this.register(path, methods, [ ...handlers, handler ], { name: nameOf(list, member) });
    }
    return this;
  }

  /** The path of a named route, '' for an unknown name. `params` that the path has no place for become the query. */
  url(name, params) {
    const layer = this.route(name);
    if (!layer) return '';
    const pattern = layer.path;
    assert(!(pattern instanceof RegExp), `Can't get the url for regExp ${pattern} for by name '${name}'`);
    if (typeof params !== 'object' || params === null) return pattern;

    const used = new Set();
    const path = pattern.replace(/:([a-zA-Z_]\w*)/g, (placeholder, key) => {
      if (!Object.hasOwn(params, key)) return placeholder;
      used.add(key);
      return safeEncode([ params[key] ].flat()[0]);
    });
    const query = [];
    for (const key in params) {
      if (used.has(key)) continue;
      const values = Array.isArray(params[key]) ? params[key] : [ params[key] ];
      for (const value of values) query.push(`${safeEncode(key)}=${safeEncode(value)}`);
    }
    if (query.length === 0) return path;
    return `${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`;
  }

  pathFor(name, params) {
    return this.url(name, params);
  }
}

/** Name and path (or the path alone), and the handlers with the controller resolved. */
function splitArguments(args, app) {
  const named = args.length >= 3 && (typeof args[1] === 'string' || args[1] instanceof RegExp);
  const count = named ? 2 : 1;
  const handlers = args.slice(count);
  handlers.push(resolveController(handlers.pop(), app));
  return { prefix: args.slice(0, count), handlers };
}

function resolveController(controller, app) {
  let resolved = controller;
  if (typeof controller === 'string') {
    resolved = app.controller;
    for (const key of controller.split('.')) {
      resolved = resolved[key];
      if (!resolved) throw new Error(`controller '${controller}' not exists`);
    }
  }
  if (!resolved) throw new Error('controller not exists');
  return resolved;
}

function toHandlers(middleware, app) {
  const controller = resolveController(middleware.at(-1), app);
  const before = middleware.slice(0, -1).map(fn => (isGeneratorFunction(fn) ? convert(fn) : fn));
  const wrappedController = (ctx, next) => callFn(controller, [ ctx, next ], ctx);
  noteController(wrappedController, controller);
  if (!app.config.controller?.supportParams) markLike(wrappedController, controller);
  return [ ...before, wrappedController ];
}

module.exports = EggRouter;
