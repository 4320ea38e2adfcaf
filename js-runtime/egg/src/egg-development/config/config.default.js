'use strict';

exports.development = {
  watchDirs: [],
  ignoreDirs: [],
  fastReady: false,
  reloadOnDebug: true,
  overrideDefault: false,
  overrideIgnore: false,
  reloadPattern: undefined,
};
