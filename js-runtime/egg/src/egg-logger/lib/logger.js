'use strict';

/**
 * A logger: transports by name, each of which writes what reaches its level. A level may be redirected to another logger, or
 * duplicated to it.
 */
const util = require('util');
const depd = require('internal/depd');
const { assign } = require('egg-logger/lib/utils');

let deprecate;

class Logger extends Map {
  constructor(options) {
    super();
    this.options = assign(this.defaults, options);
    this.transports = {};
    this.name = this.constructor.name;
    this.redirectLoggers = new Map();
    this.duplicateLoggers = new Map();
  }

  /** Silences the transport of that name, if there is one. */
  disable(name) {
    this.get(name)?.disable();
  }

  enable(name) {
    this.get(name)?.enable();
  }

  /** Writes `args` (as `util.format` takes them, or an Error first) at a level's name. */
  log(level, args, meta) {
    const duplicate = this.duplicateLoggers.get(level);
    if (duplicate) {
      duplicate.logger.log(level, args, meta);
    } else if (this.redirectLoggers.has(level)) {
      this.redirectLoggers.get(level).log(level, args, meta);
      return;
    }
    const excluded = duplicate?.options.excludes;
    for (const [ name, transport ] of this.entries()) {
      if (transport.shouldLog(level) && !excluded?.includes(name)) transport.log(level, args, meta);
    }
  }

  error(...args) {
    this.log('ERROR', args);
  }

  warn(...args) {
    this.log('WARN', args);
  }

  info(...args) {
    this.log('INFO', args);
  }

  debug(...args) {
    this.log('DEBUG', args);
  }

  /** Writes the message alone, at any level. */
  write(...args) {
    const message = args.length > 1 ? util.format(...args) : args[0];
    this.log('NONE', [ message ], { raw: true });
  }

  /** Hands a level to another logger instead; the first redirection of a level counts. */
  redirect(level, logger) {
    const name = level.toUpperCase();
    if (!this.redirectLoggers.has(name) && logger instanceof Logger) this.redirectLoggers.set(name, logger);
  }

  unredirect(level) {
    this.redirectLoggers.delete(level.toUpperCase());
  }

  /** Hands a level to another logger as well; `options.excludes` names own transports that then stay silent. */
  duplicate(level, logger, options = {}) {
    const name = level.toUpperCase();
    if (!this.duplicateLoggers.has(name) && logger instanceof Logger) {
      this.duplicateLoggers.set(name, { logger, options });
    }
  }

  unduplicate(level) {
    this.duplicateLoggers.delete(level.toUpperCase());
  }

  /** Opens the files anew, after a rotation. */
  reload() {
    for (const transport of this.values()) transport.reload();
  }

  close() {
    for (const transport of this.values()) transport.close();
  }

  end() {
    deprecate ??= depd('egg-logger');
    deprecate('logger.end() is deprecated, use logger.close()');
    this.close();
  }
}

module.exports = Logger;
