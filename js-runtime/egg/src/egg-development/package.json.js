'use strict';

module.exports = {
  name: 'egg-development',
  version: '3.0.2',
  license: 'MIT',
  eggPlugin: { name: 'development', env: [ 'local' ], dependencies: [ 'watcher' ] },
};
