'use strict';

const assert = require('assert');
const fs = require('fs');

/** Base of rotations, `app.LogRotator`: renames the files that `getRotateFiles()` lists, then tells loggers to open new ones. */
module.exports = class Rotator {
  constructor(options = {}) {
    assert(options.app, 'options.app is required');
    this.options = options;
    this.app = options.app;
    this.logger = this.app.coreLogger;
  }

  /** A Map of `{ srcPath, targetPath }`, in the order of renaming. */
  getRotateFiles() {
    throw new Error('not implement');
  }

  async rotate() {
    const files = await this.getRotateFiles();
    assert(files instanceof Map, 'getRotateFiles should return a Map');
    const rotated = [];
    for (const { srcPath, targetPath } of files.values()) {
      try {
        rename(srcPath, targetPath);
        rotated.push(`${srcPath} -> ${targetPath}`);
      } catch (error) {
        error.message = `[egg-logrotator] rename ${srcPath}, found exception: ${error.message}`;
        this.logger.error(error);
      }
    }
    if (rotated.length > 0) {
      this.logger.info('[egg-logrotator] broadcast log-reload');
      this.app.messenger.sendToApp('log-reload');
      this.app.messenger.sendToAgent('log-reload');
    }
    this.logger.info('[egg-logrotator] rotate files success by %s, files %j', this.constructor.name, rotated);
  }
};

function rename(source, target) {
  if (source === target || !fs.existsSync(source)) return;
  // It would have been renamed first, if it were part of the rotation.
  if (fs.existsSync(target)) throw new Error(`targetFile ${target} exists!!!`);
  fs.renameSync(source, target);
}
