'use strict';

module.exports = require('egg-logrotator/app/extend/application');
