'use strict';

/** `ctx.httpclient`: the application's client, with the context in each request's options. */
module.exports = class ContextHttpClient {
  constructor(ctx) {
    this.ctx = ctx;
    this.app = ctx.app;
  }

  async curl(url, options) {
    options = options || {};
    // The caller's own object, as in egg: listeners of `request` and `response` read it there.
    options.ctx = this.ctx;
    return this.app.curl(url, options);
  }

  async request(url, options) {
    return this.curl(url, options);
  }
};
