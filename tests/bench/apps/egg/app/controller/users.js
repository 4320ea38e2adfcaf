'use strict';

const { Controller } = require('egg');

class UsersController extends Controller {
  async show() {
    const { ctx } = this;
    ctx.body = await ctx.service.users.find(ctx.params.id);
  }
}

module.exports = UsersController;
