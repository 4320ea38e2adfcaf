'use strict';

const { Controller } = require('egg');

class ApiCommentsController extends Controller {
  async index() {
    const { ctx } = this;
    ctx.body = ctx.state.post.comments;
  }

  async create() {
    const { ctx } = this;
    ctx.body = await ctx.service.comments.create(ctx.state.post, ctx.request.body);
    ctx.status = 201;
  }
}

module.exports = ApiCommentsController;
