'use strict';

module.exports = () => async function outer(ctx, next) {
  ctx.state.outer = ctx;
  await next();
  ctx.state = {};
};
