'use strict';

/** Reads and parses request bodies: `ctx.request.body`. The koa crate's, native. */
module.exports = require('internal/koa/body_parser');
