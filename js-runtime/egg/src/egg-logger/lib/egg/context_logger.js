'use strict';

const depd = require('internal/depd');
const { defaultContextPaddingMessage } = require('egg-logger/lib/utils');

let deprecate;

/** A logger that marks each line with the request: `ctx.logger`. Subclasses may override `paddingMessage`. */
module.exports = class ContextLogger {
  constructor(ctx, logger) {
    this.ctx = ctx;
    this._logger = logger;
    deprecate ??= depd('egg-logger');
    deprecate('EggContextLogger is deprecated, use the EggLogger directly');
  }

  get paddingMessage() {
    return defaultContextPaddingMessage(this.ctx);
  }

  write(message) {
    this._logger.write(message);
  }

  error(...args) {
    this.#log('ERROR', args);
  }

  warn(...args) {
    this.#log('WARN', args);
  }

  info(...args) {
    this.#log('INFO', args);
  }

  debug(...args) {
    this.#log('DEBUG', args);
  }

  #log(level, args) {
    this._logger.log(level, args, { paddingMessage: this.paddingMessage, ctx: this.ctx });
  }
};
