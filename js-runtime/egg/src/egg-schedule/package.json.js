'use strict';

module.exports = {
  name: 'egg-schedule',
  version: '4.0.1',
  license: 'MIT',
  eggPlugin: { name: 'schedule' },
};
