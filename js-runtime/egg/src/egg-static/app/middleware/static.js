'use strict';

/** Static files of `config.static`. The koa crate's, native. */
module.exports = require('internal/koa/static_files');
