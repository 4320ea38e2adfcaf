'use strict';

const Schedule = require('egg-schedule/lib/schedule');

const SCHEDULE = Symbol('agent#schedule');

module.exports = {
  /** Bases of an application's own kinds of schedules: `agent.schedule.use(type, class extends agent.ScheduleStrategy)`. */
  ScheduleStrategy: require('egg-schedule/lib/strategy/base'),
  TimerScheduleStrategy: require('egg-schedule/lib/strategy/timer'),

  get schedule() {
    if (!this[SCHEDULE]) {
      this[SCHEDULE] = new Schedule(this);
      this.beforeClose(() => this[SCHEDULE].close());
    }
    return this[SCHEDULE];
  },
};
