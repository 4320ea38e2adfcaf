'use strict';

/**
 * `Intl.DateTimeFormat`. A locale's data has a pattern for each set of fields: the letters are those of Unicode's date patterns (E
 * weekday, G era, y year, M month, d day, h hour in the cycle asked for, m, s, S fraction, a half of the day, z zone; the number of letters is
 * the width), the rest is text.
 */

const { digits, finish, option, optionsObject, refuse, resolve, stateOf } = require('internal/intl/locales');
const zones = require('internal/intl/zones');

const states = new WeakMap();
const WHO = 'Intl.DateTimeFormat';

const FIELDS = {
  weekday: ['narrow', 'short', 'long'],
  era: ['narrow', 'short', 'long'],
  year: ['2-digit', 'numeric'],
  month: ['2-digit', 'numeric', 'narrow', 'short', 'long'],
  day: ['2-digit', 'numeric'],
  hour: ['2-digit', 'numeric'],
  minute: ['2-digit', 'numeric'],
  second: ['2-digit', 'numeric'],
};
const DATE_FIELDS = ['weekday', 'year', 'month', 'day'];
const TIME_FIELDS = ['hour', 'minute', 'second'];
const CODE = { 'undefined': '-', 'numeric': 'n', '2-digit': '2', 'narrow': 'N', 'short': 's', 'long': 'l' };
const WIDTHS = { 3: 'short', 4: 'long', 5: 'narrow' };

/** Adds what is shown when the options name nothing: `required` and `defaults` as in ECMA-402. */
function withDefaults(fields, options, required, defaults) {
  let needed = options.dateStyle === undefined && options.timeStyle === undefined;
  if (required !== 'time' && DATE_FIELDS.some((name) => fields[name] !== undefined)) needed = false;
  if (required !== 'date' && (TIME_FIELDS.some((name) => fields[name] !== undefined) || fields.fraction !== undefined)) needed = false;
  if (required === 'date' && options.timeStyle !== undefined) throw new TypeError('Invalid option : timeStyle');
  if (required === 'time' && options.dateStyle !== undefined) throw new TypeError('Invalid option : dateStyle');
  if (!needed) return;
  if (defaults !== 'time') fields.year = fields.month = fields.day = 'numeric';
  if (defaults !== 'date') fields.hour = fields.minute = fields.second = 'numeric';
}

function cycleOf(locale, options, extensions) {
  const english = locale.startsWith('en');
  const hourCycle = option(options, 'hourCycle', ['h11', 'h12', 'h23', 'h24'], extensions.hc, WHO);
  const { hour12 } = options;
  if (hour12 !== undefined) {
    // As ICU has it: an English midnight is 12 or 24, a Chinese one 0.
    return hour12 ? { cycle: english ? 'h12' : 'h11', table: 't' } : { cycle: english ? 'h24' : 'h23', table: 'f' };
  }
  const cycle = hourCycle ?? (english ? 'h12' : 'h23');
  return { cycle, table: { h11: 'a', h12: 'a', h23: 'b', h24: 'c' }[cycle] };
}

/** The pattern of a set of fields. */
function patternOf(state) {
  const { data, fields, locale, table, timeStyle, dateStyle } = state;
  const english = locale.startsWith('en');
  const own = english ? 'at' : 'bf';
  let date = '';
  let time = '';
  if (dateStyle !== undefined) date = data.dateStyles[dateStyle];
  // What is full of a full time is the zone's name.
  if (timeStyle !== undefined) time = data.timeStyles[(timeStyle === 'full' ? 'long' : timeStyle) + (own.includes(table) ? '' : '24')];
  if (dateStyle === undefined && timeStyle === undefined) {
    const dateKey = DATE_FIELDS.map((name) => CODE[fields[name]]).join('');
    if (dateKey !== '----') date = data.dateOf[dateKey];
    if (fields.era !== undefined) date = withEra(date, fields, english);
    const timeKey = table + TIME_FIELDS.map((name) => CODE[fields[name]]).join('');
    if (!timeKey.endsWith('---')) time = data.timeOf[timeKey];
    if (fields.fraction !== undefined) time = fields.second === undefined ? `${time}S` : time.replace(/s+/, '$&.S');
    if (fields.timeZoneName !== undefined) {
      if (time === '') time = 'z';
      else if (english) time += ' z';
      else time = withZone(time, fields);
    }
  }
  if (date === '' || time === '') return date + time;
  return date + glue(state, english) + time;
}

/**
 * A date's pattern with its era, which stands with a year or with a whole day, or alone. Chinese then writes months that are numbers as
 * a calendar does, or between dashes.
 */
