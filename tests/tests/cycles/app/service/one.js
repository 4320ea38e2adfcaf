'use strict';

const { Service } = require('egg');

module.exports = class OneService extends Service {
  async text() {
    await null;
    return this.ctx.path;
  }
};
