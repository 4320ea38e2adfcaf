'use strict';

module.exports = app => {
  const failure = async promise => {
    try {
      return await promise;
    } catch ({ name, message, code }) {
      return { name, message, code };
    }
  };

  app.get('/', async ctx => {
    ctx.body = { pid: process.pid, isLeader: app.store.isClusterClientLeader, store: await app.store.state() };
  });
  app.get('/publish', ctx => {
    app[ctx.query.store].publish({ id: ctx.query.id, value: { from: process.pid, at: new Date(0) } });
    ctx.body = 'published';
  });
  app.get('/late', async ctx => {
    // Somebody has subscribed before: the value that is known comes at once.
    const value = await new Promise(resolve => app.store.subscribe({ id: 'early' }, resolve));
    ctx.body = { from: value.from, isDate: value.at instanceof Date };
  });
  app.get('/same', async ctx => {
    const value = await app.store.same({ bytes: Buffer.from('bytes'), date: new Date(1), none: undefined });
    ctx.body = { bytes: Buffer.isBuffer(value.bytes) && String(value.bytes), date: value.date.getTime(), none: 'none' in value };
  });
  app.get('/failures', async ctx => {
    ctx.body = {
      fails: await failure(app.store.fails()),
      never: await failure(app.store.never()),
      failing: await failure(app.failing.ready()),
      call: await failure(app.failing.same(1)),
      late: await failure(app.late.ready()),
    };
  });
};
