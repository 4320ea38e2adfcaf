'use strict';

module.exports = class Boot {
  constructor(app) {
    this.app = app;
  }

  async didLoad() {
    const { passport } = this.app;
    passport.verify((ctx, user) => ctx.service.accounts[user.provider](user));
    passport.serializeUser(async (ctx, { provider, name }) => ({ provider, name }));
    passport.deserializeUser(async (ctx, user) => ({ ...user, restored: true }));
  }

  /** Both hosts find the servers as if nobody had been there. */
  async willReady() {
    const { app } = this;
    await app.mongooseDB.dropDatabase();
    await app.model.Topic.ensureIndexes();
    await app.mysql.query('DROP TABLE IF EXISTS points');
    await app.mysql.query('CREATE TABLE points (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) UNIQUE, points INT DEFAULT 0, at DATETIME NULL)');
  }
};
