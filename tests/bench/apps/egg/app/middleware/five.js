'use strict';

module.exports = () => async function five(ctx, next) {
  await next();
};
