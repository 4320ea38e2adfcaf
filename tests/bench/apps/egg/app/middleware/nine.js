'use strict';

module.exports = () => async function nine(ctx, next) {
  await next();
};
