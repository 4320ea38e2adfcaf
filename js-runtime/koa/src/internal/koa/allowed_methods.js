'use strict';

/**
 * Middleware that answers what the routes left open: 501 for a method nobody implements, the `Allow` header for OPTIONS,
 * 405 for a path that has routes but not for this method.
 *
 * `options.throw` throws HTTP errors instead; `options.notImplemented()` and `options.methodNotAllowed()` make those.
 */
module.exports = function allowedMethodsOf(implemented, options = {}) {
  return async function allowedMethods(ctx, next) {
    await next();
    if (ctx.status && ctx.status !== 404) return;

    const allowed = [ ...new Set(ctx.matched.flatMap(layer => layer.methods)) ];
    if (!implemented.includes(ctx.method)) {
      refuse(ctx, 501, allowed, options.throw, options.notImplemented);
    } else if (allowed.length > 0 && ctx.method === 'OPTIONS') {
      ctx.status = 200;
      ctx.body = '';
      ctx.set('Allow', allowed.join(', '));
    } else if (allowed.length > 0 && !allowed.includes(ctx.method)) {
      refuse(ctx, 405, allowed, options.throw, options.methodNotAllowed);
    }
  };
};

function refuse(ctx, status, allowed, throws, makeError) {
  if (throws) {
    if (typeof makeError === 'function') throw makeError();
    ctx.throw(status);
  }
  ctx.status = status;
  ctx.set('Allow', allowed.join(', '));
}
