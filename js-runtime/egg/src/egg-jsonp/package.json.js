'use strict';

module.exports = {
  name: 'egg-jsonp',
  version: '2.0.0',
  license: 'MIT',
  eggPlugin: { name: 'jsonp', optionalDependencies: [ 'security' ] },
};
