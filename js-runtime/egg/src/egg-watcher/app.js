'use strict';

const Watcher = require('egg-watcher/lib/watcher');

/** `app.watcher` and `agent.watcher`: one watcher a server, shared. */
module.exports = app => {
  const { coreLogger } = app;
  app.watcher = app.cluster(Watcher)
    .delegate('watch', 'subscribe')
    .create(app.config);
  for (const level of [ 'info', 'warn', 'error' ]) {
    app.watcher.on(level, (...args) => coreLogger[level](...args));
  }
  app.beforeStart(async () => {
    await app.watcher.ready();
    coreLogger.info('[egg-watcher:%s] watcher start success', app.type);
  });
};
