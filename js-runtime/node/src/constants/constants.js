'use strict';

/** `constants`: those of os, fs and crypto in one object. */

const { constants } = require('os');

module.exports = Object.freeze({
  ...constants.dlopen,
  ...constants.errno,
  ...constants.priority,
  ...constants.signals,
  ...require('internal/fs/constants').constants,
  ...require('crypto').constants,
});
