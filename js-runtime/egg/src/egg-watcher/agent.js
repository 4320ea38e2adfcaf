'use strict';

module.exports = require('egg-watcher/app');
