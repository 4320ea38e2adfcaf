'use strict';

/** After a rotation loggers write to new files. Of the application and the agent. */
module.exports = app => {
  const name = app.type === 'agent' ? 'agent' : 'app';
  app.messenger.on('log-reload', () => {
    app.loggers.reload('got log-reload message');
    app.coreLogger.info(`[egg-logrotator] ${name} logger reload: got log-reload message`);
  });
};
