'use strict';

const cors = require('@koa/cors');

module.exports = app => {
  const { controller, io, jwt, passport, router } = app;
  router.get('/', ctx => { ctx.body = 'ready'; });

  router.get('/nunjucks', controller.nunjucks.page);
  router.get('/nunjucks/api', controller.nunjucks.api);
  router.get('/ejs', controller.ejs.page);
  router.get('/ejs/string', controller.ejs.string);

  router.get('/assets', controller.assets.page);
  router.get('/assets/helper', controller.assets.helper);

  router.post('/validate', controller.validate.body);
  router.get('/validate/types', controller.validate.types);
  router.get('/validate/conversions', controller.validate.conversions);
  router.get('/validate/without-body', controller.validate.withoutBody);

  const answer = ctx => { ctx.body = 'shared'; };
  router.all('/cors/whitelist', answer);
  router.get('/cors/refused', ctx => ctx.throw(418, 'no coffee'));
  router.all('/cors/fixed', cors({ origin: 'https://fixed.example' }), answer);
  router.all('/cors/anybody', cors({ origin: '*', credentials: true, exposeHeaders: [ 'x-one', 'x-two' ], maxAge: 60 }), answer);

  router.get('/jwt/api', controller.jwt.api);
  router.get('/jwt/one', jwt, controller.jwt.who);
  router.get('/jwt/everywhere', controller.jwt.who);

  router.post('/login', passport.authenticate('local', { successRedirect: '/me', failureRedirect: '/login/again' }));
  router.post('/guarded/login', passport.authenticate('local', { successRedirect: false }), controller.passport.me);
  router.get('/me', controller.passport.me);
  router.get('/login/direct', controller.passport.login);
  router.get('/logout', controller.passport.logout);
  router.get('/passport/api', controller.passport.api);
  passport.mount('local', { successRedirect: '/me' });

  router.get('/chat', controller.chat.talk);
  io.of('/').route('count', io.controller.chat.count);
  io.of('/').route('fail', io.controller.chat.fail);
  io.of('/').route('disconnect', io.controller.chat.gone);
  io.of('/rooms').route('join', io.controller.chat.join);

  const api = router.namespace('/api', async (ctx, next) => {
    ctx.set('x-namespace', 'api');
    await next();
  });
  api.get('/users/:id', controller.spaces.user);
  api.get('named', '/named/:id', controller.spaces.user);
  api.resources('posts', '/posts', controller.spaces.posts);
  for (const path of [ '/moved', '/api/moved' ]) api.redirect(path, '/api/users/1', 302);
  router.namespace('/api/v2').get('/users/:id', ctx => { ctx.body = { v2: ctx.params.id }; });
  router.get('/spaces', controller.spaces.refusals);
};
