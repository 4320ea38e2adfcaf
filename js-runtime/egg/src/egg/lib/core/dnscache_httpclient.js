'use strict';

const HttpClient = require('egg/lib/core/httpclient');

module.exports = class DNSCacheHttpClient extends HttpClient {};
