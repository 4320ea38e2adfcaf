'use strict';

const contextOnerror = require('egg-onerror/lib/context_onerror');
const { detectStatus } = require('egg-onerror/lib/status');

/** Logs what is emitted as `error`, and answers requests that fail. */
module.exports = app => {
  const config = app.config.onerror;
  app.on('error', (error, context) => {
    const ctx = context || app.currentContext || app.createAnonymousContext();
    if (config.appErrorFilter && !config.appErrorFilter(error, ctx)) return;
    const level = detectStatus(error) >= 500 ? 'error' : 'warn';
    try {
      ctx.logger[level](error);
    } catch (failure) {
      app.logger[level](error);
      app.logger.error(failure);
    }
  });
  app.context.onerror = contextOnerror(app, config);
};
