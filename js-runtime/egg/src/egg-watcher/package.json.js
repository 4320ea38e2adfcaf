'use strict';

module.exports = {
  name: 'egg-watcher',
  version: '3.1.1',
  license: 'MIT',
  eggPlugin: { name: 'watcher' },
};
