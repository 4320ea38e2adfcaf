'use strict';

const { accessor } = require('internal/egg/not_built');

/** `app.watcher` and `agent.watcher`. */
module.exports = app => {
  Object.defineProperty(app, 'watcher', accessor(`${app.type}.watcher`, 'watcher',
    'the watcher plugin is not there yet; use fs.watch'));
};
