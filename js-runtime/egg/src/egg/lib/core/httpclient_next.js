'use strict';

const HttpClient = require('egg/lib/core/httpclient');

module.exports = class HttpClientNext extends HttpClient {};
