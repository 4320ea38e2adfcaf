'use strict';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** `ctx.session`: own properties are what is kept, except `isNew` and those that start with an underscore. */
module.exports = class Session {
  constructor(contextSession, values, externalKey) {
    // Underscored and enumerable as in koa-session: plugins look at them.
    this._sessCtx = contextSession;
    this._ctx = contextSession.ctx;
    this._externalKey = externalKey;
    if (!values) this.isNew = true;
    for (const key in values) {
      if (key === '_maxAge') contextSession.maxAge = values._maxAge;
      else if (key === '_session') contextSession.maxAge = 'session';
      else this[key] = values[key];
    }
  }

  toJSON() {
    const kept = {};
    for (const key of Object.keys(this)) {
      if (key !== 'isNew' && key[0] !== '_') kept[key] = this[key];
    }
    return kept;
  }

  [inspect]() {
    return this.toJSON();
  }

  get length() {
    return Object.keys(this.toJSON()).length;
  }

  get populated() {
    return this.length > 0;
  }

  get maxAge() {
    return this._sessCtx.maxAge;
  }

  /** Another maxAge is saved even if nothing else changed. */
  set maxAge(maxAge) {
    this._sessCtx.maxAge = maxAge;
    this._requireSave = true;
  }

  get externalKey() {
    return this._externalKey;
  }

  save(callback) {
    return this.commit({ save: true }, callback);
  }

  /** Moves the session to a new key, against fixed ones. */
  regenerate(callback) {
    return this.commit({ regenerate: true }, callback);
  }

  manuallyCommit() {
    return this.commit();
  }

  commit(options, callback) {
    if (typeof options === 'function') return this.commit({}, options);
    const committed = this._sessCtx.commit(options);
    if (!callback) return committed;
    committed.then(() => callback(), callback);
    return undefined;
  }
};
