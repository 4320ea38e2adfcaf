'use strict';

/** Base of all kinds of schedules: `start` begins, `sendOne` and `sendAll` tell workers to run the task. */
module.exports = class BaseStrategy {
  constructor(schedule, agent, key) {
    this.agent = agent;
    this.key = key;
    this.schedule = schedule;
    this.logger = agent.getLogger('scheduleLogger');
    this.count = 0;
  }

  start() {}

  onJobStart() {}

  onJobFinish() {}

  /** Lets one worker run the task with `args`. */
  sendOne(...args) {
    this.#send('send random by agent', info => this.agent.messenger.sendRandom('egg-schedule', info), args);
  }

  /** Lets every worker run it. */
  sendAll(...args) {
    this.#send('send all by agent', info => this.agent.messenger.send('egg-schedule', info), args);
  }

  #send(how, send, args) {
    if (this.agent.schedule.closed) {
      this.logger.warn(`${this.key} skip due to schedule closed`);
      return;
    }
    this.count += 1;
    const info = { key: this.key, id: this.getSeqId(), args };
    this.logger.debug(`[Job#${info.id}] ${info.key} triggered, ${how}`);
    send(info);
    this.onJobStart(info);
  }

  getSeqId() {
    return `${Date.now()}${process.hrtime().join('')}${this.count}`;
  }
};
