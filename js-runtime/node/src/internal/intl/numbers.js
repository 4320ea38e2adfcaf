'use strict';

/** `Intl.NumberFormat`: decimal, percent and currency, grouping, digits and compact notation, rounded in decimal as ICU does. */

const { digits, finish, option, optionsObject, refuse, resolve, stateOf } = require('internal/intl/locales');

const states = new WeakMap();

/** Decimals of currencies that have not two (ISO 4217 as ICU counts). */
const CURRENCY_DIGITS = {
  AFN: 0, ALL: 0, BHD: 3, BIF: 0, CLP: 0, COP: 0, DJF: 0, GNF: 0, HUF: 0, IDR: 0, IQD: 0, IRR: 0, ISK: 0, JOD: 3, JPY: 0, KMF: 0,
  KPW: 0, KRW: 0, KWD: 3, LAK: 0, LBP: 0, LYD: 3, MGA: 0, MMK: 0, OMR: 3, PKR: 0, PYG: 0, RWF: 0, SLL: 0, SOS: 0, SYP: 0, TND: 3,
  UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0, YER: 0,
};

/** A finite number as decimal digits: { negative, digits: '12345', point }, meaning 0.12345 times ten to the power of `point`. */
function decimalOf(value) {
  let text = typeof value === 'bigint' ? String(value) : Object.is(value, -0) ? '-0' : String(value);
  const negative = text.startsWith('-');
  if (negative) text = text.slice(1);
  const [mantissa, exponent = '0'] = text.split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  let all = whole + fraction;
  let point = whole.length + Number(exponent);
  const zeros = /^0*/.exec(all)[0].length;
  all = all.slice(zeros).replace(/0+$/, '');
  point -= zeros;
  return { negative, digits: all, point: all === '' ? 0 : point };
}

/** Keeps the first `count` digits (which may be none or less), rounding half away from zero. */
function keep(decimal, count) {
  if (count >= decimal.digits.length) return decimal;
  if (count < 0) return { ...decimal, digits: '', point: 0 };
  const up = decimal.digits[count] >= '5';
  let kept = decimal.digits.slice(0, count);
  let { point } = decimal;
  if (up) {
    const raised = String(BigInt(kept === '' ? '0' : kept) + 1n);
    if (raised.length > kept.length) point++;
    kept = raised;
  }
  kept = kept.replace(/0+$/, '');
  return { ...decimal, digits: kept, point: kept === '' ? 0 : point };
}

const shift = (decimal, by) => (decimal.digits === '' ? decimal : { ...decimal, point: decimal.point + by });

/** `[integer digits, fraction digits]` of a decimal that is rounded already. */
function spelled({ digits: all, point }, minInteger, minFraction) {
  const whole = point > 0 ? all.slice(0, point).padEnd(point, '0') : '';
  const fraction = point < 0 ? '0'.repeat(-point) + all : all.slice(Math.max(point, 0));
  return [whole.padStart(Math.max(minInteger, 1), '0'), fraction.padEnd(minFraction, '0')];
}

function round(decimal, rules) {
  if (rules.significant) return keep(decimal, rules.maximumSignificantDigits);
  return keep(decimal, decimal.point + rules.maximumFractionDigits);
}

/** How many decimals are shown at least. */
function leastFraction(decimal, rules) {
  if (!rules.significant) return rules.minimumFractionDigits;
  const shown = decimal.digits === '' ? 1 : decimal.point;
  return Math.max(0, rules.minimumSignificantDigits - shown);
}

/** Compact notation's steps: the power of ten from which a suffix holds. */
const COMPACT = {
  en: [[12, 'T'], [9, 'B'], [6, 'M'], [3, 'K']],
  zh: [[12, '万亿'], [8, '亿'], [4, '万']],
};

function compacted(decimal, state) {
  const steps = COMPACT[state.locale.slice(0, 2)];
  const stepOf = (one) => steps.find(([power]) => one.point > power) ?? [0, ''];
  const roundAt = (one) => {
    if (state.rules.given) return round(one, state.rules);
    return one.point >= 2 ? keep(one, one.point) : keep(one, 2);
  };
  let [power, suffix] = stepOf(decimal);
  let rounded = roundAt(shift(decimal, -power));
  // 999,999 rounds to a number of the next suffix.
  const [nextPower, nextSuffix] = stepOf(shift(rounded, power));
  if (nextPower !== power) {
    rounded = roundAt(shift(decimal, -nextPower));
    [power, suffix] = [nextPower, nextSuffix];
  }
  return [rounded, suffix];
}

