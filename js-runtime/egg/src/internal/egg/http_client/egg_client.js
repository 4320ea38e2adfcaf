'use strict';

// `app.httpclient`: the client with the settings of `config.httpclient` (LCH-059 and on), the tracer of the context and egg's errors.

const { HttpAgent, HttpsAgent, milliseconds } = require('internal/egg/http_client/agent');
const { HttpClient: Client } = require('internal/egg/http_client/client');

/** Settings that older applications have at the top level hold for both agents. */
function normalizeConfig(app) {
  const config = app.config.httpclient;
  const agents = [ config.httpAgent, config.httpsAgent ];
  const forBoth = (name, value) => { for (const agent of agents) agent[name] = value; };
  if (typeof config.keepAlive === 'boolean') forBoth('keepAlive', config.keepAlive);
  if (config.timeout) {
    config.timeout = milliseconds(config.timeout);
    forBoth('timeout', config.timeout);
  }
  renameFreeSocketTimeout(config);
  if (config.freeSocketTimeout) {
    config.freeSocketTimeout = milliseconds(config.freeSocketTimeout);
    forBoth('freeSocketTimeout', config.freeSocketTimeout);
  } else {
    agents.forEach(renameFreeSocketTimeout);
  }
  for (const name of [ 'maxSockets', 'maxFreeSockets' ]) {
    if (typeof config[name] === 'number') forBoth(name, config[name]);
  }
  for (const name of [ 'httpAgent', 'httpsAgent' ]) {
    const agent = config[name];
    if (agent.timeout < 30000) {
      app.coreLogger.warn('[egg:httpclient] config.httpclient.%s.timeout(%s) can\'t below 30000, auto reset to 30000', name, agent.timeout);
      agent.timeout = 30000;
    }
  }
  if (typeof config.request.timeout === 'string') config.request.timeout = milliseconds(config.request.timeout);
}

function renameFreeSocketTimeout(config) {
  if (!config.freeSocketKeepAliveTimeout || config.freeSocketTimeout) return;
  config.freeSocketTimeout = config.freeSocketKeepAliveTimeout;
  delete config.freeSocketKeepAliveTimeout;
}

class HttpClient extends Client {
  constructor(app) {
    normalizeConfig(app);
    const config = app.config.httpclient;
    super({ agent: new HttpAgent(config.httpAgent), httpsAgent: new HttpsAgent(config.httpsAgent), defaultArgs: config.request });
    this.app = app;
  }

  async request(url, args) {
    args = args || {};
    // Listeners of 'request' and 'response' find it there.
    args.tracer = args.ctx?.tracer || args.tracer || this.app.tracer;
    args.lookup = args.lookup ?? this.app.config.httpclient.lookup;
    try {
      return await super.request(url, args);
    } catch (error) {
      if (error.code === 'ENETUNREACH') throw networkError(error);
      throw error;
    }
  }

  async curl(...args) {
    return this.request(...args);
  }

  /** Refuses addresses that `config.security.ssrf` forbids. */
  async safeCurl(url, options = {}) {
    const { ssrf } = this.app.config.security;
    if (ssrf?.checkAddress) options.checkAddress = ssrf.checkAddress;
    else this.app.logger.warn('[egg-security] please configure `config.security.ssrf` first');
    return this.curl(url, options);
  }
}

function networkError(error) {
  const { FrameworkBaseError } = require('egg-errors');
  class HttpClientError extends FrameworkBaseError {
    get module() {
      return 'httpclient';
    }
  }
  return HttpClientError.create(error.message, error.code);
}

module.exports = HttpClient;
