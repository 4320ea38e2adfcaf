'use strict';

exports.safeCurl = require('egg-security/lib/safe_curl');
