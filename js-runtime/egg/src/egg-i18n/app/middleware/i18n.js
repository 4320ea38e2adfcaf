'use strict';

/** Templates get `gettext` and `__`. */
module.exports = () => function i18n(ctx, next) {
  const gettext = (...args) => ctx.__(...args);
  ctx.locals = { gettext, __: gettext };
  return next();
};
