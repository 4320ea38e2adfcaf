'use strict';

const fs = require('fs');
const path = require('path');
const Rotator = require('egg-logrotator/lib/rotator');

/** When a file of `config.logrotator.filesRotateBySize` is full: `foo.log.1` becomes `foo.log.2`, `foo.log` becomes `foo.log.1`. */
module.exports = class SizeRotator extends Rotator {
  async getRotateFiles() {
    const { logger, logrotator } = this.app.config;
    const rotated = new Map();
    for (const configured of logrotator.filesRotateBySize || []) {
      const file = path.resolve(logger.dir, configured);
      try {
        if (this.#isFull(file, logrotator)) this.#shift(rotated, file, logrotator.maxFiles);
      } catch (error) {
        error.message = `[egg-logrotator] ${error.message}`;
        this.logger.error(error);
      }
    }
    return rotated;
  }

  #isFull(file, { maxFileSize }) {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat || stat.size < maxFileSize) return false;
    this.logger.info(`[egg-logrotator] file ${file} reach the maximum file size, `
      + `current size: ${stat.size}, max size: ${maxFileSize}`);
    return true;
  }

  /** The oldest goes; the others move on, the last one first. */
  #shift(rotated, file, maxFiles) {
    fs.rmSync(`${file}.${maxFiles}`, { force: true });
    for (let number = maxFiles - 1; number >= 0; number--) {
      const srcPath = number === 0 ? file : `${file}.${number}`;
      rotated.set(srcPath, { srcPath, targetPath: `${file}.${number + 1}` });
    }
  }
};
