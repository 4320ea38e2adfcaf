'use strict';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A moment as the clocks of a time zone show it, which can go on to the next beginning of a unit. */
module.exports = class ZonedTime {
  #offsetAt;
  #clock;

  /** @param {number} milliseconds since 1970 @param {function(number): number} offsetAt see `ZonedTime.offsets` */
  constructor(milliseconds, offsetAt) {
    this.#offsetAt = offsetAt;
    this.#set(milliseconds);
  }

  /**
   * How many milliseconds the clocks of a zone are before UTC's, by moment.
   * @param {string} [zone] of the IANA database; without one the process's own
   */
  static offsets(zone) {
    if (zone === undefined) return milliseconds => -new Date(milliseconds).getTimezoneOffset() * MINUTE;
    const { zoneAt, zoneName } = require('internal/intl/natives');
    const name = zoneName(zone);
    if (name === undefined) throw new Error(`there is no time zone ${zone}`);
    return milliseconds => zoneAt(name, milliseconds)[0] * SECOND;
  }

  #set(milliseconds) {
    this.milliseconds = milliseconds;
    this.#clock = new Date(milliseconds + this.#offsetAt(milliseconds));
  }

  get year() { return this.#clock.getUTCFullYear(); }
  /** From 1. */
  get month() { return this.#clock.getUTCMonth() + 1; }
  get day() { return this.#clock.getUTCDate(); }
  get weekday() { return this.#clock.getUTCDay(); }
  get hour() { return this.#clock.getUTCHours(); }
  get minute() { return this.#clock.getUTCMinutes(); }
  get second() { return this.#clock.getUTCSeconds(); }

  get isLastDayOfMonth() {
    return new Date(this.#clock.getTime() + DAY).getUTCDate() === 1;
  }

  /** Clocks that were set back show this hour for the second time. */
  get isRepeatedHour() {
    const before = new ZonedTime(this.milliseconds - HOUR, this.#offsetAt);
    return before.hour === this.hour;
  }

  /** Clocks that were set forward did not show the hour before this one. */
  get followsSkippedHour() {
    const before = new ZonedTime(this.milliseconds - HOUR, this.#offsetAt);
    return (before.hour + 2) % 24 === this.hour;
  }

  toNextMonth() {
    this.#setClock(Date.UTC(this.year, this.month, 1));
  }

  toNextDay() {
    this.#setClock(Date.UTC(this.year, this.month - 1, this.day + 1));
  }

  toNextHour() { this.#toNext(HOUR); }
  toNextMinute() { this.#toNext(MINUTE); }
  toNextSecond() { this.#toNext(SECOND); }

  #toNext(unit) {
    this.#set(this.milliseconds + unit - this.#clock.getTime() % unit);
  }

  /** To the moment when clocks first show this; where they never do, to the one as long after the leap as it is within it. */
  #setClock(clock) {
    const [ before, after ] = [ -DAY, DAY ].map(shift => this.#offsetAt(clock + shift));
    const isAfter = this.#offsetAt(clock - before) !== before && this.#offsetAt(clock - after) === after;
    this.#set(clock - (isAfter ? after : before));
  }
};
