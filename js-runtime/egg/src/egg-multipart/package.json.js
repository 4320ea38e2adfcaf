'use strict';

module.exports = {
  name: 'egg-multipart',
  version: '3.5.0',
  license: 'MIT',
  eggPlugin: { name: 'multipart', optionalDependencies: [ 'schedule' ] },
};
