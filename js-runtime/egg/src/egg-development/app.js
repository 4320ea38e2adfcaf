'use strict';

module.exports = app => {
  // Whoever asks for it does not want to wait for the start while developing.
  if (app.config.development.fastReady) process.nextTick(() => app.ready(true));
  app.config.coreMiddlewares.push('eggLoaderTrace');
};
