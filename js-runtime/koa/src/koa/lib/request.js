'use strict';

/** koa's own request prototype: what every application's `app.request` derives from. */
module.exports = require('internal/koa/proto').request;
