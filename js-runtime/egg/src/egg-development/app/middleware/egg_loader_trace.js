'use strict';

const { NotBuiltError } = require('internal/egg/not_built');

/** The page of start-up timings, `/__loader_trace__`. */
module.exports = () => async function eggLoaderTrace(ctx, next) {
  if (ctx.path === '/__loader_trace__') {
    throw new NotBuiltError('/__loader_trace__', 'read run/application_timing_<pid>.json');
  }
  return next();
};
