'use strict';

const path = require('path');

/** The loader's part that loads `app/service` of every load unit as `ctx.service`. */
module.exports = {
  loadService(options) {
    this.timing.start('Load Service');
    const settings = {
      call: true,
      caseStyle: 'lower',
      fieldClass: 'serviceClasses',
      directory: this.getLoadUnits().map(unit => path.join(unit.path, 'app/service')),
      ...options,
    };
    this.loadToContext(settings.directory, 'service', settings);
    this.timing.end('Load Service');
  },
};
