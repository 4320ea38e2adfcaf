'use strict';

/** The files that an application's loggers write to. */
module.exports = function logFiles(loggers) {
  return [ ...loggers.values() ].flatMap(logger => [ ...logger.values() ])
    .map(transport => transport.options.file)
    .filter(Boolean);
};
