'use strict';

/** `path/win32`: paths with drives, backslashes and UNC roots. */
module.exports = require('path').win32;
