'use strict';

exports.logrotator = {
  filesRotateByHour: null,
  hourDelimiter: '-',
  filesRotateBySize: null,
  maxFileSize: 50 * 1024 * 1024,
  maxFiles: 10,
  rotateDuration: 60000,
  maxDays: 31,
};
