'use strict';

module.exports = {
  name: 'egg-view',
  version: '2.1.4',
  license: 'MIT',
  eggPlugin: { name: 'view' },
};
