'use strict';

const { Strategy } = require('passport-local');

const USERS = { ada: { name: 'ada', word: 'engine' }, alan: { name: 'alan', word: 'machine' } };

module.exports = app => {
  app.passport.use(new Strategy({ ...app.config.passportLocal, passReqToCallback: true }, (req, name, word, done) => {
    app.passport.doVerify(req, { provider: 'local', name, word }, done);
  }));
  app.passport.verify(async (ctx, { name, word }) => (USERS[name]?.word === word ? { name } : null));
  app.passport.serializeUser(async (ctx, user) => ({ id: user.name.toUpperCase() }));
  app.passport.deserializeUser(async (ctx, user) => ({ name: user.id.toLowerCase(), restored: true }));
};
