'use strict';

/** What `require('egg-logger')` gives. */
const levels = require('egg-logger/lib/level');

module.exports = {
  Logger: require('egg-logger/lib/logger'),
  Transport: require('egg-logger/lib/transports/transport'),
  FileBufferTransport: require('egg-logger/lib/transports/file_buffer'),
  FileTransport: require('egg-logger/lib/transports/file'),
  ConsoleTransport: require('egg-logger/lib/transports/console'),
  EggLogger: require('egg-logger/lib/egg/logger'),
  EggErrorLogger: require('egg-logger/lib/egg/error_logger'),
  EggConsoleLogger: require('egg-logger/lib/egg/console_logger'),
  EggCustomLogger: require('egg-logger/lib/egg/custom_logger'),
  EggContextLogger: require('egg-logger/lib/egg/context_logger'),
  EggLoggers: require('egg-logger/lib/egg/loggers'),
  levels,
  ...levels,
};
