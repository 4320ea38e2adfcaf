'use strict';

exports.LogRotator = require('egg-logrotator/lib/rotator');
