'use strict';

module.exports = class Boot {
  constructor(app) {
    this.app = app;
  }

  async willReady() {
    await this.app.mysql.query('CREATE TABLE IF NOT EXISTS sayings (id INT AUTO_INCREMENT PRIMARY KEY, room VARCHAR(20), speaker VARCHAR(20), text VARCHAR(100))');
  }
};
