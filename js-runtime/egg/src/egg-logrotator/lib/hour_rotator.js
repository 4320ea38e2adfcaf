'use strict';

const fs = require('fs');
const path = require('path');
const Rotator = require('egg-logrotator/lib/rotator');
const dateSuffix = require('egg-logrotator/lib/date_suffix');

const AN_HOUR = 60 * 60 * 1000;

/** Hourly: `foo.log` becomes `foo.log.YYYY-MM-DD-HH`, for the files of `config.logrotator.filesRotateByHour`. */
module.exports = class HourRotator extends Rotator {
  async getRotateFiles() {
    const { logger, logrotator } = this.app.config;
    const suffix = dateSuffix(Date.now() - AN_HOUR, logrotator.hourDelimiter);
    const rotated = (logrotator.filesRotateByHour || [])
      .map(file => path.resolve(logger.dir, file))
      .filter(file => fs.existsSync(file))
      .map(file => [ file, { srcPath: file, targetPath: `${file}.${suffix}` } ]);
    return new Map(rotated);
  }
};
