'use strict';

const pathMatching = require('egg-path-matching');

/** In file mode every upload is saved before the controller runs. */
module.exports = (options, app) => {
  const { fileModeMatch } = options;
  const matches = fileModeMatch
    && pathMatching({ match: fileModeMatch, pathToRegexpModule: app.options.pathToRegexpModule });
  return async function multipart(ctx, next) {
    if (ctx.is('multipart') && (!matches || matches(ctx))) await ctx.saveRequestFiles();
    return next();
  };
};
