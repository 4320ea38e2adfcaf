'use strict';

/**
 * Makes `async (ctx, next)` middleware of koa 1's `function* (next)` form, and back (npm package `koa-convert` 2.0).
 * A middleware that is no generator function is returned as it is.
 */
const co = require('internal/co');
const compose = require('koa-compose');

module.exports = convert;
convert.compose = (...middleware) => compose(middleware.flat().map(convert));
convert.back = back;

function convert(middleware) {
  assertFunction(middleware);
  if (!isGeneratorFunction(middleware)) return middleware;
  const converted = function (ctx, next) {
    return co.call(ctx, middleware.call(ctx, callNext(next)));
  };
  converted._name = middleware._name || middleware.name;
  return converted;
}

function back(middleware) {
  assertFunction(middleware);
  if (isGeneratorFunction(middleware)) return middleware;
  const converted = function* (next) {
    let called = false;
    yield Promise.resolve(middleware(this, () => {
      if (called) return Promise.reject(new Error('next() called multiple times'));
      called = true;
      return co.call(this, next);
    }));
  };
  converted._name = middleware._name || middleware.name;
  return converted;
}

function* callNext(next) {
  return yield next();
}

function isGeneratorFunction(fn) {
  return fn.constructor.name === 'GeneratorFunction';
}

function assertFunction(middleware) {
  if (typeof middleware !== 'function') throw new TypeError('middleware must be a function');
}
