'use strict';

/** koa's own response prototype: what every application's `app.response` derives from. */
module.exports = require('internal/koa/proto').response;
