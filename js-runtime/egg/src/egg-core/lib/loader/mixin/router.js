'use strict';

const path = require('path');

/** The loader's part that runs the application's `app/router.js`. */
module.exports = {
  loadRouter() {
    this.timing.start('Load Router');
    this.loadFile(path.join(this.options.baseDir, 'app/router'));
    this.timing.end('Load Router');
  },
};
