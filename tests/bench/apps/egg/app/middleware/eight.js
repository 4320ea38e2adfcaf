'use strict';

module.exports = () => async function eight(ctx, next) {
  await next();
};
