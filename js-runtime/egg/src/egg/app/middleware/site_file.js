'use strict';

const path = require('path');
const { Buffer } = require('buffer');

/**
 * Files that clients ask for unasked, such as `/favicon.ico`: `config.siteFile[path]` is bytes, a URL or a function.
 *
 * Native: `layer(options, middleware)` lets requests for other paths pass.
 */
module.exports = options => {
  return native.layer(options, function siteFile(ctx, next) {
    if (ctx.method !== 'HEAD' && ctx.method !== 'GET') return next();
    const configured = ctx.path[0] === '/' ? options[ctx.path] : undefined;
    return configured ? answer(ctx, next, configured) : next();
  });

  async function answer(ctx, next, configured) {
    const content = typeof configured === 'function' ? await configured(ctx) : configured;
    if (typeof content === 'string') return ctx.redirect(content);
    if (!Buffer.isBuffer(content)) return next();
    ctx.set('cache-control', options.cacheControl);
    ctx.body = content;
    ctx.type = path.extname(ctx.path);
    return undefined;
  }
};
