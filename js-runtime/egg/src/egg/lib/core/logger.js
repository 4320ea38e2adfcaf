'use strict';

const { EggLoggers } = require('egg-logger');
const { setCustomLogger } = require('internal/egg/one_logger');

/** Makes the loggers of an application or agent from `config.logger` and `config.customLogger`. */
module.exports = function createLoggers(app) {
  const options = app.config.logger;
  options.type = app.type;
  options.localStorage = app.ctxStorage;
  if (app.config.env === 'prod' && options.level === 'DEBUG' && !options.allowDebugAtProd) options.level = 'INFO';

  const loggers = new EggLoggers(app.config);
  app.ready(() => {
    // With stdoutJSON it is the only place that entries go to.
    if (options.disableConsoleAfterReady && !options.stdoutJSON) loggers.disableConsole();
  });
  for (const name of Object.keys(loggers)) setCustomLogger(name, loggers[name]);
  app.beforeClose(() => {
    for (const name of Object.keys(loggers)) setCustomLogger(name, undefined);
  });
  loggers.coreLogger.info('[egg:logger] init all loggers with options: %j', options);
  return loggers;
};
