'use strict';

module.exports = require('egg-logrotator/app');
