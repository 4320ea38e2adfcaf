'use strict';

const Store = require('../../lib/store');
const STORE = Symbol('app.store');

module.exports = {
  /** The worker's one store. */
  get store() {
    if (!this[STORE]) this[STORE] = new Store();
    return this[STORE];
  },
};
