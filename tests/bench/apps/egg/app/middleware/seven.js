'use strict';

module.exports = () => async function seven(ctx, next) {
  await next();
};
