'use strict';

const assert = require('assert');
const EggLogger = require('egg-logger/lib/egg/logger');
const ErrorLogger = require('egg-logger/lib/egg/error_logger');
const CustomLogger = require('egg-logger/lib/egg/custom_logger');
const { assign } = require('egg-logger/lib/utils');

const DEFAULTS = {
  env: 'default',
  type: '',
  dir: '',
  encoding: 'utf8',
  level: 'INFO',
  consoleLevel: 'NONE',
  outputJSON: false,
  outputJSONOnly: false,
  buffer: true,
  appLogName: '',
  coreLogName: '',
  agentLogName: '',
  errorLogName: '',
  concentrateError: 'duplicate',
  concentrateErrorLoggerName: 'errorLogger',
};

const REQUIRED = [ 'type', 'dir', 'appLogName', 'coreLogName', 'agentLogName', 'errorLogName' ];

/**
 * An application's loggers by name: `errorLogger`, `logger`, `coreLogger` and those of `config.customLogger`; each is also a
 * property. Errors reach the error logger too (`concentrateError`: `duplicate`, `redirect` or `ignore`).
 */
module.exports = class EggLoggers extends Map {
  constructor(config) {
    super();
    const options = assign({}, DEFAULTS, config.logger);
    const custom = config.customLogger;
    for (const name of REQUIRED) assert(options[name], `should pass config.logger.${name}`);
    const isAgent = options.type === 'agent';

    this.set('errorLogger', new ErrorLogger(assign({}, options, { loggerName: 'errorLogger', file: options.errorLogName })));
    this.set('logger', new EggLogger(assign({}, options, {
      loggerName: 'logger',
      file: isAgent ? options.agentLogName : options.appLogName,
    })));
    this.set('coreLogger', new EggLogger(assign({}, options, options.coreLogger, {
      loggerName: 'coreLogger',
      file: isAgent ? options.agentLogName : options.coreLogName,
    })));
    for (const name in custom) this.set(name, new CustomLogger(assign({}, options, custom[name], { loggerName: name })));
    for (const name of [ 'logger', 'coreLogger', ...Object.keys(custom ?? {}) ]) {
      this.setConcentrateError(name, this.get(name));
    }
  }

  disableConsole() {
    for (const logger of this.values()) logger.disable('console');
  }

  reload() {
    for (const logger of this.values()) logger.reload();
  }

  /** The first logger of a name stays. */
  set(name, logger) {
    if (this.has(name)) return;
    this[name] = logger;
    super.set(name, logger);
  }

  setConcentrateError(name, logger) {
    if (name === 'errorLogger') return;
    const { concentrateError, concentrateErrorLoggerName } = logger.options;
    const target = this.get(concentrateErrorLoggerName);
    if (!target) return;
    if (concentrateError === 'duplicate') logger.duplicate('error', target, { excludes: [ 'console' ] });
    else if (concentrateError === 'redirect') logger.redirect('error', target);
  }
};
