'use strict';

module.exports = class Boot {
  constructor(app) {
    this.app = app;
  }

  /** Both hosts find the servers as if nobody had been there. */
  async willReady() {
    const { app } = this;
    await app.redis.flushdb();
    const main = app.mysql.get('main');
    for (const table of [ 'items', 'books', 'authors', 'boxes' ]) await main.query('DROP TABLE IF EXISTS ??', [ table ]);
    await main.query('CREATE TABLE items (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) UNIQUE, price DECIMAL(8,2), note TEXT NULL, at DATETIME NULL)');
    await app.sql.sync();
    for (const name of [ 'books', 'archive' ]) await app.mongooseDB.get(name).dropDatabase();
    for (const Model of [ app.model.Reader, app.model.Loan.Entry ]) await Model.syncIndexes();
  }
};
