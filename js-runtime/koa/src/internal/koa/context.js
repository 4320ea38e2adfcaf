'use strict';

/**
 * What `ctx` is: the request's and the response's members at hand, and what concerns both.
 *
 * Native: `getter(target, name)`, a getter of `this[target][name]`.
 */
const util = require('util');
const { Buffer } = require('buffer');
const negotiate = require('internal/koa/negotiate');

/** Loaded with the first error. */
const httpErrors = () => require('internal/koa/http_errors');

const context = {
  inspect() {
    return this === context ? this : this.toJSON();
  },

  toJSON() {
    return {
      request: this.request.toJSON(),
      response: this.response.toJSON(),
      app: this.app.toJSON(),
      originalUrl: this.originalUrl,
      req: '<original node req>',
      res: '<original node res>',
      socket: '<original node socket>',
    };
  },

  /** Throws an HTTP error unless `value` is truthy: `assert(value, status, message, properties)`. */
  assert: Object.assign(function assertValue(value, ...args) {
    if (!value) throw httpErrors().create(...args);
  }, comparisons()),

  /** Throws an HTTP error: status, message, properties or an error, in any order. */
  throw(...args) {
    throw httpErrors().create(...args);
  },

  /** Emits the error on the application and answers it as text. */
  onerror(thrown) {
    if (thrown === null || thrown === undefined) return;
    const isError = thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]';
    const error = isError ? thrown : new Error(util.format('non-error thrown: %j', thrown));
    const isLate = this.headerSent || !this.writable;
    if (isLate) error.headerSent = true;
    this.app.emit('error', error, this);
    if (isLate) return;

    const { res } = this;
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    if (error.headers) this.set(error.headers);
    this.type = 'text';
    const given = error.code === 'ENOENT' ? 404 : error.status || error.statusCode;
    const status = typeof given === 'number' && negotiate.statusText(given) ? given : 500;
    const text = error.expose ? error.message : negotiate.statusText(status);
    this.status = error.status = status;
    this.length = Buffer.byteLength(text);
    res.end(text);
  },
};

/** `ctx.assert.equal` and the like, as http-assert has them. */
function comparisons() {
  const strict = (a, b) => a === b;
  // eslint-disable-next-line eqeqeq
  const loose = (a, b) => a == b;
  const deep = (a, b) => passes(() => require('assert').deepEqual(a, b));
  const tests = {
    equal: loose,
    notEqual: (a, b) => !loose(a, b),
    strictEqual: strict,
    notStrictEqual: (a, b) => !strict(a, b),
    deepEqual: deep,
    notDeepEqual: (a, b) => !deep(a, b),
  };
  const members = Object.entries(tests).map(([ name, test ]) => [ name, (a, b, ...args) => {
    if (!test(a, b)) throw httpErrors().create(...args);
  } ]);
  const fail = (...args) => {
    throw httpErrors().create(...args);
  };
  const ok = (value, ...args) => {
    if (!value) throw httpErrors().create(...args);
  };
  return { ...Object.fromEntries(members), fail, ok };
}

function passes(check) {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

function delegate(target, { methods = [], accessors = [], getters = [] }) {
  for (const name of methods) {
    context[name] = function (...args) {
      return this[target][name](...args);
    };
  }
  for (const name of [ ...accessors, ...getters ]) {
    const set = accessors.includes(name)
      ? function (value) { this[target][name] = value; }
      : undefined;
    Object.defineProperty(context, name, {
      configurable: true,
      enumerable: true,
      get: native.getter(target, name),
      set,
    });
  }
}

delegate('response', {
  methods: [ 'attachment', 'redirect', 'remove', 'vary', 'has', 'set', 'append', 'flushHeaders' ],
  accessors: [ 'status', 'message', 'body', 'length', 'type', 'lastModified', 'etag' ],
  getters: [ 'headerSent', 'writable' ],
});

delegate('request', {
  methods: [ 'acceptsLanguages', 'acceptsEncodings', 'acceptsCharsets', 'accepts', 'get', 'is' ],
  accessors: [ 'querystring', 'idempotent', 'socket', 'search', 'method', 'query', 'path', 'url', 'accept' ],
  getters: [
    'origin', 'href', 'subdomains', 'protocol', 'host', 'hostname', 'URL', 'header', 'headers', 'secure', 'stale', 'fresh',
    'ips', 'ip',
  ],
});

context[Symbol.for('nodejs.util.inspect.custom')] = context.inspect;

module.exports = context;
