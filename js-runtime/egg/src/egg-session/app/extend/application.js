'use strict';

const assert = require('assert');

module.exports = {
  /** Where sessions are kept: an object or class with `get`, `set`, `destroy`; null keeps them in the cookie. */
  get sessionStore() {
    return this.config.session.store;
  },

  set sessionStore(store) {
    const { config } = this;
    if (config.session.store && config.env !== 'unittest') {
      this.logger.warn('[egg-session] sessionStore already exists and will be overwrite');
    }
    if (!store) {
      config.session.store = undefined;
      return;
    }
    const instance = typeof store === 'function' ? new store(this) : store;
    for (const method of [ 'get', 'set', 'destroy' ]) {
      assert(typeof instance[method] === 'function', `store.${method} must be function`);
    }
    for (const method of [ 'get', 'set', 'destroy' ]) instance[method] = this.toAsyncFunction(instance[method]);
    config.session.store = instance;
  },
};
