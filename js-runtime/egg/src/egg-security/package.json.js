'use strict';

module.exports = {
  name: 'egg-security',
  version: '3.8.1',
  license: 'MIT',
  eggPlugin: { name: 'security', optionalDependencies: [ 'session' ] },
};
