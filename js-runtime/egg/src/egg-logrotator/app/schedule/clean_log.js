'use strict';

const fs = require('fs');
const path = require('path');
const logFiles = require('egg-logrotator/lib/log_files');

/** Removes rotated files that are older than `config.logrotator.maxDays`. */
module.exports = app => ({
  schedule: { type: 'worker', cron: '0 0 * * *' },

  async task() {
    const { maxDays } = app.config.logrotator;
    if (maxDays > 0) {
      const directories = new Set(logFiles(app.loggers).map(file => path.dirname(file)));
      for (const directory of directories) removeExpired(directory, maxDays, app.coreLogger);
    }
    app.coreLogger.info('[egg-logrotator] clean all log before %s days', maxDays);
  },
});

function removeExpired(directory, maxDays, logger) {
  if (!fs.existsSync(directory)) return;
  const limit = new Date();
  limit.setHours(0, 0, 0, 0);
  limit.setDate(limit.getDate() - maxDays);
  const expired = fs.readdirSync(directory).filter(name => dateOf(name) < limit);
  if (expired.length === 0) return;
  logger.info(`[egg-logrotator] start remove ${directory} files: ${expired.join(', ')}`);
  for (const name of expired) {
    const file = path.join(directory, name);
    try {
      fs.unlinkSync(file);
    } catch (error) {
      error.message = `[egg-logrotator] remove logfile ${file} error, ${error.message}`;
      logger.error(error);
    }
  }
}

/** The day in a rotated file's name; an invalid date, which is before and after nothing, without one. */
function dateOf(name) {
  const [ , year, month, day ] = /^\.(\d{4})-(\d{2})-(\d{2})/.exec(path.extname(name)) ?? [];
  return new Date(Number(year), Number(month) - 1, Number(day));
}
