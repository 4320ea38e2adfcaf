'use strict';

const { Controller } = require('egg');

/** Each method touches one part of a request. */
module.exports = class TouchController extends Controller {
  async nothing() {
    this.ctx.body = 'x';
  }

  async request() {
    this.ctx.body = this.ctx.request.path + this.ctx.response.status;
  }

  async messages() {
    this.ctx.body = this.ctx.req.url + this.ctx.res.statusCode;
  }

  async service() {
    this.ctx.body = await this.ctx.service.one.text();
  }

  async helper() {
    this.ctx.body = this.ctx.helper.text();
  }

  async cookies() {
    this.ctx.cookies.set('a', this.ctx.cookies.get('b', { encrypt: true }) || 'x', { encrypt: true });
    this.ctx.body = 'x';
  }

  async session() {
    this.ctx.session.count = 1;
    this.ctx.body = 'x';
  }

  async logger() {
    this.ctx.logger.debug('x');
    this.ctx.body = this.ctx.ip;
  }

  async timer() {
    await new Promise(resolve => setTimeout(resolve, 1));
    this.ctx.body = 'x';
  }

  async failure() {
    this.ctx.throw(404, 'x');
  }

  /** Bytes of JavaScript heap. */
  async heap() {
    this.ctx.body = String(process.memoryUsage().heapUsed);
  }
};
