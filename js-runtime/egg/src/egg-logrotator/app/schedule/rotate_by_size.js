'use strict';

const SizeRotator = require('egg-logrotator/lib/size_rotator');

module.exports = app => {
  const rotator = new SizeRotator({ app });
  const { filesRotateBySize, rotateDuration } = app.config.logrotator;
  return {
    schedule: { type: 'worker', interval: rotateDuration, disable: (filesRotateBySize || []).length === 0 },
    task: async () => rotator.rotate(),
  };
};
