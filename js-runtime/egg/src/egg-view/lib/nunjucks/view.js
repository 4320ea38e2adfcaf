'use strict';

/** The view engine `nunjucks` with `config.nunjucks.native`: see the environment. */
module.exports = class NunjucksView {
  constructor(ctx) {
    this.ctx = ctx;
    this.environment = ctx.app.view.nunjucks;
  }

  // What awaits it takes a text as well as the promise of one.
  render(file, locals) {
    locals.helper = new this.environment.ViewHelper(this.ctx);
    return this.environment.render(file, locals);
  }

  async renderString(text, locals, options) {
    locals.helper = new this.environment.ViewHelper(this.ctx);
    return this.environment.renderString(text, locals, options);
  }
};
