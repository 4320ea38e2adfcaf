'use strict';

module.exports = app => {
  const { controller, router } = app;
  router.get('/', ctx => { ctx.body = 'ready'; });
  for (const name of [ 'redis', 'mysql', 'sequelize', 'bull', 'mongoose' ]) {
    for (const action of Object.keys(controller[name])) router.get(`/${name}/${action}`, controller[name][action]);
  }
  router.get('/logs', controller.logs.of);
};
