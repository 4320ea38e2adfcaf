'use strict';

/** `url`: the WHATWG API (see `internal/url`) and Node's legacy `parse`, `format` and `resolve`. */

const { codes } = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const whatwg = require('internal/url');
const querystring = require('querystring');

/** Protocols whose rest is not to be escaped or read as a host. */
const HOSTLESS = new Set(['javascript', 'javascript:']);
/** Protocols that are followed by `//`. */
const SLASHED = new Set();
for (const name of ['http', 'https', 'ftp', 'gopher', 'file', 'ws', 'wss']) SLASHED.add(name).add(`${name}:`);

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

/** What is escaped where it stands, unlike in a WHATWG URL: space, quotes and the "unwise" characters. */
const ESCAPED = /[\t\n\r "'<>\\^`{|}]/g;
/** What cannot be a part of a host. */
const ENDS_HOST = ' "%\';<>\\^`{|}';
const escapeOne = (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

const FORBIDDEN_IN_HOST = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_IPV6 = /[\0\t\n\r #%/<>?@\\^|]/;

function invalid(url) {
  const error = codes.ERR_INVALID_URL();
  error.input = url;
  return error;
}

/**
 * `parseQueryString`: `query` becomes an object; `slashesDenoteHost`: `//host/path` has a host.
 * Throws ERR_INVALID_ARG_TYPE, ERR_INVALID_URL, or URIError for escapes in the user name that are no UTF-8.
 */
function urlParse(url, parseQueryString, slashesDenoteHost) {
  if (url instanceof Url) return url;
  const result = new Url();
  result.parse(url, parseQueryString, slashesDenoteHost);
  return result;
}

Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  // Backslashes count as slashes up to the query or the fragment.
  let rest = url.replace(/^[\0- \u00a0\ufeff]+|[\0- \u00a0\ufeff]+$/g, '');
  const split = rest.search(/[?#]/);
  if (rest.includes('\\')) {
    rest = split === -1 ? rest.replaceAll('\\', '/') : rest.slice(0, split).replaceAll('\\', '/') + rest.slice(split);
  }
  const hasHash = rest.includes('#');
  if (!slashesDenoteHost && !hasHash && !(split === -1 ? rest : rest.slice(0, split)).includes('@')) {
    const simple = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/.exec(rest);
    if (simple !== null) {
      this.path = rest;
      this.href = rest;
      this.pathname = simple[1];
      if (simple[2]) {
        this.search = simple[2];
        this.query = parseQueryString ? querystring.parse(this.search.slice(1)) : this.search.slice(1);
      } else if (parseQueryString) {
        this.search = null;
        this.query = { __proto__: null };
      }
      return this;
    }
  }

  const protocol = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  let lowerProtocol;
  if (protocol !== undefined) {
    lowerProtocol = protocol.toLowerCase();
    this.protocol = lowerProtocol;
    rest = rest.slice(protocol.length);
  }
  let slashes = false;
  if (slashesDenoteHost || protocol || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    slashes = rest.startsWith('//');
    if (slashes && !(lowerProtocol && HOSTLESS.has(lowerProtocol))) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!HOSTLESS.has(lowerProtocol) && (slashes || (protocol && !SLASHED.has(protocol)))) rest = takeHost(this, rest, url);
  if (!HOSTLESS.has(lowerProtocol)) rest = rest.replace(ESCAPED, escapeOne);

  const hash = rest.indexOf('#');
  const beforeHash = hash === -1 ? rest : rest.slice(0, hash);
  if (hash !== -1) this.hash = rest.slice(hash);
  const question = beforeHash.indexOf('?');
  if (question !== -1) {
    this.search = beforeHash.slice(question);
    this.query = parseQueryString ? querystring.parse(this.search.slice(1)) : this.search.slice(1);
  } else if (parseQueryString) {
    this.search = null;
    this.query = { __proto__: null };
  }
  const pathname = question === -1 ? beforeHash : beforeHash.slice(0, question);
  if (pathname !== '') this.pathname = pathname;
  if (SLASHED.has(lowerProtocol) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = (this.pathname || '') + (this.search || '');
  this.href = this.format();
  return this;
};

/** Takes user, host and port off the front of `rest`; returns what follows them. */
function takeHost(self, rest, url) {
  // The last `@` before the path belongs to the user name; a character that no host has ends the host.
  let end = -1;
  let at = -1;
  let illegal = -1;
  for (let i = 0; i < rest.length && end === -1; i++) {
    const one = rest[i];
    if (one === '\t' || one === '\n' || one === '\r') {
      // Removed, as a WHATWG URL does.
      rest = rest.slice(0, i) + rest.slice(i + 1);
      i--;
    } else if (one === '/' || one === '?' || one === '#') {
      if (illegal === -1) illegal = i;
      end = i;
    } else if (one === '@') {
      at = i;
      illegal = -1;
    } else if (illegal === -1 && ENDS_HOST.includes(one)) {
      illegal = i;
    }
  }
  let from = 0;
  if (at !== -1) {
    self.auth = decodeURIComponent(rest.slice(0, at));
    from = at + 1;
  }
  if (illegal === -1) {
    self.host = rest.slice(from);
    rest = '';
  } else {
    self.host = rest.slice(from, illegal);
    rest = rest.slice(illegal);
  }
  self.parseHost();
  if (typeof self.hostname !== 'string') self.hostname = '';
  const isIpv6 = self.hostname.startsWith('[') && self.hostname.endsWith(']');
  if (!isIpv6) rest = checkHostname(self, rest, self.hostname);
  self.hostname = self.hostname.length > 255 ? '' : self.hostname.toLowerCase();
  if (self.hostname !== '') {
    if (isIpv6) {
      if (FORBIDDEN_IN_IPV6.test(self.hostname)) throw invalid(url);
    } else {
      self.hostname = toAscii(self.hostname);
      if (self.hostname === '' || FORBIDDEN_IN_HOST.test(self.hostname)) throw invalid(url);
    }
  }
  self.host = (self.hostname || '') + (self.port ? `:${self.port}` : '');
  if (isIpv6) {
    self.hostname = self.hostname.slice(1, -1);
    if (rest[0] !== '/') rest = `/${rest}`;
  }
  return rest;
}

function toAscii(hostname) {
  return /^[\0-\x7f]*$/.test(hostname) ? hostname : whatwg.domainToASCII(hostname);
}

/** A character that a host name cannot have begins the path. */
function checkHostname(self, rest, hostname) {
  const bad = hostname.search(/[/\\#?:]/);
  if (bad === -1) return rest;
  self.hostname = hostname.slice(0, bad);
  return `/${hostname.slice(bad)}${rest}`;
}

Url.prototype.parseHost = function parseHost() {
  let { host } = this;
  const port = /:[0-9]*$/.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') this.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  if (host) this.hostname = host;
};

/** Of a user name stays what encodeURIComponent keeps, and the colon. */
function encodeAuth(auth) {
  return encodeURIComponent(auth).replaceAll('%3A', ':');
}

Url.prototype.format = function format() {
  const auth = this.auth ? `${encodeAuth(this.auth)}@` : '';
  let protocol = this.protocol || '';
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = '';
  if (this.host) {
    host = auth + this.host;
  } else if (this.hostname) {
    const bare = this.hostname.includes(':') && !(this.hostname.startsWith('[') && this.hostname.endsWith(']'));
    host = auth + (bare ? `[${this.hostname}]` : this.hostname) + (this.port ? `:${this.port}` : '');
  }
  let query = '';
  if (this.query !== null && typeof this.query === 'object') query = querystring.stringify(this.query);
  let search = this.search || (query && `?${query}`) || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  pathname = pathname.replace(/[?#]/g, escapeOne);
  if (this.slashes || SLASHED.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol.startsWith('file')) {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash && hash[0] !== '#') hash = `#${hash}`;
  if (search && search[0] !== '?') search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

/** `options` (for a WHATWG URL): { auth, fragment, search: true, unicode: false }. */
function urlFormat(urlObject, options) {
  if (typeof urlObject === 'string') {
    urlObject = urlParse(urlObject);
  } else if (typeof urlObject !== 'object' || urlObject === null) {
    throw codes.ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
  } else if (urlObject instanceof whatwg.URL) {
    return formatWhatwg(urlObject, options);
  }
  return Url.prototype.format.call(urlObject);
}

function formatWhatwg(url, options) {
  let { fragment = true, unicode = false, search = true, auth = true } = {};
  if (options) {
    validateObject(options, 'options');
    if (options.fragment != null) fragment = Boolean(options.fragment);
    if (options.unicode != null) unicode = Boolean(options.unicode);
    if (options.search != null) search = Boolean(options.search);
    if (options.auth != null) auth = Boolean(options.auth);
  }
  let text = url.protocol;
  if (url.host !== '' || url.href.startsWith(`${url.protocol}//`)) {
    text += '//';
    if (auth && (url.username !== '' || url.password !== '')) text += `${url.username}${url.password === '' ? '' : `:${url.password}`}@`;
    text += unicode ? whatwg.domainToUnicode(url.hostname) : url.hostname;
    if (url.port !== '') text += `:${url.port}`;
  }
  return text + url.pathname + (search ? url.search : '') + (fragment ? url.hash : '');
}

function urlResolve(source, relative) {
  return urlParse(source, false, true).resolve(relative);
}

function urlResolveObject(source, relative) {
  return source ? urlParse(source, false, true).resolveObject(relative) : relative;
}

Url.prototype.resolve = function resolve(relative) {
  return this.resolveObject(urlParse(relative, false, true)).format();
};

Url.prototype.resolveObject = function resolveObject(relative) {
  return require('internal/url_resolve').resolveObject(this, relative, { SLASHED, HOSTLESS, Url });
};

module.exports = {
  Url,
  // A path alone is what servers parse.
  parse: native.quickParse(urlParse, [Url.prototype, querystring]),
  resolve: urlResolve,
  resolveObject: urlResolveObject,
  format: urlFormat,
  URL: whatwg.URL,
  URLSearchParams: whatwg.URLSearchParams,
  domainToASCII: whatwg.domainToASCII,
  domainToUnicode: whatwg.domainToUnicode,
  pathToFileURL: whatwg.pathToFileURL,
  fileURLToPath: whatwg.fileURLToPath,
  urlToHttpOptions: whatwg.urlToHttpOptions,
};
