'use strict';

/**
 * `ctx.cookies`: reads the request's cookies and sets the answer's, signed or encrypted with `app.keys`.
 *
 * Native: `read`, `get`, `set`, `sign`, `verify`; see there.
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
    const isSigned = !isEncrypted && signed !== false;
    const value = native.read(this, header, name, isSigned, isEncrypted);
    if (value !== null) return value;
    // A signature that fits no key is removed, one of an old key is made anew.
    return translated(() => native.get(this, header, name, isSigned, isEncrypted, Date.now()));
  }

  /** Options: `maxAge`, `expires`, `path`, `domain`, `httpOnly`, `secure`, `sameSite`, `overwrite`, `signed`, `encrypt` ... */
  set(name, value, options) {
    const settings = { ...this._defaultCookieOptions, ...options };
    const tooLong = translated(() => native.set(this, name, value ? String(value) : '', settings, Date.now()));
    if (tooLong) this.app.emit('cookieLimitExceed', { name, value: tooLong, ctx: this.ctx });
    return this;
  }
}

Cookies.CookieError = CookieError;

/** The classes that egg-cookies throws. */
function translated(call) {
  try {
    return call();
  } catch (error) {
    if (error.code === 'ERR_ASSERTION') {
      throw new assert.AssertionError({ message: error.message, actual: false, expected: true, operator: '==' });
    }
    if (error.code === 'ERR_INSECURE_COOKIE') throw new CookieError(error.message);
    throw error;
  }
}

module.exports = Cookies;
