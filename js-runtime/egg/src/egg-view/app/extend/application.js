'use strict';

const ViewManager = require('egg-view/lib/view_manager');

const VIEW = Symbol('Application#view');

module.exports = {
  get view() {
    this[VIEW] ??= new ViewManager(this);
    return this[VIEW];
  },
};
