'use strict';

const fs = require('fs');
const path = require('path');
const Rotator = require('egg-logrotator/lib/rotator');
const dateSuffix = require('egg-logrotator/lib/date_suffix');
const logFiles = require('egg-logrotator/lib/log_files');

/** A day less two minutes: the job runs just after midnight, and the files are of the day before. */
const A_DAY_AGO = (23 * 60 + 58) * 60 * 1000;

/** Daily: `foo.log` becomes `foo.log.YYYY-MM-DD`, unless it is rotated by size or hour. */
module.exports = class DayRotator extends Rotator {
  async getRotateFiles() {
    const { logger, logrotator } = this.app.config;
    const others = new Set([ ...logrotator.filesRotateBySize || [], ...logrotator.filesRotateByHour || [] ]);
    // The agent writes to a file that no application has open.
    const files = [ ...logFiles(this.app.loggers), logger.agentLogName, ...this.#filesOfDirectories(logger.rotateLogDirs) ];
    const suffix = dateSuffix(Date.now() - A_DAY_AGO);
    const rotated = files
      .map(file => path.resolve(logger.dir, file))
      .filter(file => !others.has(file))
      .map(file => [ file, { srcPath: file, targetPath: `${file}.${suffix}` } ]);
    return new Map(rotated);
  }

  #filesOfDirectories(directories) {
    if (!directories?.length) return [];
    this.app.deprecate('[egg-logrotator] Do not use app.config.logger.rotateLogDirs, '
      + 'only rotate core loggers and custom loggers');
    return directories
      .filter(directory => fs.existsSync(directory))
      .flatMap(directory => fs.readdirSync(directory)
        .filter(name => name.endsWith('.log'))
        .map(name => path.join(directory, name)));
  }
};
