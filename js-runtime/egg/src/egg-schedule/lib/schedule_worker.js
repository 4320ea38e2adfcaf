'use strict';

const loadSchedules = require('egg-schedule/lib/load_schedule');

/** The application's side: the schedules that it can be told to run. */
module.exports = class ScheduleWorker {
  constructor(app) {
    this.app = app;
    this.scheduleItems = {};
  }

  init() {
    this.scheduleItems = loadSchedules(this.app);
  }

  registerSchedule(item) {
    this.scheduleItems[item.key] = item;
  }

  unregisterSchedule(key) {
    delete this.scheduleItems[key];
  }
};
