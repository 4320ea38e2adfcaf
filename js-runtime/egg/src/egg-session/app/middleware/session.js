'use strict';

const ContextSession = require('egg-session/lib/context_session');
const normalizeOptions = require('egg-session/lib/options');

const CONTEXT_SESSION = Symbol('context#contextSession');

/** Gives every context a `session`, and saves what changed in it once the request is handled, even if it failed. */
module.exports = (options, app) => {
  normalizeOptions(options);
  extendContext(app.context, options);

  return async function session(ctx, next) {
    const contextSession = ctx[CONTEXT_SESSION];
    if (contextSession.store) await contextSession.initFromExternal();
    try {
      await next();
    } finally {
      if (options.autoCommit) await contextSession.commit();
    }
  };
};

function extendContext(context, options) {
  const instances = Symbol('context#_contextSession');
  Object.defineProperties(context, {
    [CONTEXT_SESSION]: {
      get() {
        this[instances] ??= new ContextSession(this, options);
        return this[instances];
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
