'use strict';

const { Controller } = require('egg');

class ApiStatsController extends Controller {
  async index() {
    this.ctx.body = this.app.stats;
  }
}

module.exports = ApiStatsController;
