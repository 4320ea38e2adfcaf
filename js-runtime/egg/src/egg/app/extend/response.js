'use strict';

const REAL_STATUS = Symbol('Context#realStatus');

module.exports = {
  /** The status before a redirect to an error page hid it. */
  get realStatus() {
    return this[REAL_STATUS] || this.status;
  },

  set realStatus(status) {
    this[REAL_STATUS] = status;
  },
};
