'use strict';

module.exports = app => {
  app.router.namespace('/first').get('/', ctx => { ctx.body = 'loaded before router.js'; });
};
