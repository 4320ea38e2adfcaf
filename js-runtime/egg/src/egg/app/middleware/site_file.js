'use strict';

const path = require('path');
const { Buffer } = require('buffer');

/** Files that clients ask for unasked, such as `/favicon.ico`: `config.siteFile[path]` is bytes, a URL or a function. */
module.exports = options => async function siteFile(ctx, next) {
  if (ctx.method !== 'HEAD' && ctx.method !== 'GET') return next();
  const configured = ctx.path[0] === '/' ? options[ctx.path] : undefined;
  if (!configured) return next();
  const content = typeof configured === 'function' ? await configured(ctx) : configured;
  if (typeof content === 'string') return ctx.redirect(content);
  if (!Buffer.isBuffer(content)) return next();

  ctx.set('cache-control', options.cacheControl);
  ctx.body = content;
  ctx.type = path.extname(ctx.path);
  return undefined;
};
