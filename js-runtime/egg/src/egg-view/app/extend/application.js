'use strict';

const ViewManager = require('egg-view/lib/view_manager');

const VIEW = Symbol('Application#view');

module.exports = {
  get view() {
    this[VIEW] ??= new ViewManager(this);
    return this[VIEW];
  },

  /** With `config.nunjucks.native`; egg-view-nunjucks, where it is there, puts its own in the place of this. */
  get nunjucks() {
    return this.view.hasNpmNunjucks ? undefined : this.view.nunjucks;
  },
};
