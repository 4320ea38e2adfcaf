'use strict';

exports.logger = {
  consoleLevel: 'WARN',
  buffer: false,
};
