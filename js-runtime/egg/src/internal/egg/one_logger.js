'use strict';

/**
 * Where libraries that use the npm package `onelogger` find the running application's loggers: a map on the global object,
 * `logger`, `coreLogger` and so on; without an entry they write to the console.
 */
const INSTANCES = '__ONE_LOGGER_INSTANCES__';

exports.setCustomLogger = function setCustomLogger(name, logger) {
  const instances = globalThis[INSTANCES] ??= new Map();
  if (logger) instances.set(name, logger);
  else instances.delete(name);
};
