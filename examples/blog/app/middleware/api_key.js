'use strict';

/** Lets those through that send the blog's key. Which requests need it is said by `match` in the configuration. */
module.exports = (options, app) => async function apiKey(ctx, next) {
  if (ctx.get('x-api-key') !== app.config.blog.apiKey) ctx.throw(401, 'The header x-api-key is missing or wrong');
  await next();
};