function withEra(date, { weekday, year, month, day }, english) {
  if (date === '') return 'G';
  const isWhole = month !== undefined && day !== undefined;
  if (!isWhole && (year === undefined || weekday !== undefined || day !== undefined)) {
    throw new RangeError(`${WHO}: option era is not supported by Coddle without a year, or a month and a day`);
  }
  if (english) return `${date} G`;
  if (year === undefined) return `G ${date}`;
  if (month !== 'numeric' && month !== '2-digit') return `G${date}`;
  const [years] = /^y+/.exec(date);
  if (isWhole) return `G${years}-MM-dd${/E*$/.exec(date)[0]}`;
  return `G${years}年${month === 'numeric' ? 'M' : 'MM'}月`;
}

/** A Chinese time with its zone before it. Whether a space stands between them, and how wide the hour is, goes by the fields. */
function withZone(time, { minute, second, hour, timeZoneName }) {
  if (minute === undefined || (second !== undefined && timeZoneName.endsWith('Offset'))) return `z${time}`;
  return `z ${second !== undefined && hour === 'numeric' ? time.replace('hh', 'h') : time}`;
}

/** What stands between date and time. */
function glue({ dateStyle, fields }, english) {
  const alone = fields.weekday !== undefined && fields.year === undefined && fields.month === undefined && fields.day === undefined;
  if (!english) return alone && fields.minute !== undefined ? '' : ' ';
  if (dateStyle !== undefined) return dateStyle === 'full' || dateStyle === 'long' ? " 'at' " : ', ';
  if (fields.month === 'long') return " 'at' ";
  return alone ? ' ' : ', ';
}

/** A pattern as `[[letter, count] | [text], ...]`. */
function parse(pattern) {
  const tokens = [];
  for (const [, quoted, letters, text] of pattern.matchAll(/'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)/g)
    .map((match) => [match[0], match[1], match[2], match[4]])) {
    if (letters !== undefined) {
      tokens.push([letters[0], letters.length]);
    } else {
      const literal = quoted === undefined ? text : quoted.replace(/''/g, "'");
      const last = tokens[tokens.length - 1];
      if (last !== undefined && last.length === 1) last[0] += literal;
      else tokens.push([literal]);
    }
  }
  return tokens;
}

function partsOf(state, time) {
  const offset = zones.offsetAt(state.timeZone, time);
  const local = new Date(time + offset * 1000);
  const { data } = state;
  const two = (value, count) => (count === 2 ? String(value).padStart(2, '0') : String(value));
  const hour = local.getUTCHours();
  return state.tokens.map(([letter, count]) => {
    if (count === undefined) return ['literal', letter];
    switch (letter) {
      case 'G': return ['era', data.eras[state.fields.era][local.getUTCFullYear() > 0 ? 0 : 1]];
      case 'E': return ['weekday', data.weekdays[WIDTHS[count]][local.getUTCDay()]];
      case 'y': {
        const year = local.getUTCFullYear();
        const shown = year > 0 ? year : 1 - year;
        return ['year', count === 2 ? String(shown % 100).padStart(2, '0') : String(shown)];
      }
      case 'M': {
        const month = local.getUTCMonth();
        if (count < 3) return ['month', two(month + 1, count)];
        return ['month', (count === 4 && !state.locale.startsWith('en') ? data.months.alone : data.months[WIDTHS[count]])[month]];
      }
      case 'd': return ['day', two(local.getUTCDate(), count)];
      case 'h': {
        const shown = { h11: hour % 12, h12: hour % 12 || 12, h23: hour, h24: hour || 24 }[state.cycle];
        return ['hour', two(shown, count)];
      }
      case 'm': return ['minute', two(local.getUTCMinutes(), count)];
      case 's': return ['second', two(local.getUTCSeconds(), count)];
      case 'S': {
        const thousandths = String(local.getUTCMilliseconds()).padStart(3, '0');
        return ['fractionalSecond', thousandths.slice(0, state.fields.fraction)];
      }
      case 'a': return ['dayPeriod', data.dayPeriods[hour < 12 ? 0 : 1]];
      default: {
        const style = state.timeStyle === 'full' ? 'long' : state.fields.timeZoneName ?? 'short';
        return ['timeZoneName', zones.nameAt(state.timeZone, time, style, state.locale)];
      }
    }
  });
}

/** `[locale state]` of the arguments; `required` and `defaults` as in ECMA-402. */
function prepare(locales, options, required, defaults) {
  options = optionsObject(options);
  const { locale, data, extensions } = resolve(locales, WHO, {
    ca: ['gregory'], nu: ['latn'], hc: ['h11', 'h12', 'h23', 'h24'],
  });
  refuse(options, { calendar: ['gregory'], numberingSystem: ['latn'], dayPeriod: [] }, WHO);
  const fields = {};
  for (const name of DATE_FIELDS.concat(TIME_FIELDS)) fields[name] = option(options, name, FIELDS[name], undefined, WHO);
  fields.era = option(options, 'era', FIELDS.era, undefined, WHO);
  fields.fraction = digits(options.fractionalSecondDigits, 'fractionalSecondDigits', 1, 3, undefined);
  fields.timeZoneName = option(options, 'timeZoneName', ['long', 'short', 'shortOffset', 'longOffset'], undefined, WHO,
    ['shortGeneric', 'longGeneric']);
  const styles = ['full', 'long', 'medium', 'short'];
  const dateStyle = option(options, 'dateStyle', styles, undefined, WHO);
  const timeStyle = option(options, 'timeStyle', styles, undefined, WHO);
  if (dateStyle !== undefined || timeStyle !== undefined) {
    const given = Object.keys(fields).find((name) => fields[name] !== undefined);
    if (given !== undefined) {
      const name = given === 'fraction' ? 'fractionalSecondDigits' : given;
      throw new TypeError(`Can't set option ${name} when ${dateStyle !== undefined ? 'dateStyle' : 'timeStyle'} is used`);
    }
  }
  withDefaults(fields, { dateStyle, timeStyle }, required, defaults);
  const timeZone = options.timeZone === undefined ? zones.host() : zones.named(options.timeZone);
  const state = { locale, data, fields, dateStyle, timeStyle, timeZone, ...cycleOf(locale, options, extensions) };
  state.tokens = parse(patternOf(state));
  return state;
}

function timeOf(date) {
  const time = date === undefined ? Date.now() : Number(date);
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) throw new RangeError('Invalid time value');
  return Math.trunc(time);
}

