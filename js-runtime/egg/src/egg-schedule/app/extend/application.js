'use strict';

const ScheduleWorker = require('egg-schedule/lib/schedule_worker');

const SCHEDULE_WORKER = Symbol('application#scheduleWorker');

module.exports = {
  get scheduleWorker() {
    this[SCHEDULE_WORKER] ??= new ScheduleWorker(this);
    return this[SCHEDULE_WORKER];
  },
};
