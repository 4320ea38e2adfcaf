'use strict';

const fs = require('fs');
const path = require('path');
const util = require('util');
const parseProperties = require('egg-i18n/lib/properties');
const formatText = require('egg-i18n/lib/format_text');
const parseDuration = require('internal/egg/duration');

/** The texts of an application, and the choice of a request's locale: query, then cookie, then Accept-Language. */
module.exports = class Locales {
  #options;
  #defaultLocale;
  #cookieMaxAge;
  /** Texts by key, by locale in lower case with a hyphen. */
  #resources = {};

  /** @param {Function} requireFile loads `.js` and `.json` resources */
  constructor(options, requireFile) {
    this.#options = { localeAlias: {}, writeCookie: true, ...options };
    this.#defaultLocale = normalize(options.defaultLocale);
    this.#cookieMaxAge = parseDuration(options.cookieMaxAge);
    const { dir, dirs } = options;
    if (dir && !dirs.includes(dir)) dirs.push(dir);
    for (const directory of dirs) this.#loadDirectory(directory, requireFile);
  }

  #loadDirectory(directory, requireFile) {
    if (!fs.existsSync(directory)) return;
    for (const name of fs.readdirSync(directory)) {
      const locale = normalize(name.split('.')[0]);
      this.#resources[locale] ??= {};
      Object.assign(this.#resources[locale], readResource(path.join(directory, name), requireFile));
    }
  }

  /** The text of a key, filled: `(locale, key)`, `(locale, key, object | array)` or `(locale, key, ...values)`. */
  gettext(...args) {
    if (args.length < 2) return '';
    const [ locale, key, ...values ] = args;
    const text = this.#resources[locale]?.[key] ?? key;
    if (!text) return '';
    if (values.length === 0) return text;
    const filled = values.length === 1 ? formatText(text, values[0]) : undefined;
    return filled ?? util.format(text, ...values);
  }

  extendContext(context) {
    const locales = this;
    Object.assign(context, {
      __(...args) {
        return args.length === 0 ? '' : locales.gettext(this.__getLocale(), ...args);
      },

      __getLocale() {
        if (!this.__locale) locales.#detect(this);
        return this.__locale;
      },

      __getLocaleOrigin() {
        if (!this.__localeOrigin) this.__getLocale();
        return this.__localeOrigin;
      },

      __setLocale(locale) {
        this.__locale = locale;
        this.__localeOrigin = 'set';
        locales.#writeCookie(this, locale);
      },
    });
  }

  #detect(ctx) {
    const { queryField, cookieField, localeAlias, writeCookie } = this.#options;
    const fromCookie = ctx.cookies.get(cookieField, { signed: false });
    const candidates = [
      [ 'query', () => ctx.query[queryField] ],
      [ 'cookie', () => fromCookie ],
      [ 'header', () => this.#fromHeader(ctx) ],
      [ 'default', () => this.#defaultLocale ],
    ];
    let wanted;
    const [ origin ] = candidates.find(([ , find ]) => (wanted = find()));
    const known = normalize(wanted in localeAlias ? localeAlias[wanted] : wanted);
    const locale = this.#resources[known] ? known : this.#defaultLocale;
    if (writeCookie && fromCookie !== locale && !ctx.headerSent) this.#writeCookie(ctx, locale);
    ctx.__locale = locale;
    ctx.__localeOrigin = origin;
  }

  #fromHeader(ctx) {
    const accepted = ctx.acceptsLanguages();
    if (!Array.isArray(accepted)) return accepted || undefined;
    return accepted.map(normalize).find(language => (
      language !== '*' && (this.#resources[language] || this.#options.localeAlias[language])));
  }

  #writeCookie(ctx, locale) {
    const { cookieField, cookieDomain: domain } = this.#options;
    // Scripts in the page read it too.
    ctx.cookies.set(cookieField, locale, {
      httpOnly: false, maxAge: this.#cookieMaxAge, signed: false, domain, overwrite: true,
    });
  }
};

function readResource(file, requireFile) {
  if (file.endsWith('.js') || file.endsWith('.json')) return flatten(requireFile(file));
  return file.endsWith('.properties') ? parseProperties(fs.readFileSync(file, 'utf8')) : {};
}

/** `{ a: { b: 'text' } }` has the key `a.b`. */
function flatten(tree, prefix = '', flat = {}) {
  for (const key of Object.keys(tree)) {
    const value = tree[key];
    if (Object.prototype.toString.call(value) === '[object Object]') flatten(value, `${prefix}${key}.`, flat);
    else flat[prefix + key] = String(value);
  }
  return flat;
}

/** `zh_CN` is `zh-cn`. */
function normalize(locale) {
  return locale.replace('_', '-').toLowerCase();
}
