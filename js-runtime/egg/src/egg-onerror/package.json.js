'use strict';

module.exports = {
  name: 'egg-onerror',
  version: '2.4.0',
  license: 'MIT',
  eggPlugin: { name: 'onerror', optionalDependencies: [ 'jsonp' ] },
};
