'use strict';

const assert = require('assert');
const path = require('path');

// Shared symbols: plugins wrap these steps.
const RENDER = Symbol.for('contextView#render');
const RENDER_STRING = Symbol.for('contextView#renderString');
const GET_VIEW_ENGINE = Symbol.for('contextView#getViewEngine');
const SET_LOCALS = Symbol.for('contextView#setLocals');

/** `ctx.view`: renders with the engine that a template's extension, the options or the configuration name. */
module.exports = class ContextView {
  constructor(ctx) {
    this.ctx = ctx;
    this.app = ctx.app;
    this.viewManager = ctx.app.view;
    this.config = ctx.app.view.config;
  }

  render(name, locals, options, ...args) {
    return this[RENDER](name, locals, options, ...args);
  }

  renderString(template, locals, options, ...args) {
    return this[RENDER_STRING](template, locals, options, ...args);
  }

  async [RENDER](name, locals, options = {}) {
    const file = await this.viewManager.resolve(name);
    options.name = name;
    options.root = file.replace(path.normalize(name), '').replace(/[/\\]$/, '');
    options.locals = locals;
    const engine = options.viewEngine || this.viewManager.extMap.get(path.extname(file)) || this.config.defaultViewEngine;
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
