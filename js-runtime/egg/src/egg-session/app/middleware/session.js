'use strict';

const ContextSession = require('egg-session/lib/context_session');
const normalizeOptions = require('egg-session/lib/options');

const CONTEXT_SESSION = Symbol('context#contextSession');
/** The session of a context that used it. */
const USED_SESSION = Symbol('context#_contextSession');

/**
 * Gives every context a `session`, and saves what changed in it once the request is handled, even if it failed.
 *
 * Native: `layer(used, commit, commitFailed, middleware)`, for sessions that nothing has to be read for before.
 */
module.exports = (options, app) => {
  normalizeOptions(options);
  extendContext(app.context, options);

  const middleware = async function session(ctx, next) {
    if (options.store || options.ContextStore) await ctx[CONTEXT_SESSION].initFromExternal();
    try {
      await next();
    } finally {
      const used = ctx[USED_SESSION];
      if (used && options.autoCommit) await used.commit();
    }
  };
  if (options.store || options.ContextStore || !options.autoCommit) return middleware;
  const commit = ctx => ctx[USED_SESSION].commit();
  return native.layer(USED_SESSION, commit, async (ctx, reason) => {
    await commit(ctx);
    throw reason;
  }, middleware);
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
