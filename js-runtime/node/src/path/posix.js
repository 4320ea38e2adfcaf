'use strict';

/** `path/posix`: paths with forward slashes. */
module.exports = require('path').posix;
