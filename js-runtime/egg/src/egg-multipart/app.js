'use strict';

const normalizeOptions = require('egg-multipart/lib/options');

module.exports = class MultipartBoot {
  constructor(app) {
    this.app = app;
  }

  configWillLoad() {
    const { config, coreLogger } = this.app;
    const options = config.multipart = normalizeOptions(config.multipart);
    coreLogger.info('[egg-multipart] %s mode enable', options.mode);
    if (options.mode !== 'file' && !options.fileModeMatch) return;
    coreLogger.info('[egg-multipart] will save temporary files to %j, cleanup job cron: %j',
      options.tmpdir, options.cleanSchedule.cron);
    config.coreMiddleware.push('multipart');
  }
};
