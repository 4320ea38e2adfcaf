'use strict';

/**
 * Outermost: how long the answer took, as `x-readtime`; with `logging`, a line a request.
 *
 * Native: `layer(middleware)`, for milliseconds without lines.
 */
module.exports = (options, app) => {
  const isPlain = !options.logging && !app.config.logger.enablePerformanceTimer;
  return isPlain ? native.layer(metaOf(options)) : metaOf(options);
};

const metaOf = options => async function meta(ctx, next) {
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
