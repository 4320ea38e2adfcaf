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
    this.body = await this.renderView.apply(this, args);
  },

  // `apply`, for to spread goes through an iterator.
  renderView(...args) {
    const { view } = this;
    return view.render.apply(view, args);
  },

  renderString(...args) {
    const { view } = this;
    return view.renderString.apply(view, args);
  },
};