/** As text the narrow space before AM and PM is a plain one, for what compares and parses it. */
const textOf = (state, time) => partsOf(state, time).map(([, text]) => text).join('').replace('\u202f', ' ');

function DateTimeFormat(locales = undefined, options = undefined) {
  const self = new.target === undefined ? Object.create(DateTimeFormat.prototype) : this;
  states.set(self, prepare(locales, options, 'any', 'date'));
  return self;
}

function refusal(name) {
  return function refuse() {
    throw new RangeError(`Intl.DateTimeFormat.prototype.${name} is not supported by Coddle: format both ends`);
  };
}

Object.defineProperties(DateTimeFormat.prototype, {
  format: {
    configurable: true,
    get() {
      const state = stateOf(states, this, 'DateTimeFormat', 'format');
      state.bound ??= (date) => textOf(state, timeOf(date));
      return state.bound;
    },
  },
  formatToParts: {
    configurable: true,
    writable: true,
    value: function formatToParts(date) {
      const state = stateOf(states, this, 'DateTimeFormat', 'formatToParts');
      return partsOf(state, timeOf(date)).map(([type, value]) => ({ type, value }));
    },
  },
  formatRange: { configurable: true, writable: true, value: refusal('formatRange') },
  formatRangeToParts: { configurable: true, writable: true, value: refusal('formatRangeToParts') },
  resolvedOptions: {
    configurable: true,
    writable: true,
    value: function resolvedOptions() {
      const state = stateOf(states, this, 'DateTimeFormat', 'resolvedOptions');
      const { fields, dateStyle, timeStyle, cycle } = state;
      const resolved = { locale: state.locale, calendar: 'gregory', numberingSystem: 'latn', timeZone: state.timeZone };
      if (fields.hour !== undefined || timeStyle !== undefined) {
        resolved.hourCycle = cycle;
        resolved.hour12 = cycle === 'h11' || cycle === 'h12';
      }
      for (const name of Object.keys(FIELDS)) if (fields[name] !== undefined) resolved[name] = fields[name];
      if (fields.fraction !== undefined) resolved.fractionalSecondDigits = fields.fraction;
      if (fields.timeZoneName !== undefined) resolved.timeZoneName = fields.timeZoneName;
      if (dateStyle !== undefined) resolved.dateStyle = dateStyle;
      if (timeStyle !== undefined) resolved.timeStyle = timeStyle;
      return resolved;
    },
  },
});
finish(DateTimeFormat, 'DateTimeFormat');
Object.defineProperty(DateTimeFormat, 'length', { value: 0, configurable: true });

/** `Date.prototype.toLocale...String`. */
function dateText(date, locales, options, required, defaults) {
  const time = Date.prototype.getTime.call(date);
  if (Number.isNaN(time)) return 'Invalid Date';
  // Most calls come without arguments: what they need is made once.
  if (locales === undefined && options === undefined) return textOf(usual(required, defaults), time);
  return textOf(prepare(locales, options, required, defaults), time);
}

const kept = new Map();
let keptFor;

function usual(required, defaults) {
  const { TZ, LANG, LC_ALL } = process.env;
  const world = `${TZ} ${LANG} ${LC_ALL}`;
  if (world !== keptFor) {
    kept.clear();
    keptFor = world;
  }
  const key = `${required} ${defaults}`;
  if (!kept.has(key)) kept.set(key, prepare(undefined, undefined, required, defaults));
  return kept.get(key);
}

module.exports = { DateTimeFormat, dateText };
