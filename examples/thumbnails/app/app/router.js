'use strict';

module.exports = app => {
  app.router.put('/info', app.controller.images.info);
  app.router.put('/thumbnail', app.controller.images.thumbnail);
};
