'use strict';

const { Controller } = require('egg');
const { catalogue, fib, people, rows, sortByScore } = require('../../lib/work');

class HomeController extends Controller {
  async text() {
    this.ctx.body = 'hello, world';
  }

  async route() {
    this.ctx.body = this.ctx.params.id;
  }

  async json() {
    this.ctx.body = catalogue;
  }

  async echo() {
    this.ctx.body = this.ctx.request.body;
  }

  async session() {
    const { session } = this.ctx;
    session.visits = (session.visits ?? 0) + 1;
    this.ctx.body = 'seen';
  }

  async rows() {
    await this.ctx.render('rows.html', { title: 'Stock & prices', rows });
  }

  async fib() {
    this.ctx.body = { fib: fib(20) };
  }

  async sort() {
    this.ctx.body = sortByScore(people);
  }
}

module.exports = HomeController;
