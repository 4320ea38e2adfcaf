'use strict';

module.exports = {
  get locale() {
    return this.__getLocale();
  },

  set locale(locale) {
    this.__setLocale(locale);
  },
};
