'use strict';

const path = require('path');
const say = require('./lib_say');

module.exports = agent => {
  agent.messenger.on('egg-schedule', ({ id, key, success, workerId }) => say('agent', 'finished', { id, key: path.basename(key, '.js'), success, workerId }));
};
