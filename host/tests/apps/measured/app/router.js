'use strict';

module.exports = app => {
  app.get('/', ctx => { ctx.body = { pid: process.pid }; });
  app.get('/users/:id', ctx => { ctx.body = ctx.params.id; });
  app.get('/fail', () => { throw new Error('it fails'); });
  // Middleware of the application's before the route, and time for others.
  app.get('/late', async (ctx, next) => { await next(); }, async ctx => {
    await new Promise(resolve => setTimeout(resolve, 30));
    ctx.body = 'late';
  });
  app.get('/large', ctx => { ctx.body = Buffer.alloc(16 << 20, 'x'); });
  app.get('/held', () => new Promise(() => {}));
  app.get('/collect', ctx => {
    // Cycles, larger than what the collector lets pass.
    for (let n = 0; n < 40; n++) {
      const buffer = new ArrayBuffer(1 << 20);
      buffer.itself = buffer;
    }
    ctx.body = 'collected';
  });
};
