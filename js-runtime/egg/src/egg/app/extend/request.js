'use strict';

/** What egg changes of koa's request: addresses behind proxies by `config`, queries without surprises, acceptJSON. */
const querystring = require('querystring');
const { installQueryOfRequest, isEncrypted, remoteAddress } = require('internal/koa/hooks');

const QUERY = Symbol('_querycache');
const QUERIES = Symbol('_queriesCache');
const PROTOCOL = Symbol('PROTOCOL');
const HOST = Symbol('HOST');
const ACCEPTS = Symbol('ACCEPTS');
const IPS = Symbol('IPS');

module.exports = {
  /** Of the `Host` header, or behind a proxy of `config.hostHeaders`. */
  get host() {
    if (this[HOST]) return this[HOST];
    const { proxy, hostHeaders } = this.app.config;
    const host = (proxy && fromHeaders(this, hostHeaders)) || this.get('host') || '';
    this[HOST] = firstOf(host);
    return this[HOST];
  },

  /** `https` on an encrypted connection, what the proxy says, or `config.protocol`. */
  get protocol() {
    if (isEncrypted(this) ?? this.socket?.encrypted) return 'https';
    const { proxy, protocolHeaders, protocol } = this.app.config;
    if (!proxy) return protocol || 'http';
    this[PROTOCOL] ??= firstOf(fromHeaders(this, protocolHeaders)) || protocol || 'http';
    return this[PROTOCOL];
  },

  /** The addresses that proxies noted, the client's first; empty without `config.proxy`. */
  get ips() {
    if (this[IPS]) return this[IPS];
    const { proxy, ipHeaders, maxIpsCount, maxProxyCount } = this.app.config;
    const value = proxy ? fromHeaders(this, ipHeaders) : '';
    const ips = value ? value.split(/\s*,\s*/) : [];
    // What a client claimed stands before what the proxies saw.
    const limit = maxIpsCount || (maxProxyCount ? maxProxyCount + 1 : 0);
    this[IPS] = limit > 0 ? ips.slice(-limit) : ips;
    return this[IPS];
  },

  /** The client's address, IPv4 without the IPv6 prefix. */
  get ip() {
    if (this._ip) return this._ip;
    const ip = this.ips[0] || (remoteAddress(this) ?? this.socket.remoteAddress);
    this._ip = ip?.includes('::ffff:') ? ip.slice(7) : ip;
    return this._ip;
  },

  set ip(ip) {
    this._ip = ip;
  },

  /** Whether the answer should be JSON: by the path's ending, the type already set, or the Accept header. */
  get acceptJSON() {
    if (this.path.endsWith('.json')) return true;
    if (this.response.type?.includes('json')) return true;
    return this.accepts('html', 'text', 'json') === 'json';
  },

  _customQuery(cache, filter) {
    const text = this.querystring || '';
    const byText = this[cache] ??= {};
    byText[text] ??= parseQuery(text, filter, cache === QUERIES);
    return byText[text];
  },

  /** The first value of each key. */
  get query() {
    return this._customQuery(QUERY, value => (Array.isArray(value) ? value[0] : value));
  },

  set query(values) {
    this.querystring = querystring.stringify(values);
  },

  /** Every value of each key, as arrays; `a[]` also as `a`. */
  get queries() {
    return this._customQuery(QUERIES, value => (Array.isArray(value) ? value : [ value ]));
  },

  get accept() {
    this[ACCEPTS] ??= require('internal/koa/accepts')(this);
    return this[ACCEPTS];
  },
};

// The host's requests have theirs natively.
installQueryOfRequest(module.exports);

function parseQuery(text, filter, withBareKeys) {
  const parsed = text ? querystring.parse(text) : {};
  const query = {};
  for (const key in parsed) {
    if (!key) continue;
    query[key] = filter(parsed[key]);
    const bare = withBareKeys && /^(.*[^[\]])\[\]$/s.exec(key)?.[1];
    if (bare && !query[bare]) query[bare] = query[key];
  }
  return query;
}

function fromHeaders(request, names) {
  if (!names) return '';
  for (const name of names.split(/\s*,\s*/)) {
    const value = request.get(name);
    if (value) return value;
  }
  return '';
}

function firstOf(list) {
  const end = list.indexOf(',');
  return end < 0 ? list : list.slice(0, end).trimEnd();
}
