'use strict';

const TimerStrategy = require('egg-schedule/lib/strategy/timer');

/** `type: 'all'`: every worker. */
module.exports = class AllStrategy extends TimerStrategy {
  handler() {
    this.sendAll();
  }
};
