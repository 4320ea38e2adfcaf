'use strict';

const ContextView = require('egg-view/lib/context_view');

const VIEW = Symbol('Context#view');

module.exports = {
  get view() {
    this[VIEW] ??= new ContextView(this);
    return this[VIEW];
  },

  /** Renders a template as the answer. */
  async render(...args) {
    this.body = await this.renderView(...args);
  },

  renderView(...args) {
    return this.view.render(...args);
  },

  renderString(...args) {
    return this.view.renderString(...args);
  },
};
