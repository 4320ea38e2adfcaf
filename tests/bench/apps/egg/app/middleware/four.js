'use strict';

module.exports = () => async function four(ctx, next) {
  await next();
};
