'use strict';

const renderTrace = require('egg-development/lib/loader_trace');

/** The page of start-up timings, `/__loader_trace__`. */
module.exports = (_, app) => async function eggLoaderTrace(ctx, next) {
  if (ctx.path === '/__loader_trace__') ctx.body = renderTrace(app.config.rundir);
  else await next();
};
