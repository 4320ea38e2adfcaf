'use strict';

module.exports = app => {
  const { router, controller } = app;
  const variant = process.env.BENCH_VARIANT;
  if (variant === 'routes-2' || variant === 'routes-200') {
    const count = Number(variant.slice('routes-'.length));
    for (let i = 1; i <= count; i++) router.get(`/route-${i}/:id`, controller.home.route);
    return;
  }
  if (variant.startsWith('rows')) {
    router.get('/rows', controller.home.rows);
    return;
  }
  router.get('/text', controller.home.text);
  router.get('/json', controller.home.json);
  router.post('/echo', controller.home.echo);
  router.get('/session', controller.home.session);
  router.get('/fib', controller.home.fib);
  router.get('/sort', controller.home.sort);
  router.get('/users/:id', controller.users.show);
};
