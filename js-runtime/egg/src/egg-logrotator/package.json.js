'use strict';

module.exports = {
  name: 'egg-logrotator',
  version: '3.2.0',
  license: 'MIT',
  eggPlugin: { name: 'logrotator', dep: [ 'schedule' ] },
};
