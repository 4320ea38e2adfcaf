'use strict';

const { say, watch } = require('./lib_events');

module.exports = class Boot {
  constructor(app) {
    this.app = app;
    if (process.env.FAIL === 'app') throw new Error('the application fails');
    if (process.env.FAIL === 'app-exit') process.exit(5);
    if (process.env.FAIL === 'app-hangs') app.readyCallback('never');
    watch('app', app.messenger);
  }

  async serverDidReady() {
    say('app', 'serverDidReady');
  }

  async beforeClose() {
    say('app', 'beforeClose');
    if (process.env.FAIL === 'close') throw new Error('cannot close');
  }
};
