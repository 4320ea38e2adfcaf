'use strict';

const assert = require('assert');
const { clearImmediate, clearTimeout, setImmediate, setTimeout } = require('timers');
const BaseStrategy = require('egg-schedule/lib/strategy/base');
const parseDuration = require('internal/egg/duration');
const { logDate } = require('internal/egg/date');
const { isFunction } = require('internal/koa/function_kind');

/** The longest delay that a timer takes. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Runs `handler()` by `schedule.interval`, `schedule.cron` or `schedule.immediate`. */
module.exports = class TimerStrategy extends BaseStrategy {
  #cron;
  #immediate;
  #timer;

  constructor(...args) {
    super(...args);
    const { interval, cron, cronOptions, immediate } = this.schedule;
    assert(interval || cron || immediate,
      `[egg-schedule] ${this.key} schedule.interval or schedule.cron or schedule.immediate must be present`);
    assert(isFunction(this.handler), `[egg-schedule] ${this.key} strategy should override \`handler()\` method`);
    if (!cron) return;
    const CronExpression = require('egg-schedule/lib/cron_expression');
    try {
      this.#cron = new CronExpression(cron, cronOptions);
    } catch (error) {
      error.message = `[egg-schedule] ${this.key} parse cron instruction(${cron}) error: ${error.message}`;
      throw error;
    }
  }

  start() {
    if (this.agent.schedule.closed) return;
    if (this.schedule.immediate) {
      this.logger.info(`[Timer] ${this.key} next time will execute immediate`);
      this.#immediate = setImmediate(() => this.handler());
    } else {
      this._scheduleNext();
    }
  }

  close() {
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
  }

  _scheduleNext() {
    if (this.agent.schedule.closed) return;
    const delay = this.getNextTick();
    if (!delay) {
      this.logger.info(`[Timer] ${this.key} reach endDate, will stop`);
      return;
    }
    const at = logDate('.', new Date(Date.now() + delay));
    this.logger.info(`[Timer] ${this.key} next time will execute after ${delay}ms at ${at}`);
    this.safeTimeout(() => this.handler(), delay);
  }

  // At a fixed rate, however long the task takes.
  onJobStart() {
    this._scheduleNext();
  }

  /** Milliseconds until the next run; undefined after the last one. */
  getNextTick() {
    const { interval } = this.schedule;
    if (interval) return parseDuration(interval);
    const now = Date.now();
    const next = this.#cron?.next(now);
    return next === undefined ? undefined : next - now;
  }

  /** A timeout of any length. */
  safeTimeout(handler, delay, ...args) {
    this.#timer = delay <= LONGEST_DELAY
      ? setTimeout(handler, delay, ...args)
      : setTimeout(() => this.safeTimeout(handler, delay - LONGEST_DELAY, ...args), LONGEST_DELAY);
    return this.#timer;
  }
};
