'use strict';

/** Static files are answered before bodies are read. */
module.exports = app => {
  const { coreMiddleware } = app.config;
  const at = coreMiddleware.indexOf('bodyParser');
  coreMiddleware.splice(at === -1 ? coreMiddleware.length : at, 0, 'static');
};
