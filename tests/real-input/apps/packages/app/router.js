'use strict';

module.exports = ({ router, controller }) => {
  router.get('/orders', controller.orders.index);
  router.get('/orders.html', controller.orders.page);
  router.get('/customers/:name', controller.orders.customer);
  router.post('/merge', controller.tools.merge);
  router.get('/dates', controller.tools.dates);
  router.get('/template', controller.tools.template);
  router.get('/broken.html', controller.tools.broken);
};
