'use strict';

module.exports = {
  name: 'egg-static',
  version: '2.3.1',
  license: 'MIT',
  eggPlugin: { name: 'static' },
};
