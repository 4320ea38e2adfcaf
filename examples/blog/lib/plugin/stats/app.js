'use strict';

module.exports = class StatsBoot {
  constructor(app) {
    this.app = app;
  }

  configDidLoad() {
    // innermost of the core: counts what got as far as the application
    this.app.config.coreMiddleware.push('stats');
  }
};
