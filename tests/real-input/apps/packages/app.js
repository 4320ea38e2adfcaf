'use strict';

const path = require('path');
const nunjucks = require('nunjucks');
const dayjs = require('dayjs');

module.exports = class Boot {
  constructor(app) {
    this.app = app;
  }

  configDidLoad() {
    const { app } = this;
    const views = new nunjucks.FileSystemLoader(path.join(app.baseDir, 'app/view'), { noCache: false });
    app.views = new nunjucks.Environment(views, { autoescape: true, throwOnUndefined: false });
    app.views.addFilter('day', (value, format) => dayjs.utc(value).format(format || 'YYYY-MM-DD'));
    app.views.addGlobal('site', { name: 'Real & packaged' });
  }

  async didLoad() {
    for (const name of [ 'utc', 'duration', 'customParseFormat', 'isoWeek', 'relativeTime', 'advancedFormat' ]) {
      dayjs.extend(require(`dayjs/plugin/${name}`));
    }
  }
};
