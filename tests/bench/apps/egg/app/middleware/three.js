'use strict';

module.exports = () => async function three(ctx, next) {
  await next();
};
