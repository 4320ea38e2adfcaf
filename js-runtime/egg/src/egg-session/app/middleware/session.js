'use strict';

const { accessor } = require('internal/egg/not_built');

/** Until sessions are built, reading or writing `ctx.session` fails; requests that do not are served. */
module.exports = (options, app) => {
  for (const name of [ 'session', 'sessionOptions' ]) {
    const { get } = accessor(`ctx.${name}`, name, 'keep what you need in ctx.cookies');
    Object.defineProperty(app.context, name, { configurable: true, get, set: get });
  }
  return function session(ctx, next) {
    return next();
  };
};
