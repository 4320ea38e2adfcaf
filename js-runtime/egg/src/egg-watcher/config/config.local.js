'use strict';

exports.watcher = {
  type: 'development',
};
