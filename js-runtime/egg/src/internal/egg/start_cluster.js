'use strict';

const { NotBuiltError } = require('internal/egg/not_built');

/** Processes are the host's business: what a script of its own would start with this, the command line starts. */
module.exports = function startCluster() {
  throw new NotBuiltError('egg.startCluster()', 'start the application with `coddle start [DIR] --workers N`');
};
