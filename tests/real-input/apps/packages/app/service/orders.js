'use strict';

const _ = require('lodash');
const dayjs = require('dayjs');
const { Service } = require('egg');

const ORDERS = [
  { id: 1, customer: 'ada', total: 30.5, at: '2024-01-15T10:00:00Z', items: [ 'egg', 'egg', 'spoon' ] },
  { id: 2, customer: 'grace', total: 12, at: '2024-02-29T23:59:59Z', items: [ 'spoon' ] },
  { id: 3, customer: 'ada', total: 7.25, at: '2024-03-31T00:30:00Z', items: [ 'egg <raw>', 'cup' ] },
  { id: 4, customer: 'linus', total: 100, at: '2024-12-30T12:00:00Z', items: [] },
];

class OrdersService extends Service {
  async all() {
    return _.orderBy(ORDERS, [ 'customer', 'total' ], [ 'asc', 'desc' ]);
  }

  async byCustomer() {
    return _(ORDERS)
      .groupBy('customer')
      .mapValues(orders => ({
        orders: orders.length,
        total: _.sumBy(orders, 'total'),
        items: _.countBy(_.flatMap(orders, 'items')),
        last: dayjs.utc(_.maxBy(orders, 'at').at).format('D MMM YYYY, HH:mm'),
      }))
      .value();
  }

  async of(customer) {
    const found = _.filter(ORDERS, { customer });
    if (_.isEmpty(found)) this.ctx.throw(404, `${_.upperFirst(customer)} ordered nothing`);
    return _.map(found, order => _.pick(order, [ 'id', 'total' ]));
  }
}

module.exports = OrdersService;
