'use strict';

// Its name is that of the plugin's own: with it in config.middleware the application must not start.
module.exports = () => (ctx, next) => next();
