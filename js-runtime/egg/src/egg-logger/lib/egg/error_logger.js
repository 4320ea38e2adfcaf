'use strict';

const EggLogger = require('egg-logger/lib/egg/logger');
const levels = require('egg-logger/lib/level');
const { normalizeLevel } = require('egg-logger/lib/utils');

/** A logger whose levels are never below ERROR: `common-error.log`. */
module.exports = class ErrorLogger extends EggLogger {
  constructor(options = {}) {
    options.level = atLeastError(options.level);
    options.consoleLevel = atLeastError(options.consoleLevel);
    super(options);
  }
};

function atLeastError(level) {
  return Math.max(normalizeLevel(level) ?? levels.ERROR, levels.ERROR);
}
