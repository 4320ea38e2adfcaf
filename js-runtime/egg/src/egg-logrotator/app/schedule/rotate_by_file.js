'use strict';

const DayRotator = require('egg-logrotator/lib/day_rotator');

module.exports = app => {
  const rotator = new DayRotator({ app });
  return {
    // A second past midnight.
    schedule: { type: 'worker', cron: '1 0 0 * * *' },
    task: async () => rotator.rotate(),
  };
};
