'use strict';

const { NotBuiltError } = require('internal/egg/not_built');

/** Base of an application's own rotation; constructing one fails until schedules run. */
exports.LogRotator = class LogRotator {
  constructor() {
    throw new NotBuiltError('LogRotator', 'rotate files with the system\'s logrotate and send the message log-reload');
  }
};
