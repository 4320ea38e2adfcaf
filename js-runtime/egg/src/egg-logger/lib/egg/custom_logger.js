'use strict';

const EggLogger = require('egg-logger/lib/egg/logger');

/** A logger that `config.customLogger` names. */
module.exports = class CustomLogger extends EggLogger {};
