'use strict';

module.exports = () => async function two(ctx, next) {
  await next();
};
