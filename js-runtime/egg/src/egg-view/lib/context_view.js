'use strict';

const assert = require('assert');

// Shared symbols: plugins wrap these steps.
const RENDER = Symbol.for('contextView#render');
const RENDER_STRING = Symbol.for('contextView#renderString');
const GET_VIEW_ENGINE = Symbol.for('contextView#getViewEngine');
const SET_LOCALS = Symbol.for('contextView#setLocals');

/** `ctx.view`: renders with the engine that a template's extension, the options or the configuration name. */
module.exports = class ContextView {
  constructor(ctx) {
    const { app } = ctx;
    const { view } = app;
    this.ctx = ctx;
    this.app = app;
    this.viewManager = view;
    this.config = view.config;
  }

  // `apply`, for to spread goes through an iterator.
  render(...args) {
    return this[RENDER].apply(this, args);
  }

  renderString(...args) {
    return this[RENDER_STRING].apply(this, args);
  }

  async [RENDER](name, locals, options = {}) {
    const { viewManager } = this;
    const file = await (viewManager.known(name) ?? viewManager.resolve(name));
    const { root, extension } = viewManager.placeOf(name, file);
    options.name = name;
    options.root = root;
    options.locals = locals;
    const engine = options.viewEngine || viewManager.extMap.get(extension) || this.config.defaultViewEngine;
    assert(engine, `Can't find viewEngine for ${file}`);
    return this[GET_VIEW_ENGINE](engine).render(file, this[SET_LOCALS](locals), options);
  }

  [RENDER_STRING](template, locals, options) {
    const engine = options?.viewEngine || this.config.defaultViewEngine;
    assert(engine, 'Can\'t find viewEngine');
    return this[GET_VIEW_ENGINE](engine).renderString(template, this[SET_LOCALS](locals), options);
  }

  [GET_VIEW_ENGINE](name) {
    const ViewEngine = this.viewManager.get(name);
    assert(ViewEngine, `Can't find ViewEngine "${name}"`);
    const engine = new ViewEngine(this.ctx);
    if (engine.render) engine.render = this.app.toAsyncFunction(engine.render);
    if (engine.renderString) engine.renderString = this.app.toAsyncFunction(engine.renderString);
    return engine;
  }

  /** What every template sees. */
  [SET_LOCALS](locals) {
    const { ctx } = this;
    return { ctx, request: ctx.request, helper: ctx.helper, ...ctx.locals, ...locals };
  }
};
