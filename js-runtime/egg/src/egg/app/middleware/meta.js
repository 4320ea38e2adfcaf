'use strict';

const { performance } = require('perf_hooks');

/** Outermost: how long the answer took, as `x-readtime`; with `logging`, a line a request. */
module.exports = options => async function meta(ctx, next) {
  if (options.logging) {
    ctx.coreLogger.info('[meta] request started, host: %s, user-agent: %s', ctx.host, ctx.header['user-agent']);
  }
  await next();
  const { performanceStarttime, starttime } = ctx;
  const used = performanceStarttime
    ? Math.floor((performance.now() - performanceStarttime) * 1000) / 1000
    : Date.now() - starttime;
  ctx.set('x-readtime', used);
};
