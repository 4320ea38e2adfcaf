'use strict';

const TimerStrategy = require('egg-schedule/lib/strategy/timer');

/** `type: 'worker'`: one worker a time. */
module.exports = class WorkerStrategy extends TimerStrategy {
  handler() {
    this.sendOne();
  }
};
