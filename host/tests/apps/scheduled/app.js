'use strict';

const path = require('path');
const say = require('./lib_say');

module.exports = app => {
  // The number that messages call this worker by tells threads apart too.
  const worker = app.messenger.pid;
  app.messenger.on('egg-schedule', ({ id, key }) => say('app', path.basename(key, '.js'), { id, worker }));
};
