'use strict';

module.exports = () => ({
  customLogger: {
    scheduleLogger: {
      consoleLevel: 'NONE',
      file: 'egg-schedule.log',
    },
  },

  schedule: {
    /** Further directories of schedules, as full paths. */
    directory: [],
  },
});
