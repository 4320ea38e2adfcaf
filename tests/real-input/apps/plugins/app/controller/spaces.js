'use strict';

exports.user = ctx => {
  ctx.body = { user: ctx.params.id, url: ctx.app.url('named', { id: 7 }), post: ctx.app.url('post', { id: 8 }), route: ctx._matchedRoute };
};

exports.posts = {
  index: ctx => { ctx.body = 'index'; },
  show: ctx => { ctx.body = `show ${ctx.params.id}`; },
  create: ctx => { ctx.status = 201; ctx.body = ctx.request.body; },
  destroy: ctx => { ctx.status = 204; },
};

exports.refusals = ctx => { // PLUG-065, PLUG-069
  const { router } = ctx.app;
  const refused = run => {
    try {
      return typeof run();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  ctx.body = [
    refused(() => router.namespace('/')), refused(() => router.namespace(/x/)), refused(() => router.namespace('/late').get(/x/, () => {})),
    router === ctx.app.router, typeof router.namespace,
  ];
};
