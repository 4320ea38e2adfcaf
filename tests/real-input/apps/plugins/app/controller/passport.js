'use strict';

const http = require('http');

exports.me = ctx => { // PLUG-083
  ctx.body = { user: ctx.user ?? null, authenticated: ctx.isAuthenticated(), same: ctx.req.user === ctx.user, session: ctx.session.passport ?? null };
};

exports.login = async ctx => {
  await ctx.login({ name: 'alan' });
  exports.me(ctx);
};

exports.logout = async ctx => {
  ctx.logout();
  exports.me(ctx);
};

exports.api = ctx => { // PLUG-082, PLUG-086
  const { passport } = ctx.app;
  ctx.body = {
    members: [ 'mount', 'authenticate', 'verify', 'serializeUser', 'deserializeUser', 'use', 'unuse', 'doVerify' ].map(name => typeof passport[name]),
    patched: [ 'login', 'logout', 'isAuthenticated', 'isUnauthenticated' ].map(name => typeof http.IncomingMessage.prototype[name]),
    request: [ ctx.req instanceof http.IncomingMessage, typeof ctx.req.login, ctx.req.ctx === ctx, ctx.req.query?.a ?? null, typeof ctx.req._passport ],
  };
};
