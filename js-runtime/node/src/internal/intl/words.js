'use strict';

/** `Intl.PluralRules`, `Intl.ListFormat` and `Intl.RelativeTimeFormat`. */

const { finish, option, optionsObject, refuse, resolve, stateOf } = require('internal/intl/locales');
const { NumberFormat, decimalOf, round, rulesOf, spelled } = require('internal/intl/numbers');

const states = new WeakMap();

/** ---- PluralRules */

function select({ locale, type, rules }, value) {
  if (!locale.startsWith('en') || !Number.isFinite(value)) return 'other';
  const decimal = round(decimalOf(Math.abs(value)), rules);
  const [whole, fraction] = spelled(decimal, 1, rules.significant ? 0 : rules.minimumFractionDigits);
  if (type === 'cardinal') return whole === '1' && fraction === '' ? 'one' : 'other';
  if (fraction !== '') return 'other';
  const tens = Number(whole.slice(-2));
  if (tens >= 11 && tens <= 13) return 'other';
  return { 1: 'one', 2: 'two', 3: 'few' }[tens % 10] ?? 'other';
}

class PluralRules {
  constructor(locales = undefined, options = undefined) {
    options = optionsObject(options);
    const who = 'Intl.PluralRules';
    const { locale } = resolve(locales, who, {});
    refuse(options, { roundingMode: ['halfExpand'], roundingIncrement: ['1'], roundingPriority: ['auto'], trailingZeroDisplay: ['auto'] }, who);
    const type = option(options, 'type', ['cardinal', 'ordinal'], 'cardinal', who);
    states.set(this, { locale, type, rules: rulesOf(options, 0, 3, false) });
  }

  select(value) { return select(stateOf(states, this, 'PluralRules', 'select'), Number(value)); }

  resolvedOptions() {
    const { locale, type, rules: { given, significant, ...counted } } = stateOf(states, this, 'PluralRules', 'resolvedOptions');
    const english = locale.startsWith('en');
    const pluralCategories = !english ? ['other'] : type === 'ordinal' ? ['few', 'one', 'two', 'other'] : ['one', 'other'];
    return { locale, type, ...counted, pluralCategories };
  }
}
finish(PluralRules, 'PluralRules');

/** ---- ListFormat */

function listParts({ data, type, style }, list) {
  const items = [];
  for (const item of list) {
    if (typeof item !== 'string') throw new TypeError(`Iterable yielded ${String(item)} which is not a string`);
    items.push(item);
  }
  const [pair, middle, end] = data.lists[`${type} ${style}`];
  const parts = [];
  items.forEach((value, index) => {
    if (index > 0) {
      const literal = items.length === 2 ? pair : index === items.length - 1 ? end : middle;
      if (literal !== '') parts.push({ type: 'literal', value: literal });
    }
    parts.push({ type: 'element', value });
  });
  return parts;
}

class ListFormat {
  constructor(locales = undefined, options = undefined) {
    options = optionsObject(options);
    const who = 'Intl.ListFormat';
    const { locale, data } = resolve(locales, who, {});
    const type = option(options, 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction', who);
    const style = option(options, 'style', ['long', 'short', 'narrow'], 'long', who);
    states.set(this, { locale, data, type, style });
  }

  format(list = []) { return this.formatToParts(list).map(({ value }) => value).join(''); }

  formatToParts(list = []) { return listParts(stateOf(states, this, 'ListFormat', 'formatToParts'), list); }

  resolvedOptions() {
    const { locale, type, style } = stateOf(states, this, 'ListFormat', 'resolvedOptions');
    return { locale, type, style };
  }
}
finish(ListFormat, 'ListFormat');

/** ---- RelativeTimeFormat */

const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

function relativeParts(state, value, unit) {
  const number = Number(value);
  const name = String(unit).replace(/s$/, '');
  if (!UNITS.includes(name)) throw new RangeError(`Invalid unit argument for format() '${String(unit)}'`);
  if (!Number.isFinite(number)) throw new RangeError('Value need to be finite number for Intl.RelativeTimeFormat.prototype.format()');
  const words = state.data.relatives[`${name} ${state.style}`];
  if (state.numeric === 'auto' && Object.hasOwn(words.auto, number)) return [{ type: 'literal', value: words.auto[number] }];
  const past = number < 0 || Object.is(number, -0);
  const size = Math.abs(number);
  const texts = past ? words.past : words.future;
  const text = texts[new PluralRules(state.locale).select(size) === 'one' ? 0 : 1];
  const [before, after] = text.split('#');
  const parts = [];
  if (before !== '') parts.push({ type: 'literal', value: before });
  for (const part of state.numbers.formatToParts(size)) parts.push({ ...part, unit: name });
  if (after !== '') parts.push({ type: 'literal', value: after });
  return parts;
}

class RelativeTimeFormat {
  constructor(locales = undefined, options = undefined) {
    options = optionsObject(options);
    const who = 'Intl.RelativeTimeFormat';
    const { locale, data } = resolve(locales, who, { nu: ['latn'] });
    refuse(options, { numberingSystem: ['latn'] }, who);
    const style = option(options, 'style', ['long', 'short', 'narrow'], 'long', who);
    const numeric = option(options, 'numeric', ['always', 'auto'], 'always', who);
    states.set(this, { locale, data, style, numeric, numbers: new NumberFormat(locale, { useGrouping: 'auto' }) });
  }

  format(value, unit) { return this.formatToParts(value, unit).map((part) => part.value).join(''); }

  formatToParts(value, unit) { return relativeParts(stateOf(states, this, 'RelativeTimeFormat', 'formatToParts'), value, unit); }

  resolvedOptions() {
    const { locale, style, numeric } = stateOf(states, this, 'RelativeTimeFormat', 'resolvedOptions');
    return { locale, style, numeric, numberingSystem: 'latn' };
  }
}
finish(RelativeTimeFormat, 'RelativeTimeFormat');

module.exports = { ListFormat, PluralRules, RelativeTimeFormat };
