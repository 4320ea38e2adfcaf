'use strict';

module.exports = (options, app) => async function stats(ctx, next) {
  try {
    await next();
    app.stats.count(ctx.status);
  } catch (error) {
    app.stats.count(error.status || 500);
    throw error;
  }
};