function grouped(whole, useGrouping) {
  if (!useGrouping || whole.length < (useGrouping === 'min2' ? 5 : 4)) return [['integer', whole]];
  const parts = [];
  const first = whole.length % 3 || 3;
  parts.push(['integer', whole.slice(0, first)]);
  for (let at = first; at < whole.length; at += 3) parts.push(['group', ','], ['integer', whole.slice(at, at + 3)]);
  return parts;
}

function signOf(negative, isZero, display) {
  switch (display) {
    case 'never': return '';
    case 'always': return negative ? '-' : '+';
    case 'exceptZero': return isZero ? '' : negative ? '-' : '+';
    case 'negative': return negative && !isZero ? '-' : '';
    default: return negative ? '-' : '';
  }
}

/** `[[type, text], ...]` of a number or BigInt. */
function partsOf(state, value) {
  const body = [];
  let negative;
  let isZero = false;
  let suffix = '';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    negative = value === -Infinity;
    body.push(Number.isNaN(value) ? ['nan', 'NaN'] : ['infinity', '∞']);
    isZero = Number.isNaN(value);
  } else {
    let decimal = decimalOf(value);
    if (state.style === 'percent') decimal = shift(decimal, 2);
    if (state.notation === 'compact') [decimal, suffix] = compacted(decimal, state);
    else decimal = round(decimal, state.rules);
    const { minimumIntegerDigits } = state.rules;
    const [whole, fraction] = spelled(decimal, minimumIntegerDigits,
      state.notation === 'compact' && !state.rules.given ? 0 : leastFraction(decimal, state.rules));
    body.push(...grouped(whole, state.useGrouping));
    if (fraction !== '') body.push(['decimal', '.'], ['fraction', fraction]);
    ({ negative } = decimal);
    isZero = decimal.digits === '';
  }
  if (suffix !== '') body.push(['compact', suffix]);
  if (state.style === 'percent') body.push(['percentSign', '%']);
  if (state.style === 'unit') body.push(...unitOf(state, body));

  const sign = signOf(negative, isZero, state.signDisplay);
  if (state.style === 'currency') {
    const symbol = symbolOf(state);
    // A symbol that ends with a letter stands apart from the number.
    const apart = body[0][0] === 'integer' && /[\p{L}.]$/u.test(symbol);
    body.unshift(['currency', symbol], ...(apart ? [['literal', '\u00a0']] : []));
    if (sign === '-' && state.currencySign === 'accounting') return [['literal', '('], ...body, ['literal', ')']];
  }
  if (sign !== '') body.unshift([sign === '-' ? 'minusSign' : 'plusSign', sign]);
  return body;
}

/** What stands behind a number (its parts are `body`) with a unit. */
function unitOf({ data, unit, unitDisplay }, body) {
  const [one, other = one] = data.units[unit][unitDisplay];
  const text = body.length === 1 && body[0][1] === '1' ? one : other;
  return text.startsWith(' ') ? [['literal', ' '], ['unit', text.slice(1)]] : [['unit', text]];
}

function symbolOf({ data, currency, currencyDisplay }) {
  if (currencyDisplay === 'code') return currency;
  const usual = data.currencies[currency] ?? currency;
  return currencyDisplay === 'narrowSymbol' ? data.narrowCurrencies[currency] ?? usual : usual;
}

/** What the options say of digits; `least` and `most` are the style's decimals. */
function rulesOf(options, least, most, compact) {
  const minimumIntegerDigits = digits(options.minimumIntegerDigits, 'minimumIntegerDigits', 1, 21, 1);
  const { minimumFractionDigits: minF, maximumFractionDigits: maxF, minimumSignificantDigits: minS, maximumSignificantDigits: maxS } = options;
  if (minS !== undefined || maxS !== undefined) {
    const minimumSignificantDigits = digits(minS, 'minimumSignificantDigits', 1, 21, 1);
    const maximumSignificantDigits = digits(maxS, 'maximumSignificantDigits', minimumSignificantDigits, 21, 21);
    return { given: true, significant: true, minimumIntegerDigits, minimumSignificantDigits, maximumSignificantDigits };
  }
  let minimumFractionDigits = digits(minF, 'minimumFractionDigits', 0, 20, undefined);
  let maximumFractionDigits = digits(maxF, 'maximumFractionDigits', 0, 20, undefined);
  const given = minimumFractionDigits !== undefined || maximumFractionDigits !== undefined;
  if (!given && compact) return { given, significant: false, minimumIntegerDigits, minimumFractionDigits: 0, maximumFractionDigits: 0 };
  if (minimumFractionDigits === undefined) {
    minimumFractionDigits = maximumFractionDigits === undefined ? least : Math.min(least, maximumFractionDigits);
  }
  maximumFractionDigits ??= Math.max(most, minimumFractionDigits);
  if (minimumFractionDigits > maximumFractionDigits) throw new RangeError('maximumFractionDigits value is out of range.');
  return { given, significant: false, minimumIntegerDigits, minimumFractionDigits, maximumFractionDigits };
}

