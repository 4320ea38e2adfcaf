'use strict';

const PAGE = '<h1>404 Not Found</h1>';

/**
 * What is said when nobody answered: JSON to those who want it, `pageUrl` if there is one, else a heading.
 *
 * Native: `layer(answer, middleware)` calls `answer(ctx)` for a 404.
 */
module.exports = options => {
  const answer = answerOf(options);
  return native.layer(answer, async function notfound(ctx, next) {
    await next();
    answer(ctx);
  });
};

const answerOf = options => ctx => {
  if (ctx.status !== 404 || ctx.body) return;
  // A body without a status would make it 200.
  ctx.status = 404;
  if (ctx.acceptJSON) {
    ctx.body = { message: 'Not Found' };
  } else if (!options.pageUrl) {
    ctx.body = PAGE;
  } else if (ctx.path === options.pageUrl) {
    ctx.body = `${PAGE}<p><pre><code>config.notfound.pageUrl(${options.pageUrl})</code></pre> is unimplemented</p>`;
  } else {
    ctx.realStatus = 404;
    ctx.redirect(options.pageUrl);
  }
};
