'use strict';

const localsOf = require('egg-i18n/lib/template_locals');

/**
 * Templates get `gettext` and `__`.
 *
 * Native: `layer(middleware)` notes that the request came by; `ctx.locals` has them when somebody looks.
 */
module.exports = () => native.layer(function i18n(ctx, next) {
  ctx.locals = localsOf(ctx);
  return next();
});
