'use strict';

const say = require('../../lib_say');

module.exports = app => {
  say(app.type, 'made', 'every');
  return { schedule: { interval: 50, type: 'all' }, async task() {} };
};
