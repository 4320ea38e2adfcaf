'use strict';

/**
 * `Intl.Collator` and `localeCompare`: texts compared by letters, then by accents, then by case. Characters outside the tables
 * (scripts other than Latin, Greek, Cyrillic, kana and Han) follow them in the order of their code points.
 */

const { finish, option, optionsObject, refuse, resolve, stateOf } = require('internal/intl/locales');

const states = new WeakMap();

/** Weights by UTF-16 unit: primary (1 and up, 0 for none), secondary, tertiary. */
let root;
let pinyin;

/** The marks of the tones, in their order: macron, acute, caron, grave. */
const TONES = '\u0304\u0301\u030c\u0300';

const HAN = 0x10000;
const UNKNOWN = 0x20000;
/** Where a run of digits stands among numbers: by its length, then digit by digit. */
const DIGIT_WIDTH = 0.4;

function loadRoot() {
  const { lines, marks } = require('internal/intl/collation_root');
  const primary = new Uint16Array(0x10000);
  const secondary = new Uint8Array(0x10000);
  const tertiary = new Uint8Array(0x10000);
  let group = 1;
  let second = 0;
  let third = 0;
  for (let i = 0; i < lines.length; i++) {
    const unit = lines.charCodeAt(i);
    if (unit === 0x0a) {
      group++;
      second = third = 0;
    } else if (unit === 0x09) {
      second++;
    } else {
      primary[unit] = group;
      secondary[unit] = second;
      tertiary[unit] = third++;
    }
  }
  for (let i = 0; i < marks.length; i++) secondary[marks.charCodeAt(i)] = i + 32;
  root = { primary, secondary, tertiary, firstLetter: primary[0x61], zero: primary[0x30] };
}

function loadPinyin() {
  const { order } = require('internal/intl/collation_pinyin');
  pinyin = new Uint16Array(0x10000);
  for (let i = 0; i < order.length; i++) pinyin[order.charCodeAt(i)] = i + 1;
}

const isHan = (code) => (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0x20000 && code <= 0x3ffff) || code === 0x3007;

/** `[primaries, secondaries, tertiaries]` of a text. */
function keysOf(text, { chinese, numeric }) {
  const primaries = [];
  const secondaries = [];
  const tertiaries = [];
  // Decomposed, accents stand apart from their letters; the sharp s sorts as two.
  const plain = /[^\0-\x7f]/.test(text) ? text.normalize('NFD').replace(/ß/g, 'ss\u0332') : text;
  for (let i = 0; i < plain.length; i++) {
    const code = plain.codePointAt(i);
    if (numeric && code >= 0x30 && code <= 0x39) {
      const run = /^[0-9]+/.exec(plain.slice(i))[0];
      i += run.length - 1;
      const number = run.replace(/^0+(?=.)/, '');
      primaries.push(root.zero + DIGIT_WIDTH * (1 - 1 / (1 + number.length)));
      for (const digit of number) primaries.push(root.zero + DIGIT_WIDTH + Number(digit) / 100);
      secondaries.push(0);
      tertiaries.push(0);
      continue;
    }
    if (code > 0xffff) i++;
    const known = code <= 0xffff ? root.primary[code] : 0;
    if (known !== 0) {
      primaries.push(known);
      secondaries.push(root.secondary[code]);
      tertiaries.push(root.tertiary[code]);
    } else if (code <= 0xffff && root.secondary[code] !== 0) {
      const tone = chinese && /[aeioumn]/i.test(plain[i - 1] ?? '') ? TONES.indexOf(plain[i]) : -1;
      // The four tones of Chinese sounds come before the letter without one.
      if (tone >= 0) secondaries[secondaries.length - 1] = tone - TONES.length;
      else secondaries.push(root.secondary[code]);
    } else if (code < 0x20 || code === 0x7f || code === 0xad) {
      // Control characters count for nothing, but for those that are white space.
      if (code >= 0x09 && code <= 0x0d) primaries.push(code / 16);
    } else {
      if (!isHan(code)) primaries.push(UNKNOWN + code);
      else if (!chinese) primaries.push(HAN + (code & 0xffff) + (code > 0xffff ? 0x10000 - 1 : 0));
      // Chinese puts Han before Latin: by sound, then what has no known sound.
      else primaries.push(root.firstLetter - 1 + (code <= 0xffff && pinyin[code] !== 0 ? pinyin[code] / 1e6 : 0.5 + code / 1e6));
      secondaries.push(0);
      tertiaries.push(0);
    }
  }
  return [primaries, secondaries, tertiaries];
}

function compareKeys(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

function compare(state, a, b) {
  if (a === b) return 0;
  if (root === undefined) loadRoot();
  if (state.chinese && pinyin === undefined) loadPinyin();
  const left = keysOf(a, state);
  const right = keysOf(b, state);
  const levels = { base: [0], accent: [0, 1], case: [0, 2], variant: [0, 1, 2] }[state.sensitivity];
  for (const level of levels) {
    const order = compareKeys(left[level], right[level]);
    if (order !== 0) return order;
  }
  return 0;
}

function prepare(locales, options) {
  const who = 'Intl.Collator';
  options = optionsObject(options);
  const { locale, extensions } = resolve(locales, who, { co: ['standard', 'pinyin'], kn: ['', 'true', 'false'], kf: ['false'] });
  refuse(options, { usage: ['sort', 'search'], caseFirst: ['false'], ignorePunctuation: ['false'], collation: ['default', 'pinyin'] }, who);
  const sensitivity = option(options, 'sensitivity', ['base', 'accent', 'case', 'variant'], 'variant', who);
  const numeric = options.numeric === undefined ? extensions.kn !== undefined && extensions.kn !== 'false' : Boolean(options.numeric);
  const usage = option(options, 'usage', ['sort', 'search'], 'sort', who);
  return { locale, chinese: locale.startsWith('zh'), sensitivity, numeric, usage };
}

function Collator(locales = undefined, options = undefined) {
  const self = new.target === undefined ? Object.create(Collator.prototype) : this;
  states.set(self, prepare(locales, options));
  return self;
}

Object.defineProperties(Collator.prototype, {
  compare: {
    configurable: true,
    get() {
      const state = stateOf(states, this, 'Collator', 'compare');
      state.bound ??= (a, b) => compare(state, String(a), String(b));
      return state.bound;
    },
  },
  resolvedOptions: {
    configurable: true,
    writable: true,
    value: function resolvedOptions() {
      const { locale, usage, sensitivity, numeric } = stateOf(states, this, 'Collator', 'resolvedOptions');
      return { locale, usage, sensitivity, ignorePunctuation: false, collation: 'default', numeric, caseFirst: 'false' };
    },
  },
});
finish(Collator, 'Collator');
Object.defineProperty(Collator, 'length', { value: 0, configurable: true });

let usual;
let usualFor;

/** `String.prototype.localeCompare`. */
function localeCompare(a, b, locales, options) {
  if (locales !== undefined || options !== undefined) return compare(prepare(locales, options), a, b);
  const world = `${process.env.LANG} ${process.env.LC_ALL}`;
  if (usualFor !== world) {
    usual = prepare(undefined, undefined);
    usualFor = world;
  }
  return compare(usual, a, b);
}

module.exports = { Collator, localeCompare };
