'use strict';

module.exports = app => {
  const { messenger } = app;
  const done = (ctx, result) => {
    ctx.body = { pid: process.pid, chained: result === messenger };
  };

  app.get('/', ctx => {
    ctx.body = {
      pid: process.pid, messengerPid: messenger.pid, opids: messenger.opids, options: app.options, address: app.server.address(),
      required: global.required,
    };
  });
  app.get('/broadcast', ctx => done(ctx, messenger.broadcast('hello', 'all')));
  app.get('/sendToApp', ctx => done(ctx, messenger.sendToApp('hello', 'apps')));
  app.get('/sendToAgent', ctx => done(ctx, messenger.sendToAgent('hello', 'agent')));
  app.get('/sendTo', ctx => done(ctx, messenger.sendTo(ctx.query.pid, 'hello', 'one')));
  app.get('/sendRandom', ctx => done(ctx, messenger.sendRandom('hello', 'random')));
  app.get('/send', ctx => done(ctx, messenger.send('hello', 'default')));
  app.get('/ask', ctx => done(ctx, messenger.sendToAgent('ask')));
  app.get('/types', ctx => done(ctx, messenger.sendToAgent('typed', { date: new Date(0), none: undefined, f() {}, n: 1 })));
  app.get('/raw', ctx => {
    process.send({ action: 'raw', data: { extra: true }, to: 'agent' });
    process.send('a string');
    ctx.body = 'sent';
  });
  app.get('/parent', ctx => {
    process.send({ action: 'hello', data: 'parent', to: 'parent' });
    ctx.body = 'sent';
  });
  app.get('/reload', ctx => {
    process.send({ to: 'master', action: 'reload-worker' });
    process.send({ to: 'master', action: 'reload-worker' });
    ctx.body = 'sent';
  });
  app.get('/slow', async ctx => {
    await new Promise(resolve => setTimeout(resolve, 300));
    ctx.body = 'slow';
  });
  app.get('/child', ctx => {
    ctx.body = { pid: require('child_process').spawn('sleep', [ '1000' ]).pid };
  });
};
