'use strict';

/** What `require('egg/package.json')` reads: the version of egg whose behaviour this is. */
module.exports = {
  name: 'egg',
  version: '3.34.0',
  license: 'MIT',
  main: 'index.js',
};
