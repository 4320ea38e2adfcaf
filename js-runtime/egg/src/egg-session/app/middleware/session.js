'use strict';

const requestExtension = require('egg/app/extend/request');
const EggCookies = require('egg-cookies');
const codec = require('egg-session/lib/codec');
const { ContextSession, placeOf } = require('egg-session/lib/context_session');
const normalizeOptions = require('egg-session/lib/options');
const Session = require('egg-session/lib/session');
const { perContext } = require('internal/koa/hooks');

const CONTEXT_SESSION = Symbol('context#contextSession');
/** Whether a context used its session. */
const USED_SESSION = Symbol('context#usedSession');

/**
 * Gives every context a `session`, and saves what changed in it once the request is handled, even if it failed.
 *
 * Native: `layer(owner, quick, commit, commitFailed, middleware)`, for sessions that nothing has to be read for before, and
 * `quickSession(parts)`, the getter of `ctx.session` that reads an ordinary cookie without JavaScript; see there.
 */
module.exports = (options, app) => {
  normalizeOptions(options);
  const contextSessionOf = perContext(ctx => {
    ctx[USED_SESSION] = true;
    return new ContextSession(ctx, options);
  });
  const quick = native.quickSession({
    owner: contextSessionOf,
    place: placeOf,
    slow: ctx => contextSessionOf(ctx).get(),
    options,
    prototype: Session.prototype,
    protocol: Object.getOwnPropertyDescriptor(requestExtension, 'protocol').get,
    cookies: EggCookies,
    encode: codec.encode,
    decode: codec.decode,
  });
  extendContext(app.context, contextSessionOf, quick);

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
  return native.layer(contextSessionOf, quick, commit, async (ctx, reason) => {
    await commit(ctx);
    throw reason;
  }, middleware);
};

function extendContext(context, contextSessionOf, quick) {
  Object.defineProperties(context, {
    [CONTEXT_SESSION]: {
      get() {
        return contextSessionOf(this);
      },
      configurable: true,
    },
    session: {
      get: quick,
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
