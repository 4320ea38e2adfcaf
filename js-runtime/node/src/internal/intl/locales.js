'use strict';

/**
 * The locales that Coddle knows: en-US and zh-CN (which `en` and `zh`, and `zh-Hans`, name as well). Any other is refused: answering in
 * one of these would be answering wrong.
 */

const KNOWN = {
  '__proto__': null, 'en': 'en_us', 'en-us': 'en_us', 'zh': 'zh_cn', 'zh-cn': 'zh_cn', 'zh-hans': 'zh_cn', 'zh-hans-cn': 'zh_cn',
};
const TAG = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*((?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)(?:-x(?:-[a-z0-9]{1,8})+)?$/i;

/** A tag in its usual letters; throws a RangeError for what is no tag. */
function canonical(tag) {
  if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) throw new TypeError('Incorrect locale information provided');
  const text = String(tag);
  if (!TAG.test(text)) throw new RangeError(`Incorrect locale information provided`);
  let extension = false;
  return text.toLowerCase().split('-').map((part, index) => {
    if (part.length === 1) extension = true;
    if (index === 0 || extension) return part;
    if (part.length === 2) return part.toUpperCase();
    if (part.length === 4 && /^[a-z]/.test(part)) return part[0].toUpperCase() + part.slice(1);
    return part;
  }).join('-');
}

function canonicalList(locales) {
  if (locales === undefined) return [];
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  const list = typeof locales === 'string' ? [locales] : Array.from(Object(locales));
  return [...new Set(list.map(canonical))];
}

const baseOf = (tag) => tag.replace(/-[a-wyz0-9](?:-.*)?$/i, '');

/** The extension keys (`-u-hc-h23`) of a tag, by name. */
function extensionsOf(tag) {
  const keys = {};
  const found = /-u((?:-[a-z0-9]{2,8})+)/i.exec(tag);
  if (found === null) return keys;
  let key;
  for (const part of found[1].slice(1).toLowerCase().split('-')) {
    if (part.length === 2) keys[key = part] = '';
    else if (key !== undefined) keys[key] += (keys[key] && '-') + part;
  }
  return keys;
}

/** The host's locale, from the environment, if it is one of the known; otherwise en-US. */
function hostLocale() {
  const named = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '';
  const tag = named.split('.', 1)[0].replace('_', '-').toLowerCase();
  return KNOWN[tag] === 'zh_cn' ? 'zh-CN' : 'en-US';
}

/** `{ locale, data, extensions }` of the first known locale of a list; `allowed`: the extension keys that the caller understands. */
function resolve(locales, who, allowed) {
  const list = canonicalList(locales);
  const tag = list.length === 0 ? hostLocale() : list.find((one) => KNOWN[baseOf(one).toLowerCase()] !== undefined);
  if (tag === undefined) {
    throw new RangeError(`${who}: locale ${list[0]} is not supported by Coddle, which knows en-US and zh-CN`);
  }
  const base = baseOf(tag);
  const extensions = extensionsOf(tag);
  for (const [key, value] of Object.entries(extensions)) {
    const fits = allowed[key];
    if (fits === undefined || !fits.includes(value)) {
      throw new RangeError(`${who}: locale extension -u-${key}${value && '-'}${value} is not supported by Coddle`);
    }
  }
  return { locale: base, data: require(`internal/intl/${KNOWN[base.toLowerCase()]}`), extensions };
}

function supported(locales) {
  return canonicalList(locales).filter((tag) => KNOWN[baseOf(tag).toLowerCase()] !== undefined);
}

/** The option `name`: one of `allowed` or undefined. Of `refused` Coddle knows only the names. */
function option(options, name, allowed, fallback, who, refused = []) {
  const value = options[name];
  if (value === undefined) return fallback;
  const text = typeof allowed[0] === 'boolean' ? Boolean(value) : String(value);
  if (allowed.includes(text)) return text;
  if (refused.includes(text)) throw new RangeError(`${who}: option ${name}: '${text}' is not supported by Coddle`);
  throw new RangeError(`Value ${text} out of range for ${who} options property ${name}`);
}

/** An option that is not built: it may only be left out, or have one of the values that change nothing. */
function refuse(options, names, who) {
  for (const [name, harmless] of Object.entries(names)) {
    const value = options[name];
    if (value !== undefined && !harmless.includes(String(value))) {
      throw new RangeError(`${who}: option ${name}: '${String(value)}' is not supported by Coddle`);
    }
  }
}

function digits(value, name, min, max, fallback) {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!(number >= min && number <= max)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(number);
}

function optionsObject(options) {
  if (options === undefined) return {};
  if (options === null) throw new TypeError('Cannot convert undefined or null to object');
  return Object(options);
}

/** The common end of a class: a tag, `supportedLocalesOf`, members that are not enumerable. */
function finish(Class, name) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
  Object.defineProperty(Class, 'supportedLocalesOf', {
    value: function supportedLocalesOf(locales) { return supported(locales); }, writable: true, configurable: true,
  });
}

function stateOf(states, self, name, member) {
  const state = states.get(self);
  if (state === undefined) {
    throw new TypeError(`Method Intl.${name}.prototype.${member} called on incompatible receiver ${String(self)}`);
  }
  return state;
}

module.exports = { canonicalList, digits, finish, hostLocale, option, optionsObject, refuse, resolve, stateOf, supported };
