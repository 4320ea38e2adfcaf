'use strict';

module.exports = appInfo => ({
  keys: 'test',
  customLogger: {
    countedLogger: { file: 'counted.log', consoleLevel: 'NONE', flushInterval: 5 },
  },
  logrotator: { filesRotateBySize: [ 'counted.log' ], maxFileSize: 1, maxFiles: 1000 },
  // The test of lines on standard output sets it.
  logger: { stdoutJSON: process.env.STDOUT_JSON === '1', dir: `${appInfo.baseDir}/logs` },
});
