'use strict';

const os = require('os');
const path = require('path');

module.exports = appInfo => ({
  multipart: {
    mode: 'stream',
    autoFields: false,
    defaultCharset: 'utf8',
    defaultParamCharset: 'utf8',
    fieldNameSize: 100,
    fieldSize: '100kb',
    fields: 10,
    fileSize: '10mb',
    files: 10,
    fileExtensions: [],
    whitelist: null,
    allowArrayField: false,
    tmpdir: path.join(os.tmpdir(), 'egg-multipart-tmp', appInfo.name),
    cleanSchedule: {
      // Every day at 04:30.
      cron: '0 30 4 * * *',
      disable: false,
    },
  },
});
