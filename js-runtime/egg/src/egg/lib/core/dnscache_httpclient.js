'use strict';

const dns = require('dns');
const HttpClient = require('egg/lib/core/httpclient');
const { safeParseURL } = require('egg/lib/core/utils');
const { Lru } = require('internal/egg/lru');

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The HTTP client that asks for a host's IPv4 address once in `dnsCacheLookupInterval` (LCH-086). */
module.exports = class DNSCacheHttpClient extends HttpClient {
  constructor(app) {
    super(app);
    const { dnsCacheLookupInterval, dnsCacheMaxLength } = app.config.httpclient;
    this.dnsCacheLookupInterval = dnsCacheLookupInterval;
    this.dnsCache = new Lru(dnsCacheMaxLength);
  }

  /** `args.enableDNSCache: false` goes by the cache. */
  async request(url, args) {
    if (args?.enableDNSCache === false) return super.request(url, args);
    const parsed = typeof url === 'string' ? safeParseURL(url) : url;
    const hostname = parsed?.hostname;
    if (!parsed || (hostname && IPV4.test(hostname))) return super.request(url, args);
    args = args || {};
    args.headers = args.headers || {};
    // The server must see the name, not the address.
    if (!args.headers.host && !args.headers.Host) args.headers.host = parsed.port ? `${hostname}:${parsed.port}` : hostname;
    return super.request(withAddress(url, hostname, await this.#addressOf(hostname, args)), args);
  }

  async #addressOf(hostname, args) {
    const record = this.dnsCache.get(hostname);
    if (!record) return this.#lookUp(hostname, args);
    const now = Date.now();
    if (now - record.timestamp >= this.dnsCacheLookupInterval) {
      // Requests in the meantime use the old address, and do not ask again.
      record.timestamp = now;
      this.#lookUp(hostname, args).catch(error => this.app.emit('error', error));
    }
    return record.ip;
  }

  async #lookUp(hostname, args) {
    const logger = args.ctx ? args.ctx.coreLogger : this.app.coreLogger;
    try {
      const { address } = await dns.promises.lookup(hostname, { family: 4 });
      logger.info('[dnscache_httpclient] dns lookup success: %s => %s', hostname, address);
      this.dnsCache.set(hostname, { timestamp: Date.now(), ip: address });
      return address;
    } catch (error) {
      error.message = `[dnscache_httpclient] dns lookup error: ${hostname} => ${error.message}`;
      throw error;
    }
  }
};

/** The same url with the address in the host's place. */
function withAddress(url, hostname, address) {
  if (typeof url === 'string') return url.replace(hostname, address);
  const copy = { ...url, hostname: url.hostname.replace(hostname, address) };
  if (copy.host) copy.host = copy.host.replace(hostname, address);
  return copy;
}
