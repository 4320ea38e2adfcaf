'use strict';

const Logger = require('egg-logger/lib/logger');
const ConsoleTransport = require('egg-logger/lib/transports/console');
const { consoleFormatter } = require('egg-logger/lib/utils');

/** A logger of the terminal alone: what is said before an application has its own loggers. */
module.exports = class ConsoleLogger extends Logger {
  constructor(options) {
    super(options);
    const { level, maxCauseChainLength } = this.options;
    this.set('console', new ConsoleTransport({ level, formatter: consoleFormatter, maxCauseChainLength }));
  }

  get defaults() {
    const { NODE_CONSOLE_LOGGRE_LEVEL: level, NODE_ENV } = process.env;
    return {
      encoding: 'utf8',
      level: level || (NODE_ENV === 'production' ? 'INFO' : 'WARN'),
      maxCauseChainLength: 10,
    };
  }
};
