'use strict';

module.exports = app => {
  const { controller, passport, router } = app;
  router.get('/', ctx => { ctx.body = 'ready'; });
  for (const name of [ 'topics', 'points', 'texts', 'dates', 'mails', 'uploads' ]) {
    for (const action of Object.keys(controller[name])) router.get(`/${name}/${action}`, controller[name][action]);
  }
  router.post('/validate', controller.validate.body);
  router.get('/validate/types', controller.validate.types);

  router.get('/me', controller.sign.me);
  router.get('/logout', controller.sign.out);
  router.post('/login', passport.authenticate('local', { successRedirect: '/me', failureRedirect: '/me?again=1' }));
  router.get('/strategies', controller.sign.strategies);
  passport.mount('github', { successRedirect: '/me', failureRedirect: '/me?again=1' });
};
