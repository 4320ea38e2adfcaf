'use strict';

module.exports = ({ router, controller }) => {
  router.get('/', controller.home.index);
  router.get('greet', '/greet/:name', controller.home.greet);
  router.get('/way', controller.way.index);
};
