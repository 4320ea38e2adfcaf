'use strict';

/** koa's own context prototype: what every application's `app.context` derives from. */
module.exports = require('internal/koa/proto').context;
