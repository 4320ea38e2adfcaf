'use strict';

const fs = require('fs');
const path = require('path');

/** Removes the directories of uploads that are older: of last year, of the three months and the seven days before. */
module.exports = app => class CleanTmpdir extends app.Subscription {
  static get schedule() {
    const { cron, disable } = app.config.multipart.cleanSchedule;
    return { type: 'worker', cron, disable, immediate: false };
  }

  async subscribe() {
    const { coreLogger } = this.ctx;
    const { tmpdir } = this.app.config.multipart;
    coreLogger.info('[egg-multipart:CleanTmpdir] start clean tmpdir: %j', tmpdir);
    for (const directory of expiredDirectories(new Date())) this._remove(path.join(tmpdir, directory));
    coreLogger.info('[egg-multipart:CleanTmpdir] end');
  }

  _remove(directory) {
    const { coreLogger } = this.ctx;
    if (!fs.existsSync(directory)) return;
    coreLogger.info('[egg-multipart:CleanTmpdir] removing tmpdir: %j', directory);
    try {
      fs.rmSync(directory, { force: true, recursive: true });
      coreLogger.info('[egg-multipart:CleanTmpdir:success] tmpdir: %j has been removed', directory);
    } catch (error) {
      coreLogger.error('[egg-multipart:CleanTmpdir:error] remove tmpdir: %j error: %s', directory, error);
      coreLogger.error(error);
    }
  }
};

function expiredDirectories(now) {
  const directories = [ `${now.getFullYear() - 1}` ];
  for (let months = 1; months <= 3; months++) {
    const date = new Date(now.getFullYear(), now.getMonth() - months, 1);
    directories.push(`${date.getFullYear()}/${two(date.getMonth() + 1)}`);
  }
  for (let days = 1; days <= 7; days++) {
    const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
    directories.push(`${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())}`);
  }
  return directories;
}

function two(number) {
  return String(number).padStart(2, '0');
}
