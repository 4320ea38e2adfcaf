'use strict';

/** WHATWG `URL` over the native parser, and the file URL helpers. */

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { URLSearchParams, bindToUrl, refill } = require('internal/url_search_params');
const { enumerable, tag } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

// Indices into the offsets of a parsed URL; see url/mod.rs.
const SCHEME_END = 0;
const USERNAME = 1;
const USERNAME_END = 2;
const PASSWORD = 3;
const PASSWORD_END = 4;
const HOST = 5;
const HOST_END = 6;
const PORT = 7;
const PORT_END = 8;
const PATH = 9;
const PATH_END = 10;
const QUERY = 11;
const QUERY_END = 12;

/** The native takes well-formed text only. */
function wellFormed(value) {
  const text = `${value}`;
  return text.isWellFormed() ? text : text.toWellFormed();
}

class URL {
  #href;
  #offsets;
  #searchParams;

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    input = wellFormed(input);
    if (base !== undefined) base = wellFormed(base);
    const parts = native.parse(input, base);
    if (parts === undefined || parts === null) throw invalidUrl(input, base);
    [this.#href, this.#offsets] = parts;
  }

  static canParse(url, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    return native.canParse(wellFormed(url), base === undefined ? undefined : wellFormed(base));
  }

  /** The URL, null where the constructor would throw. */
  static parse(url, base = undefined) {
    return URL.canParse(url, base) ? new URL(url, base) : null;
  }

  /** A `blob:` URL under which `buffer.resolveObjectURL` finds the blob until it is revoked. */
  static createObjectURL(object) {
    return require('internal/blob').register(object);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    require('internal/blob').revoke(`${url}`);
  }

  #between(from, to) {
    return this.#href.slice(this.#offsets[from], this.#offsets[to]);
  }

  #set(part, value) {
    [this.#href, this.#offsets] = native.set(this.#href, part, wellFormed(value));
    if (part === 'search' && this.#searchParams !== undefined) refill(this.#searchParams, this.search);
  }

  static #check(url) {
    if (url === null || typeof url !== 'object' || !(#href in url)) throw codes.ERR_INVALID_THIS('URL');
    return url;
  }

  toString() { return URL.#check(this).#href; }

  get href() { return URL.#check(this).#href; }
  set href(value) {
    URL.#check(this);
    value = wellFormed(value);
    const parts = native.parse(value, undefined);
    if (parts === undefined || parts === null) throw invalidUrl(value);
    [this.#href, this.#offsets] = parts;
    if (this.#searchParams !== undefined) refill(this.#searchParams, this.search);
  }

  get origin() { return native.origin(URL.#check(this).#href); }

  get protocol() { return URL.#check(this).#href.slice(0, this.#offsets[SCHEME_END] + 1); }
  set protocol(value) { URL.#check(this).#set('protocol', value); }

  get username() { return URL.#check(this).#between(USERNAME, USERNAME_END); }
  set username(value) { URL.#check(this).#set('username', value); }

  get password() { return URL.#check(this).#between(PASSWORD, PASSWORD_END); }
  set password(value) { URL.#check(this).#set('password', value); }

  get host() { return URL.#check(this).#between(HOST, PORT_END); }
  set host(value) { URL.#check(this).#set('host', value); }

  get hostname() { return URL.#check(this).#between(HOST, HOST_END); }
  set hostname(value) { URL.#check(this).#set('hostname', value); }

  get port() { return URL.#check(this).#between(PORT, PORT_END); }
  set port(value) { URL.#check(this).#set('port', value); }

  get pathname() { return URL.#check(this).#between(PATH, PATH_END); }
  set pathname(value) { URL.#check(this).#set('pathname', value); }

  get search() {
    URL.#check(this);
    return this.#offsets[QUERY_END] > this.#offsets[QUERY] ? this.#between(PATH_END, QUERY_END) : '';
  }
  set search(value) { URL.#check(this).#set('search', value); }

  get searchParams() {
    URL.#check(this);
    if (this.#searchParams === undefined) {
      this.#searchParams = bindToUrl(new URLSearchParams(this.search), (text) => {
        [this.#href, this.#offsets] = native.set(this.#href, 'search', text);
      });
    }
    return this.#searchParams;
  }

  get hash() {
    URL.#check(this);
    const text = this.#href.slice(this.#offsets[QUERY_END]);
    return text.length > 1 ? text : '';
  }
  set hash(value) { URL.#check(this).#set('hash', value); }

  toJSON() { return URL.#check(this).#href; }

  [kInspect](depth, options) {
    URL.#check(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const { constructor } = this;
    const shown = Object.create({ constructor: constructor === URL ? URL : constructor });
    for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
      'searchParams', 'hash']) shown[name] = this[name];
    const { inspect } = require('internal/util/inspect');
    return `${constructor.name} ${inspect({ ...shown }, options)}`;
  }
}

enumerable(URL.prototype, [
  'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash', 'toString', 'toJSON',
]);
enumerable(URL, ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL']);
tag(URL);

function invalidUrl(input, base) {
  const error = codes.ERR_INVALID_URL();
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

function isURL(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

/** The path of a `file:` URL; percent escapes are decoded, escaped slashes refused. */
function fileURLToPath(path) {
  if (typeof path === 'string') path = new URL(path);
  else if (!isURL(path)) throw codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw codes.ERR_INVALID_URL_SCHEME('file');
  if (path.hostname !== '') throw codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  const { pathname } = path;
  if (/%2f/i.test(pathname)) throw codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters');
  return decodeURIComponent(pathname);
}

// Characters of a path that a URL would read otherwise, or drop.
const ESCAPES = { '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '?': '%3F', '#': '%23' };

function pathToFileURL(filepath) {
  validateString(filepath, 'path');
  let resolved = require('path').resolve(filepath);
  // A trailing slash tells a folder, and `resolve` drops it.
  if (filepath.endsWith('/') && !resolved.endsWith('/')) resolved += '/';
  return new URL(`file://${resolved.replace(/[%\\\n\r\t?#]/g, (one) => ESCAPES[one])}`);
}

/** The options of `http.request` for a URL object. */
function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

function domainToASCII(domain) {
  if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('domain');
  return native.domainToASCII(wellFormed(domain));
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('domain');
  return native.domainToUnicode(wellFormed(domain));
}

/** A path argument that may be a file URL, as `fs` functions take it. */
function toPathIfFileURL(fileURLOrPath) {
  return isURL(fileURLOrPath) ? fileURLToPath(fileURLOrPath) : fileURLOrPath;
}

module.exports = {
  URL, URLSearchParams, domainToASCII, domainToUnicode, fileURLToPath, isURL, pathToFileURL, toPathIfFileURL, urlToHttpOptions,
};
