'use strict';

const { Controller } = require('egg');

class OrdersController extends Controller {
  async index() {
    this.ctx.body = await this.service.orders.byCustomer();
  }

  async page() {
    const orders = await this.service.orders.all();
    this.ctx.type = 'html';
    this.ctx.body = this.app.views.render('orders.html', { orders, title: 'Orders' });
  }

  async customer() {
    this.ctx.body = await this.service.orders.of(this.ctx.params.name);
  }
}

module.exports = OrdersController;
