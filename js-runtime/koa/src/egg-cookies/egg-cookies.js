'use strict';

/**
 * `ctx.cookies`: reads the request's cookies and sets the answer's, signed or encrypted with `app.keys`.
 *
 * Native: `get`, `set`, `sign`, `verify` of `crate::cookies`.
 */
const assert = require('assert');

class CookieError extends Error {
  constructor(message) {
    super(message);
    this.name = 'Error';
  }
}

class Cookies {
  /** @param {object} defaultCookieOptions `config.cookies` */
  constructor(ctx, keys, defaultCookieOptions) {
    this._keys = keys;
    this._defaultCookieOptions = defaultCookieOptions;
    this._autoChips = defaultCookieOptions?.autoChips;
    this.ctx = ctx;
    this.secure = ctx.secure;
    this.app = ctx.app;
  }

  /** Signs and verifies with the application's keys. */
  get keys() {
    assert(Array.isArray(this._keys), '.keys required for encrypt/sign cookies');
    const keys = this._keys.map(String);
    return {
      sign: text => native.sign(keys, String(text)),
      verify: (text, digest) => native.verify(keys, String(text), String(digest)),
    };
  }

  /** The cookie's value, undefined if it is absent or its signature is not ours. `signed` (true), `encrypt` (false). */
  get(name, { signed, encrypt } = {}) {
    const header = this.ctx.get('cookie');
    if (!header) return undefined;
    const isEncrypted = Boolean(encrypt);
    const { value, setCookie } = translated(() => native.get(
      surroundings(this), header, name, !isEncrypted && signed !== false, isEncrypted, setCookies(this.ctx)));
    // A signature that fits no key is removed, one of an old key is made anew.
    if (setCookie) this.ctx.set('set-cookie', setCookie);
    return value ?? undefined;
  }

  /** Options: `maxAge`, `expires`, `path`, `domain`, `httpOnly`, `secure`, `sameSite`, `overwrite`, `signed`, `encrypt` ... */
  set(name, value, options) {
    const settings = { ...this._defaultCookieOptions, ...options };
    const { setCookie, tooLong } = translated(() => native.set(
      surroundings(this), setCookies(this.ctx), name, value ? String(value) : '', normalized(settings)));
    if (tooLong) this.app.emit('cookieLimitExceed', { name, value: tooLong, ctx: this.ctx });
    this.ctx.set('set-cookie', setCookie);
    return this;
  }
}

Cookies.CookieError = CookieError;

function surroundings(cookies) {
  return {
    keys: Array.isArray(cookies._keys) ? cookies._keys.map(String) : undefined,
    defaults: normalized(cookies._defaultCookieOptions ?? {}),
    autoChips: Boolean(cookies._autoChips),
    secure: Boolean(cookies.secure),
    userAgent: cookies.ctx.get('user-agent'),
    now: Date.now(),
  };
}

function setCookies(ctx) {
  return [ ctx.response.get('set-cookie') || [] ].flat();
}

/** Options in the one form that the native side takes. */
function normalized(options) {
  const { path = '/', expires, maxAge, domain, httpOnly = true, secure, sameSite, priority, signed, encrypt } = options;
  const age = Number.parseInt(maxAge, 10);
  const place = typeof domain === 'function' ? domain() : domain;
  return {
    path: path ? String(path) : undefined,
    expires: expires ? expires.getTime() : undefined,
    maxAge: age || undefined,
    domain: place ? String(place) : undefined,
    httpOnly: Boolean(httpOnly),
    secure: secure === undefined ? undefined : Boolean(secure),
    overwrite: Boolean(options.overwrite),
    sameSite: sameSite === true ? true : sameSite ? String(sameSite) : false,
    priority: priority ? String(priority) : undefined,
    partitioned: Boolean(options.partitioned),
    removeUnpartitioned: Boolean(options.removeUnpartitioned),
    signed: !encrypt && signed !== false,
    encrypt: Boolean(encrypt),
  };
}

/** The classes that egg-cookies throws. */
function translated(call) {
  try {
    return call();
  } catch (error) {
    if (error.code === 'ERR_ASSERTION') {
      throw new assert.AssertionError({ message: error.message, actual: false, expected: true, operator: '==' });
    }
    throw new CookieError(error.message);
  }
}

module.exports = Cookies;
