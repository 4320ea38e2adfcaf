'use strict';

/** What templates get of a context's translations. */
module.exports = ctx => {
  const gettext = (...args) => ctx.__(...args);
  return { gettext, __: gettext };
};
