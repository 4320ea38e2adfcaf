'use strict';

const ContextView = require('egg-view/lib/context_view');
const { perContext } = require('internal/koa/hooks');

const viewOf = perContext(ctx => new ContextView(ctx));

module.exports = {
  get view() {
    return viewOf(this);
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
