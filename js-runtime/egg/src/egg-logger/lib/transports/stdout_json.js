'use strict';

const os = require('os');
const util = require('util');
const levels = require('egg-logger/lib/level');
const formatError = require('egg-logger/lib/format_error');
const requestOf = require('egg-logger/lib/request_fields');
const Transport = require('egg-logger/lib/transports/transport');

const hostname = os.hostname();

/**
 * Standard output, a JSON object a line, errors too: what collectors of container logs read (`config.logger.stdoutJSON`, which egg does
 * not have). docs/logging.md names the fields. Options besides a transport's: `loggerName`.
 */
module.exports = class StdoutJsonTransport extends Transport {
  log(level, args, meta) {
    const [ first ] = args;
    const error = first instanceof Error ? first : undefined;
    const ctx = meta?.ctx ?? this.options.localStorage?.getStore();
    const entry = {
      date: new Date().toISOString(),
      // `logger.write()` has no level.
      level: levels[level] < levels.NONE ? level : undefined,
      logger: this.options.loggerName,
      pid: process.pid,
      hostname,
      message: error ? `${error.name}: ${error.message}` : util.format(...args),
      error: error && { name: error.name, code: error.code, stack: formatError(error, this.options) },
      ...(ctx ? requestOf(ctx) : { paddingMessage: meta?.paddingMessage }),
    };
    // One write a line, so that lines of several workers do not mix.
    process.stdout.write(`${JSON.stringify(entry)}\n`);
  }
};
