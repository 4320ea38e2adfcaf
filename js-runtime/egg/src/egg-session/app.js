'use strict';

module.exports = app => {
  const { config } = app;
  if (!config.session.httpOnly) {
    app.logger.warn('[egg-session]: please set `config.session.httpOnly` to true. '
      + 'It is very dangerous if session can read by client JavaScript.');
  }
  config.coreMiddleware.push('session');

  const shown = value => (config.session.logValue ? value : '');
  app.on('session:missed', ({ ctx, key }) => {
    ctx.coreLogger.warn('[session][missed] key(%s)', key);
  });
  for (const event of [ 'expired', 'invalid' ]) {
    app.on(`session:${event}`, ({ ctx, key, value }) => {
      ctx.coreLogger.warn(`[session][${event}] key(%s) value(%j)`, key, shown(value));
    });
  }
};
