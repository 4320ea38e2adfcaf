'use strict';

const { setImmediate } = require('timers');
const { stringify } = require('egg-session/lib/codec');
const Session = require('egg-session/lib/session');
const { perContext } = require('internal/koa/hooks');

const A_DAY = 24 * 60 * 60 * 1000;
/** How much longer a store keeps a session than the client its cookie. */
const STORE_GRACE = 10000;

/**
 * Where a context's session is: undefined before the first use, false when it was removed. A Session knows its ContextSession, which
 * therefore does not hold it: two that hold each other are left to the collector with every request.
 */
const placeOf = perContext(() => ({ session: undefined }));

/**
 * One request's session: read from its cookie or the store when first used, saved when it changed.
 *
 * One is made for each request that uses its session: its constructor sets what every one needs, and what is private is so by an
 * underscore (private methods mark each object that has them, which takes longer than the rest of the constructor).
 */
class ContextSession {
  constructor(ctx, options) {
    this.ctx = ctx;
    this.options = options;
  }

  get app() {
    return this.ctx.app;
  }

  get store() {
    const { ContextStore, store } = this.options;
    if (!ContextStore) return store;
    this._contextStore ??= new ContextStore(this.ctx);
    return this._contextStore;
  }

  /** The context's own options: most contexts go by those of the application. */
  get opts() {
    this.ownOptions ??= { ...this.options };
    return this.ownOptions;
  }

  /** The options as they are now, not to be changed. */
  get _current() {
    return this.ownOptions ?? this.options;
  }

  get maxAge() {
    return this._current.maxAge;
  }

  set maxAge(maxAge) {
    if (maxAge !== this.maxAge) this.opts.maxAge = maxAge;
  }

  get session() {
    return placeOf(this.ctx).session;
  }

  set session(session) {
    placeOf(this.ctx).session = session;
  }

  get() {
    if (this.session === false) return null;
    if (!this.session) {
      if (this.store) this.create();
      else this.initFromCookie();
    }
    return this.session;
  }

  /** null removes the session; an object takes its place under the same key. */
  set(value) {
    if (value === null) this.session = false;
    else if (typeof value === 'object') this.create(value, this.externalKey);
    else throw new Error('this.session can only be set as null or an object.');
  }

  async initFromExternal() {
    const { ctx } = this;
    const opts = this._current;
    const key = opts.externalKey ? opts.externalKey.get(ctx) : ctx.cookies.get(opts.key, opts);
    const values = key && await this.store.get(key, opts.maxAge, { ctx, rolling: opts.rolling });
    if (key && this.valid(values, key)) this._restore(values, key);
    else this.create();
  }

  initFromCookie() {
    const { ctx } = this;
    const opts = this._current;
    const cookie = ctx.cookies.get(opts.key, opts);
    const values = cookie && this._decode(cookie);
    if (values !== undefined && cookie && this.valid(values)) this._restore(values);
    else this.create();
  }

  /** undefined for a cookie that is no session. */
  _decode(cookie) {
    const { ctx } = this;
    const opts = this._current;
    try {
      return opts.decode(cookie);
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      // Without the cookie the next request does better; an error's answer keeps only the headers that the error has.
      ctx.cookies.set(opts.key, '', opts);
      error.headers = { 'set-cookie': ctx.response.get('set-cookie') };
      throw error;
    }
  }

  _restore(values, externalKey) {
    this.create(values, externalKey);
    this.savedJson = stringify(this.session);
  }

  /** Whether what was read may be used; if not, an event on the application says why. */
  valid(value, key) {
    const { ctx } = this;
    if (!value) return this._refuse('missed', { key, value, ctx });
    if (value._expire && value._expire < Date.now()) return this._refuse('expired', { key, value, ctx });
    const { valid } = this._current;
    if (typeof valid === 'function' && !valid(ctx, value)) return this._refuse('invalid', { key, value, ctx });
    return true;
  }

  _refuse(event, data) {
    setImmediate(() => this.app.emit(`session:${event}`, data));
    return false;
  }

  create(values, externalKey) {
    if (this.store) this.externalKey = externalKey || this._current.genid?.(this.ctx);
    this.session = new Session(this, values, this.externalKey);
  }

  /** Saves what has to be saved. `save`: even if nothing changed; `regenerate`: under a new key. */
  async commit(options) {
    await this.finish(options);
  }

  /** The same; a promise only where something has to be waited for. */
  finish({ save = false, regenerate = false } = {}) {
    const { session } = this;
    if (session === undefined) return undefined;
    if (session === false) return this.remove();
    if (regenerate) return this._regenerate();
    const reason = save || session._requireSave ? 'force' : this._reasonToSave();
    return reason ? this._save(reason === 'changed') : undefined;
  }

  async _regenerate() {
    await this.remove();
    if (this.store) this.externalKey = this._current.genid?.(this.ctx);
    await this._save(false);
  }

  _reasonToSave() {
    const { savedJson, session } = this;
    const opts = this._current;
    if (!savedJson && !session.populated) return '';
    if (savedJson !== stringify(session)) return 'changed';
    if (opts.rolling) return 'rolling';
    const { _expire: expire, maxAge } = session;
    const isHalfOver = expire && maxAge && expire - Date.now() < maxAge / 2;
    return opts.renew && isHalfOver ? 'renew' : '';
  }

  async remove() {
    const { ctx, externalKey } = this;
    const opts = { ...this.opts, expires: new Date(0), maxAge: false };
    if (externalKey) await this.store.destroy(externalKey, { ctx });
    ctx.cookies.set(opts.key, '', opts);
  }

  _save(changed) {
    const { beforeSave } = this._current;
    if (typeof beforeSave === 'function') beforeSave(this.ctx, this.session);
    return this.save(changed);
  }

  /** Gives a promise if there is a store. */
  save(changed) {
    const { ctx, externalKey } = this;
    const values = this.session.toJSON();
    const maxAge = this.maxAge || A_DAY;
    if (maxAge === 'session') {
      // A cookie without an age lasts as long as the browser is open.
      this.maxAge = undefined;
      values._session = true;
    } else {
      values._expire = maxAge + Date.now();
      values._maxAge = maxAge;
    }
    if (externalKey) return this._store(values, maxAge, changed);
    const opts = this._current;
    ctx.cookies.set(opts.key, opts.encode(values), opts);
    return undefined;
  }

  async _store(values, maxAge, changed) {
    const { ctx, externalKey } = this;
    const opts = this._current;
    const storeAge = typeof maxAge === 'number' ? maxAge + STORE_GRACE : maxAge;
    await this.store.set(externalKey, values, storeAge, { changed, ctx, rolling: opts.rolling });
    if (opts.externalKey) opts.externalKey.set(ctx, externalKey);
    else ctx.cookies.set(opts.key, externalKey, opts);
  }
}

Object.assign(ContextSession.prototype, {
  /** The context's own options, once somebody asked for them: they may be changed. */
  ownOptions: undefined,
  /** JSON of what the request came with. */
  savedJson: undefined,
  _contextStore: undefined,
});

module.exports = { ContextSession, placeOf };
