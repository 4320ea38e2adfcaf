'use strict';

const HourRotator = require('egg-logrotator/lib/hour_rotator');

module.exports = app => {
  const rotator = new HourRotator({ app });
  const disable = (app.config.logrotator.filesRotateByHour || []).length === 0;
  return {
    // A minute past each hour.
    schedule: { type: 'worker', cron: '1 * * * *', disable },
    task: async () => rotator.rotate(),
  };
};
