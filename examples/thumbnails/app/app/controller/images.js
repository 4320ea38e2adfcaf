'use strict';

const { Controller } = require('egg');
const { buffer } = require('stream/consumers');

module.exports = class ImagesController extends Controller {
  async info() {
    const { ctx } = this;
    ctx.body = await ctx.service.images.info(await buffer(ctx.req));
  }

  async thumbnail() {
    const { ctx } = this;
    const width = Number(ctx.query.width ?? 128);
    const height = Number(ctx.query.height ?? width);
    ctx.body = await ctx.service.images.thumbnail(await buffer(ctx.req), { width, height });
    ctx.type = 'png';
  }
};
