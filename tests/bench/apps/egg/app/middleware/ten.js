'use strict';

module.exports = () => async function ten(ctx, next) {
  await next();
};
