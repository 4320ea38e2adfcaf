'use strict';

module.exports = {
  keys: 'cycles',
  middleware: [ 'outer' ],
  // Lines wait up to a second in memory.
  logger: { level: 'NONE', consoleLevel: 'NONE' },
  // A guard with a condition, as most applications have one.
  security: { csrf: { ignore: ctx => ctx.path.startsWith('/api') } },
};
