'use strict';

exports.me = ctx => {
  ctx.body = { user: ctx.user ?? null, authenticated: ctx.isAuthenticated(), again: ctx.query.again ?? null, github: ctx.app.github ?? null };
};

exports.out = ctx => {
  ctx.logout();
  exports.me(ctx);
};

exports.strategies = ctx => { // PLUG-081
  const { config: { passportGithub, passportLocal }, passport } = ctx.app;
  const { github, local } = passport._strategies;
  ctx.body = {
    names: [ github.name, local.name ], fields: [ local._usernameField, local._passwordField ],
    request: [ passportGithub.passReqToCallback, passportLocal.passReqToCallback ], client: [ passportGithub.clientID, github._oauth2._clientId, github._trustProxy ],
  };
};
