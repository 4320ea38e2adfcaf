'use strict';

module.exports = {
  name: 'egg-session',
  version: '3.3.0',
  license: 'MIT',
  eggPlugin: { name: 'session' },
};
