'use strict';

const ContextSession = require('egg-session/lib/context_session');
const normalizeOptions = require('egg-session/lib/options');
const { perContext } = require('internal/koa/hooks');

const CONTEXT_SESSION = Symbol('context#contextSession');
/** Whether a context used its session. */
const USED_SESSION = Symbol('context#usedSession');

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
      if (ctx[USED_SESSION] && options.autoCommit) await ctx[CONTEXT_SESSION].commit();
    }
  };
  if (options.store || options.ContextStore || !options.autoCommit) return middleware;
  const commit = ctx => ctx[CONTEXT_SESSION].finish();
  return native.layer(USED_SESSION, commit, async (ctx, reason) => {
    await commit(ctx);
    throw reason;
  }, middleware);
};

function extendContext(context, options) {
  const contextSessionOf = perContext(ctx => {
    ctx[USED_SESSION] = true;
    return new ContextSession(ctx, options);
  });
  Object.defineProperties(context, {
    [CONTEXT_SESSION]: {
      get() {
        return contextSessionOf(this);
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
