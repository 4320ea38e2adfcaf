'use strict';

module.exports = () => async function six(ctx, next) {
  await next();
};
