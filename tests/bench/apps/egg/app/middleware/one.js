'use strict';

module.exports = () => async function one(ctx, next) {
  await next();
};
