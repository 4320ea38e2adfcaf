'use strict';

const { METHODS } = require('internal/koa/methods');

const KNOWN = new Set(METHODS.map(method => method.toUpperCase()));

/**
 * Forms can only GET and POST: a POST may say what it means, in `_method` of its body or in the header
 * `x-http-method-override`. `allowedMethods` (POST) may be overridden.
 *
 * Native: `layer(allowedMethods, middleware)` lets requests pass that say nothing of the kind.
 */
module.exports = options => {
  const { allowedMethods = [ 'POST' ] } = options || {};
  return native.layer(allowedMethods, function overrideMethod(ctx, next) {
    if (!allowedMethods.includes(ctx.request.method)) return next();
    const wanted = ctx.request.body?._method || ctx.get('x-http-method-override');
    if (!wanted) return next();
    const method = wanted.toUpperCase();
    if (!KNOWN.has(method)) ctx.throw(400, `invalid overriden method: "${method}"`);
    ctx.request.method = method;
    return next();
  });
};
