'use strict';

module.exports = app => {
  app.router.get('/', async ctx => { ctx.body = 'hello'; });
  app.router.get('/health', async ctx => { ctx.body = 'well'; });
};
