'use strict';

/** `this.logger` of controllers and services: `[controller.home] message`, through the application's logger. */
module.exports = class BaseContextLogger {
  constructor(ctx, pathName) {
    this.ctx = ctx;
    this.pathName = pathName;
  }

  debug(...args) {
    this.#log('debug', args);
  }

  info(...args) {
    this.#log('info', args);
  }

  warn(...args) {
    this.#log('warn', args);
  }

  error(...args) {
    this.#log('error', args);
  }

  #log(level, [ message, ...rest ]) {
    const named = this.pathName && typeof message === 'string' ? `[${this.pathName}] ${message}` : message;
    this.ctx.app.logger[level](named, ...rest);
  }
};
