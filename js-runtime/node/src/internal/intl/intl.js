'use strict';

/**
 * `Intl` for en-US and zh-CN. What is not built throws a RangeError that names it, rather than answer in another language or form. Each
 * part is loaded when it is first asked for.
 */

const { canonicalList } = require('internal/intl/locales');

const Intl = {};

const PARTS = {
  dates: ['DateTimeFormat'],
  numbers: ['NumberFormat'],
  words: ['PluralRules', 'ListFormat', 'RelativeTimeFormat'],
  collation: ['Collator'],
  segments: ['Segmenter'],
};
for (const [module, names] of Object.entries(PARTS)) {
  for (const name of names) {
    const define = (value) => Object.defineProperty(Intl, name, { value, writable: true, configurable: true, enumerable: false });
    Object.defineProperty(Intl, name, {
      configurable: true,
      enumerable: false,
      get() {
        const value = require(`internal/intl/${module}`)[name];
        define(value);
        return value;
      },
      set: define,
    });
  }
}

for (const name of ['DisplayNames', 'Locale']) {
  const Class = { [name]: class { constructor() { throw new RangeError(`Intl.${name} is not supported by Coddle`); } } }[name];
  Object.defineProperty(Intl, name, { value: Class, writable: true, configurable: true });
}

function supportedValuesOf(key) {
  switch (String(key)) {
    case 'calendar': return ['gregory'];
    case 'collation': return ['default'];
    case 'numberingSystem': return ['latn'];
    case 'timeZone': return require('internal/intl/natives').zoneNames().filter((name) => name.includes('/') || name === 'UTC').sort();
    case 'currency': return Object.keys(require('internal/intl/en_us').currencies).sort();
    case 'unit': return Object.keys(require('internal/intl/en_us').units).sort();
    default: throw new RangeError(`Invalid key : ${String(key)}`);
  }
}

Object.defineProperties(Intl, {
  getCanonicalLocales: {
    value: function getCanonicalLocales(locales) { return canonicalList(locales); }, writable: true, configurable: true,
  },
  supportedValuesOf: { value: supportedValuesOf, writable: true, configurable: true },
  [Symbol.toStringTag]: { value: 'Intl', configurable: true },
});

module.exports = Intl;