function numeric(value) {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const primitive = typeof value === 'object' && value !== null ? value[Symbol.toPrimitive]?.('number') ?? value.valueOf() : value;
  return typeof primitive === 'bigint' ? primitive : Number(primitive);
}

function NumberFormat(locales = undefined, options = undefined) {
  const self = new.target === undefined ? Object.create(NumberFormat.prototype) : this;
  options = optionsObject(options);
  const who = 'Intl.NumberFormat';
  const { locale, data } = resolve(locales, who, { nu: ['latn'] });
  refuse(options, {
    numberingSystem: ['latn'], unit: Object.keys(data.units), compactDisplay: ['short'], roundingMode: ['halfExpand'], roundingIncrement: ['1'],
    roundingPriority: ['auto'], trailingZeroDisplay: ['auto'],
  }, who);
  const style = option(options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal', who);
  const unit = options.unit === undefined ? undefined : String(options.unit);
  if (style === 'unit' && unit === undefined) throw new TypeError("Invalid unit argument for Intl.NumberFormat() ''");
  const unitDisplay = option(options, 'unitDisplay', ['short', 'narrow', 'long'], 'short', who);
  const { currency } = options;
  if (currency !== undefined && !/^[a-z]{3}$/i.test(String(currency))) throw new RangeError(`Invalid currency code : ${String(currency)}`);
  if (style === 'currency' && currency === undefined) throw new TypeError('Currency code is required with currency style.');
  const currencyDisplay = option(options, 'currencyDisplay', ['symbol', 'narrowSymbol', 'code'], 'symbol', who, ['name']);
  const currencySign = option(options, 'currencySign', ['standard', 'accounting'], 'standard', who);
  const notation = option(options, 'notation', ['standard', 'compact'], 'standard', who, ['scientific', 'engineering']);
  const signDisplay = option(options, 'signDisplay', ['auto', 'always', 'never', 'exceptZero', 'negative'], 'auto', who);
  let { useGrouping = notation === 'compact' ? 'min2' : 'auto' } = options;
  if (useGrouping === true || useGrouping === 'true') useGrouping = 'always';
  else if (useGrouping === 'false' || !useGrouping) useGrouping = false;
  else if (!['auto', 'always', 'min2'].includes(String(useGrouping))) useGrouping = 'auto';
  const code = currency === undefined ? undefined : String(currency).toUpperCase();
  const decimals = style === 'currency' ? CURRENCY_DIGITS[code] ?? 2 : 0;
  const rules = rulesOf(options, style === 'currency' ? decimals : 0, style === 'currency' ? decimals : style === 'percent' ? 0 : 3,
    notation === 'compact');
  states.set(self, {
    locale, data, style, currency: code, currencyDisplay, currencySign, unit, unitDisplay, notation, signDisplay, useGrouping, rules,
  });
  return self;
}

Object.defineProperties(NumberFormat.prototype, {
  format: {
    configurable: true,
    get() {
      const state = stateOf(states, this, 'NumberFormat', 'format');
      state.bound ??= (value) => partsOf(state, numeric(value)).map(([, text]) => text).join('');
      return state.bound;
    },
  },
  formatToParts: {
    configurable: true,
    writable: true,
    value: function formatToParts(value) {
      return partsOf(stateOf(states, this, 'NumberFormat', 'formatToParts'), numeric(value)).map(([type, text]) => ({ type, value: text }));
    },
  },
  resolvedOptions: {
    configurable: true,
    writable: true,
    value: function resolvedOptions() {
      const state = stateOf(states, this, 'NumberFormat', 'resolvedOptions');
      const { given, significant, ...counted } = state.rules;
      const ofCurrency = { currency: state.currency, currencyDisplay: state.currencyDisplay, currencySign: state.currencySign };
      const ofStyle = { currency: ofCurrency, unit: { unit: state.unit, unitDisplay: state.unitDisplay } }[state.style];
      return {
        locale: state.locale, numberingSystem: 'latn', style: state.style, ...ofStyle, ...counted,
        useGrouping: state.useGrouping, notation: state.notation, ...(state.notation === 'compact' ? { compactDisplay: 'short' } : {}),
        signDisplay: state.signDisplay, roundingMode: 'halfExpand', roundingIncrement: 1, trailingZeroDisplay: 'auto',
        roundingPriority: 'auto',
      };
    },
  },
});
finish(NumberFormat, 'NumberFormat');
Object.defineProperty(NumberFormat, 'length', { value: 0, configurable: true });

module.exports = { NumberFormat, decimalOf, round, rulesOf, spelled };
