'use strict';

/**
 * One registered route: a path pattern, the methods it answers (none for `router.use`) and its chain of handlers.
 *
 * Own properties that others read: `name` (string or null), `methods` (upper case, HEAD before GET), `paramNames` (the
 * pattern's keys), `stack` (handlers in order), `path` (string or RegExp), `regexp`, `opts` (`end`, `sensitive`, `strict`,
 * `prefix`, `ignoreCaptures`, `pathToRegexpModule`). The native dispatcher matches by `regexp.source` and `opts`.
 */
const assert = require('assert');
const pathToRegexp = require('internal/koa/path_to_regexp');
const { safeDecode } = require('internal/koa/uri');

module.exports = class Layer {
  constructor(path, methods, middleware, opts) {
    this.opts = opts || {};
    this._pathToRegexpModule = this.opts.pathToRegexpModule || pathToRegexp;
    this._pathToRegexp = this._pathToRegexpModule.pathToRegexp || this._pathToRegexpModule;
    assert(typeof this._pathToRegexp === 'function', 'opts.pathToRegexpModule.pathToRegexp must be a function');

    this.name = this.opts.name || null;
    this.methods = [];
    for (const method of methods) {
      this.methods.push(method.toUpperCase());
      if (this.methods.at(-1) === 'GET') this.methods.unshift('HEAD');
    }
    this.paramNames = [];
    this.stack = Array.isArray(middleware) ? middleware : [ middleware ];
    for (const fn of this.stack) {
      if (typeof fn === 'function') continue;
      throw new Error(
        `${methods} \`${this.opts.name || path}\`: \`middleware\` must be a function, not \`${typeof fn}\``);
    }
    this.path = path;
    this._compile();
  }

  _compile() {
    const compiled = this._pathToRegexp(this.path, [], this.opts);
    // path-to-regexp 8 answers `{ regexp, keys }`, version 1 the RegExp itself.
    this.regexp = compiled.regexp || compiled;
    this.paramNames = compiled.keys;
  }

  match(path) {
    return this.regexp.test(path);
  }

  /** The path's captured texts, undecoded; none for a layer of `router.use` without a path. */
  captures(path) {
    return this.opts.ignoreCaptures ? [] : path.match(this.regexp).slice(1);
  }

  /** Adds the decoded captures to `existing` under their names; a broken escape stays as it is. */
  params(path, captures, existing) {
    const params = existing || {};
    captures.forEach((capture, index) => {
      const key = this.paramNames[index];
      if (key) params[key.name] = capture ? safeDecode(capture) : capture;
    });
    return params;
  }

  /** Fills the pattern: `url({ id: 1 })`, `url(1, 2)` or, with a query, `url(params, { query })`. */
  url(...args) {
    const [ params ] = args;
    const pattern = this.path.replace(/\(\.\*\)/g, '');
    const tokens = this._pathToRegexpModule.parse(pattern);
    let options = args[1];
    let values = params;
    if (typeof params !== 'object') {
      values = args;
      if (typeof args.at(-1) === 'object') options = values.pop();
    }

    let replace = {};
    if (Array.isArray(values)) {
      const named = tokens.filter(token => token.name);
      named.forEach((token, index) => { replace[token.name] = values[index]; });
    } else if (tokens.some(token => token.name)) {
      replace = params;
    } else {
      options = params;
    }
    return appendQuery(this._pathToRegexpModule.compile(pattern)(replace), options?.query);
  }

  /** Runs `fn(value, ctx, next)` before the handlers when this layer's pattern has the parameter `param`. */
  param(param, fn) {
    const middleware = function (ctx, next) {
      return fn.call(this, ctx.params[param], ctx, next);
    };
    middleware.param = param;

    const names = this.paramNames.map(key => key.name);
    const order = names.indexOf(param);
    if (order < 0) return this;
    // Parameter handlers stand first, in the order of the parameters in the pattern.
    const at = this.stack.findIndex(other => !other.param || names.indexOf(other.param) > order);
    if (at >= 0) this.stack.splice(at, 0, middleware);
    return this;
  }

  setPrefix(prefix) {
    if (this.path) {
      this.path = prefix + this.path;
      this._compile();
    }
    return this;
  }
};

function appendQuery(path, query) {
  if (!query) return path;
  const search = typeof query === 'string' ? query.replace(/^\?/, '') : require('querystring').stringify(query);
  const [ withoutHash, hash ] = path.split('#', 2);
  const target = withoutHash.split('?', 1)[0] + (search && `?${search}`);
  return hash === undefined ? target : `${target}#${hash}`;
}
