'use strict';

module.exports = {
  name: 'egg-i18n',
  version: '2.1.1',
  license: 'MIT',
  eggPlugin: { name: 'i18n' },
};
