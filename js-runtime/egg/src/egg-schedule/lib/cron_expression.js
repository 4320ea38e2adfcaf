'use strict';

const parseCron = require('egg-schedule/lib/cron_fields');
const ZonedTime = require('egg-schedule/lib/zoned_time');

/** No expression that ever matches needs a longer search: leap days on a certain weekday come within 28 years. */
const SEARCH_YEARS = 40;

/**
 * The times of a cron expression of up to six fields (`second minute hour day month weekday`), one after the other, as cron-parser
 * 2 finds them. Day and weekday, if both are given, mean either.
 */
module.exports = class CronExpression {
  #cron;
  #offsetAt;
  #last;
  #endDate;

  /**
   * @param {object} [options] `tz`: a zone of the IANA database, by default the process's; `utc`; `currentDate`: times come after it;
   *   `endDate`: the last moment; `nthDayOfWeek`: as `#` in the expression. `startDate` concerns what comes before, so nothing here
   */
  constructor(expression, options) {
    const { tz, utc, currentDate = Date.now(), endDate, nthDayOfWeek } = options ?? {};
    this.#cron = parseCron(expression);
    this.#cron.occurrence ||= nthDayOfWeek ?? 0;
    this.#offsetAt = ZonedTime.offsets(utc ? 'UTC' : tz || undefined);
    this.#last = new Date(currentDate).getTime();
    this.#endDate = endDate ? new Date(endDate).getTime() : Infinity;
  }

  /** The first time after `now` (milliseconds) and after the one before, or undefined. */
  next(now) {
    const { second, minute, hour, month } = this.#cron;
    const time = new ZonedTime(Math.max(now, this.#last), this.#offsetAt);
    time.toNextSecond();
    const lastYear = time.year + SEARCH_YEARS;
    while (time.year <= lastYear && time.milliseconds <= this.#endDate) {
      if (!month.values.has(time.month)) {
        time.toNextMonth();
      } else if (!this.#isDay(time)) {
        time.toNextDay();
      } else if (!isHour(hour, time)) {
        time.toNextHour();
      } else if (!minute.values.has(time.minute)) {
        time.toNextMinute();
      } else if (!second.values.has(time.second)) {
        time.toNextSecond();
      } else {
        this.#last = time.milliseconds;
        return time.milliseconds;
      }
    }
    return undefined;
  }

  #isDay(time) {
    const { day, lastDay, weekday, occurrence } = this.#cron;
    if (occurrence > 0 && Math.ceil(time.day / 7) !== occurrence) return false;
    const fitsDay = day.values.has(time.day) || (lastDay && time.isLastDayOfMonth);
    const fitsWeekday = weekday.values.has(time.weekday);
    if (day.isAny) return fitsWeekday;
    return weekday.isAny ? fitsDay : fitsDay || fitsWeekday;
  }
};

/** When clocks are set, a certain hour counts once: if it is skipped the one after it stands in. */
function isHour({ isAny, values }, time) {
  if (isAny) return true;
  if (values.has(time.hour)) return !time.isRepeatedHour;
  return time.followsSkippedHour && values.has((time.hour + 23) % 24);
}
