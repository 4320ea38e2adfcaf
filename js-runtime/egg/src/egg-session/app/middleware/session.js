'use strict';

const ContextSession = require('egg-session/lib/context_session');
const normalizeOptions = require('egg-session/lib/options');

const CONTEXT_SESSION = Symbol('context#contextSession');
/** The session of a context that used it. */
const USED_SESSION = Symbol('context#_contextSession');

/** Gives every context a `session`, and saves what changed in it once the request is handled, even if it failed. */
module.exports = (options, app) => {
  normalizeOptions(options);
  extendContext(app.context, options);

  return async function session(ctx, next) {
    if (options.store || options.ContextStore) await ctx[CONTEXT_SESSION].initFromExternal();
    try {
      await next();
    } finally {
      const used = ctx[USED_SESSION];
      if (used && options.autoCommit) await used.commit();
    }
  };
};

function extendContext(context, options) {
  Object.defineProperties(context, {
    [CONTEXT_SESSION]: {
      get() {
        this[USED_SESSION] ??= new ContextSession(this, options);
        return this[USED_SESSION];
      },
      configurable: true,
    },
    session: {
      get() {
        return this[CONTEXT_SESSION].get();
      },
      set(value) {
        this[CONTEXT_SESSION].set(value);
      },
      configurable: true,
    },
    sessionOptions: {
      get() {
        return this[CONTEXT_SESSION].opts;
      },
    },
  });
}
