'use strict';

const { Controller } = require('egg');

/** The REST resource /api/posts: router.resources finds these methods by their names. */
class ApiPostsController extends Controller {
  async index() {
    const { ctx } = this;
    ctx.body = await ctx.service.posts.list(Number(ctx.query.page || 1));
  }

  async show() {
    const { ctx } = this;
    ctx.body = await ctx.service.posts.find(ctx.params.id);
  }

  async create() {
    const { ctx } = this;
    const post = await ctx.service.posts.create(ctx.request.body);
    ctx.status = 201;
    ctx.set('Location', this.app.router.url('apiPost', { id: post.id }));
    ctx.body = post;
  }

  async update() {
    const { ctx } = this;
    const post = await ctx.service.posts.find(ctx.params.id);
    ctx.body = await ctx.service.posts.update(post, ctx.request.body);
  }

  async destroy() {
    const { ctx } = this;
    await ctx.service.posts.remove(await ctx.service.posts.find(ctx.params.id));
    ctx.status = 204;
  }
}

module.exports = ApiPostsController;
