'use strict';

module.exports = require('internal/egg/http_client/egg_client');
