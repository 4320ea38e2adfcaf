'use strict';

/** What `ctx.request` is: the request as koa reads it, over Node's `req`. */
const negotiate = require('internal/koa/negotiate');

const IP = Symbol('context#ip');
const IDEMPOTENT = new Set([ 'GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE' ]);

const request = {
  get header() {
    return this.req.headers;
  },

  set header(headers) {
    this.req.headers = headers;
  },

  get headers() {
    return this.req.headers;
  },

  set headers(headers) {
    this.req.headers = headers;
  },

  get url() {
    return this.req.url;
  },

  set url(target) {
    this.req.url = target;
  },

  get origin() {
    return `${this.protocol}://${this.host}`;
  },

  get href() {
    // A proxy's request names the whole URL.
    return /^https?:\/\//i.test(this.originalUrl) ? this.originalUrl : this.origin + this.originalUrl;
  },

  get method() {
    return this.req.method;
  },

  set method(method) {
    this.req.method = method;
  },

  get path() {
    return negotiate.parseTarget(this.req.url).pathname;
  },

  set path(path) {
    const target = negotiate.parseTarget(this.req.url);
    if (target.pathname !== path) this.url = negotiate.formatTarget({ ...target, pathname: path });
  },

  get query() {
    const text = this.querystring;
    const parsed = this._querycache ??= {};
    parsed[text] ??= require('querystring').parse(text);
    return parsed[text];
  },

  set query(values) {
    this.querystring = require('querystring').stringify(values);
  },

  get querystring() {
    return this.req ? (negotiate.parseTarget(this.req.url).search ?? '').slice(1) : '';
  },

  set querystring(text) {
    const target = negotiate.parseTarget(this.req.url);
    if (target.search !== `?${text}`) this.url = negotiate.formatTarget({ ...target, search: text });
  },

  get search() {
    return this.querystring ? `?${this.querystring}` : '';
  },

  set search(text) {
    this.querystring = text;
  },

  get host() {
    const { proxy } = this.app;
    const given = (proxy && this.get('X-Forwarded-Host'))
      || (this.req.httpVersionMajor >= 2 && this.get(':authority'))
      || this.get('Host');
    if (!given) return '';
    const host = given.split(',', 1)[0].trim();
    return host.includes('@') ? withoutUser(host) : host;
  },

  get hostname() {
    const { host } = this;
    if (!host) return '';
    return host[0] === '[' ? this.URL.hostname || '' : host.split(':', 1)[0];
  },

  /** An empty object when the URL is none. */
  get URL() {
    this.memoizedURL ??= parseUrl(`${this.origin}${this.originalUrl || ''}`);
    return this.memoizedURL;
  },

  /** Whether the client's copy is still good. */
  get fresh() {
    const { method } = this;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const { status } = this.ctx;
    if (!((status >= 200 && status < 300) || status === 304)) return false;
    return negotiate.fresh(this.header, this.response.header);
  },

  get stale() {
    return !this.fresh;
  },

  get idempotent() {
    return IDEMPOTENT.has(this.method);
  },

  get socket() {
    return this.req.socket;
  },

  get charset() {
    return negotiate.charsetOf(this.get('Content-Type'));
  },

  get length() {
    const length = this.get('Content-Length');
    return length === '' ? undefined : ~~length;
  },

  get protocol() {
    if (this.socket.encrypted) return 'https';
    const forwarded = this.app.proxy && this.get('X-Forwarded-Proto');
    return forwarded ? forwarded.split(',', 1)[0].trim() : 'http';
  },

  get secure() {
    return this.protocol === 'https';
  },

  get ips() {
    const { proxy, proxyIpHeader, maxIpsCount } = this.app;
    const value = this.get(proxyIpHeader);
    const ips = proxy && value ? value.split(',').map(ip => ip.trim()) : [];
    return maxIpsCount > 0 ? ips.slice(-maxIpsCount) : ips;
  },

  get ip() {
    this[IP] ||= this.ips[0] || this.socket.remoteAddress || '';
    return this[IP];
  },

  set ip(ip) {
    this[IP] = ip;
  },

  get subdomains() {
    const { hostname } = this;
    const isAddress = hostname.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname);
    return isAddress ? [] : hostname.split('.').reverse().slice(this.app.subdomainOffset);
  },

  get accept() {
    this._accept ??= require('internal/koa/accepts')(this);
    return this._accept;
  },

  set accept(accept) {
    this._accept = accept;
  },

  accepts(...types) {
    return this.accept.types(...types);
  },

  acceptsEncodings(...encodings) {
    return this.accept.encodings(...encodings);
  },

  acceptsCharsets(...charsets) {
    return this.accept.charsets(...charsets);
  },

  acceptsLanguages(...languages) {
    return this.accept.languages(...languages);
  },

  /** Which of the types the body is: that type, false, or null without a body. */
  is(...types) {
    return negotiate.requestIs(this.req.headers, types.flat());
  },

  get type() {
    return this.get('Content-Type').split(';')[0];
  },

  /** A header, '' when it is absent. */
  get(field) {
    const { headers } = this.req;
    const name = field.toLowerCase();
    if (name === 'referer' || name === 'referrer') return headers.referrer || headers.referer || '';
    return headers[name] || '';
  },

  inspect() {
    return this.req ? this.toJSON() : undefined;
  },

  toJSON() {
    const { method, url: target, header } = this;
    return { method, url: target, header };
  },
};

function withoutUser(host) {
  try {
    return new URL(`http://${host}`).host;
  } catch {
    return '';
  }
}

function parseUrl(text) {
  try {
    return new URL(text);
  } catch {
    return Object.create(null);
  }
}

request[Symbol.for('nodejs.util.inspect.custom')] = request.inspect;

module.exports = request;
