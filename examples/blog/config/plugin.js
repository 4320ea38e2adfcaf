'use strict';

const path = require('path');

module.exports = {
  stats: {
    enable: true,
    path: path.join(__dirname, '../lib/plugin/stats'),
  },
};
