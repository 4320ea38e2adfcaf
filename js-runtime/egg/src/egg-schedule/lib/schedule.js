'use strict';

const loadSchedules = require('egg-schedule/lib/load_schedule');

/** The agent's side: a strategy for each schedule, which decides when and whom to tell. */
module.exports = class Schedule {
  #strategies = new Map();
  #instances = new Map();

  constructor(agent) {
    this.agent = agent;
    this.logger = agent.getLogger('scheduleLogger');
    this.closed = false;
  }

  /** Registers a kind of schedule: the strategy of `schedule.type`. */
  use(type, Strategy) {
    this.#strategies.set(type, Strategy);
  }

  init() {
    for (const item of Object.values(loadSchedules(this.agent))) this.registerSchedule(item);
  }

  registerSchedule({ key, schedule }) {
    if (schedule.disable) return;
    const Strategy = this.#strategies.get(schedule.type);
    if (!Strategy) {
      const error = new Error(`schedule type [${schedule.type}] is not defined`);
      error.name = 'EggScheduleError';
      throw error;
    }
    this.#instances.set(key, new Strategy(schedule, this.agent, key));
  }

  unregisterSchedule(key) {
    return this.#instances.delete(key);
  }

  onJobFinish(info) {
    this.logger.debug(`[Job#${info.id}] ${info.key} finish event received by agent from worker#${info.workerId}`);
    this.#instances.get(info.key)?.onJobFinish(info);
  }

  start() {
    this.closed = false;
    for (const instance of this.#instances.values()) instance.start();
  }

  close() {
    this.closed = true;
    for (const instance of this.#instances.values()) instance.close?.();
  }
};
