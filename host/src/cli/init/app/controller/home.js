'use strict';

const { Controller } = require('egg');

class HomeController extends Controller {
  async index() {
    this.ctx.body = 'It works.';
  }

  async greet() {
    const { ctx } = this;
    ctx.body = { greeting: ctx.service.greeting.for(ctx.params.name) };
  }
}

module.exports = HomeController;
