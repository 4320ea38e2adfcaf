'use strict';

const { FetchFactory } = require('internal/egg/http_client/fetch_factory');

const SAFE_FACTORY = Symbol('EggApplication#safeFetchFactory');
const isPrepared = new WeakSet();

/** `app.fetch`: the global one with `config.httpclient.lookup` (APP-048). */
async function fetch(url, init) {
  if (!isPrepared.has(this)) {
    isPrepared.add(this);
    FetchFactory.setClientOptions(clientOptions(this));
  }
  return FetchFactory.fetch(url, init);
}

/** `app.safeFetch`: refuses addresses that `config.security.ssrf` forbids. */
async function safeFetch(url, init) {
  if (!this[SAFE_FACTORY]) {
    const checkAddress = this.config.security?.ssrf?.checkAddress;
    if (!checkAddress) this.logger.warn('[egg-security] please configure `config.security.ssrf` first');
    this[SAFE_FACTORY] = new FetchFactory();
    this[SAFE_FACTORY].setClientOptions({ ...clientOptions(this), checkAddress });
  }
  return this[SAFE_FACTORY].fetch(url, init);
}

function clientOptions({ config }) {
  const { interceptors, lookup } = config.httpclient ?? {};
  if (interceptors) {
    const { NotBuiltError } = require('internal/egg/not_built');
    throw new NotBuiltError('config.httpclient.interceptors', 'interceptors are written against undici, which is not there');
  }
  return { lookup };
}

module.exports = { FetchFactory, fetch, safeFetch };
