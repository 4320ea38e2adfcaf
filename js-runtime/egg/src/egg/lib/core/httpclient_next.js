'use strict';

const { HttpClient } = require('internal/egg/http_client/next/client');
const { milliseconds } = require('internal/egg/http_client/agent');

const SAFE_CLIENT = Symbol('SSRF_HTTPCLIENT');

/** `config.httpclient.useHttpClientNext`: the client in urllib 4's shape, with egg's settings (LCH-087). */
module.exports = class HttpClientNext extends HttpClient {
  /** `options` go before those of `config.httpclient`: lookup, checkAddress, connect, request. */
  constructor(app, options = {}) {
    const config = app.config.httpclient;
    if (typeof config.request.timeout === 'string') config.request.timeout = milliseconds(config.request.timeout);
    const merged = { ...config, ...options };
    super({
      defaultArgs: merged.request,
      lookup: merged.lookup ?? config.lookup,
      checkAddress: merged.checkAddress,
      connect: merged.connect,
    });
    this.app = app;
  }

  async request(url, options) {
    options = options || {};
    options.tracer = options.ctx?.tracer || options.tracer || this.app.tracer;
    return super.request(url, options);
  }

  async curl(...args) {
    return this.request(...args);
  }

  /** Refuses addresses that `config.security.ssrf` forbids. */
  async safeCurl(url, options = {}) {
    this[SAFE_CLIENT] ??= this.#safeClient(options);
    return this[SAFE_CLIENT].request(url, options);
  }

  #safeClient(options) {
    const { security, httpclient } = this.app.config;
    const checkAddress = security.ssrf?.checkAddress;
    if (!checkAddress) this.app.logger.warn('[egg-security] please configure `config.security.ssrf` first');
    return new HttpClientNext(this.app, { checkAddress, lookup: options.lookup || httpclient.lookup });
  }
};
