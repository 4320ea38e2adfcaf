'use strict';

const NAMES = {
  month: [ 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec' ],
  weekday: [ 'sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' ],
};

const FIELDS = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12 },
  { name: 'weekday', min: 0, max: 7 },
];

const PREDEFINED = {
  '@yearly': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** No expression that ever matches needs a longer search: leap days on a certain weekday come within 28 years. */
const SEARCH_YEARS = 40;

/**
 * A cron expression of five or six fields (`second minute hour day month weekday`) in local time: lists, ranges, steps, names,
 * `?`, and `L` for the last day. Day and weekday, if both are given, mean either.
 */
module.exports = class CronExpression {
  #fields = {};
  #lastDay = false;
  #endDate;

  /** @param {object} [options] `endDate` */
  constructor(expression, options = {}) {
    if (options?.tz || options?.utc) {
      throw new Error('cronOptions.tz and cronOptions.utc are not supported: set the time zone of the process (TZ)');
    }
    this.#endDate = options?.endDate === undefined ? Infinity : new Date(options.endDate).getTime();
    const parts = (PREDEFINED[expression] ?? expression).trim().split(/\s+/);
    if (parts.length > FIELDS.length) throw new Error('Invalid cron expression');
    // Missing fields in front are 0 for seconds and anything for the rest, as in cron-parser.
    const padded = [ ...[ '0', '*', '*', '*', '*', '*' ].slice(0, FIELDS.length - parts.length), ...parts ];
    FIELDS.forEach((field, index) => {
      this.#fields[field.name] = this.#parseField(field, padded[index]);
    });
    const { weekday } = this.#fields;
    if (weekday.values.has(7)) weekday.values.add(0);
  }

  #parseField(field, text) {
    const values = new Set();
    const isAny = text === '*' || text === '?';
    for (const part of text.split(',')) {
      if (field.name === 'day' && part.toUpperCase() === 'L') this.#lastDay = true;
      else addRange(values, field, part);
    }
    return { isAny, values };
  }

  /** The first time after `now` (milliseconds), or undefined. */
  next(now) {
    const { second, minute, hour, month } = this.#fields;
    const date = new Date(now);
    date.setMilliseconds(0);
    date.setSeconds(date.getSeconds() + 1);
    const lastYear = date.getFullYear() + SEARCH_YEARS;
    while (date.getFullYear() <= lastYear) {
      if (!month.values.has(date.getMonth() + 1)) {
        date.setMonth(date.getMonth() + 1, 1);
        date.setHours(0, 0, 0);
      } else if (!this.#isDay(date)) {
        date.setDate(date.getDate() + 1);
        date.setHours(0, 0, 0);
      } else if (!hour.values.has(date.getHours())) {
        date.setHours(date.getHours() + 1, 0, 0);
      } else if (!minute.values.has(date.getMinutes())) {
        date.setMinutes(date.getMinutes() + 1, 0);
      } else if (!second.values.has(date.getSeconds())) {
        date.setSeconds(date.getSeconds() + 1);
      } else {
        return date.getTime() <= this.#endDate ? date.getTime() : undefined;
      }
    }
    return undefined;
  }

  #isDay(date) {
    const { day, weekday } = this.#fields;
    const isLast = this.#lastDay && new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate() === date.getDate();
    const fitsDay = isLast || day.values.has(date.getDate());
    const fitsWeekday = weekday.values.has(date.getDay());
    if (day.isAny) return fitsWeekday;
    return weekday.isAny ? fitsDay : fitsDay || fitsWeekday;
  }
};

/** `5`, `1-5`, `*`, each with an optional `/step`. */
function addRange(values, { name, min, max }, part) {
  const [ range, stepText, ...rest ] = part.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (rest.length > 0 || !Number.isInteger(step) || step < 1) throw new Error(`Constraint error, cannot repeat at every ${stepText} time.`);
  let [ from, to ] = [ min, name === 'weekday' ? 6 : max ];
  if (range !== '*' && range !== '?') {
    const ends = range.split('-').map(text => valueOf(name, text));
    [ from ] = ends;
    if (ends.length > 1) [ , to ] = ends;
    else if (stepText === undefined) to = from;
    const isValid = ends.length <= 2 && [ from, to ].every(end => Number.isInteger(end) && end >= min && end <= max) && from <= to;
    if (!isValid) throw new Error(`Constraint error, got value ${range} expected range ${min}-${max}`);
  }
  for (let value = from; value <= to; value += step) values.add(value);
}

function valueOf(field, text) {
  const at = NAMES[field]?.indexOf(text.toLowerCase()) ?? -1;
  if (at >= 0) return field === 'month' ? at + 1 : at;
  return text === '' ? NaN : Number(text);
}
