'use strict';

const SAFE_CLIENT = Symbol('SSRF_HTTPCLIENT');

/** `app.curl` that refuses addresses which `config.security.ssrf` forbids. */
module.exports = function safeCurl(url, options = {}) {
  const { security, httpclient } = this.config;
  const checkAddress = security.ssrf?.checkAddress;
  if (!checkAddress) this.logger.warn('[egg-security] please configure `config.security.ssrf` first');
  else options.checkAddress = checkAddress;
  if (httpclient.useHttpClientNext && checkAddress) {
    this[SAFE_CLIENT] ??= this.createHttpClient({ checkAddress });
    return this[SAFE_CLIENT].request(url, options);
  }
  return this.curl(url, options);
};
