'use strict';

/** WHATWG `URL` over the native parser, and the file URL helpers. */

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { URLSearchParams, bindToUrl, refill } = require('internal/url_search_params');
const { enumerable, tag } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** The native takes well-formed text only. */
function wellFormed(value) {
  const text = `${value}`;
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** An object with `proto` that is the URL `input`, made natively. */
const make = native.maker((proto, input, base) => {
  throw invalidUrl(wellFormed(input), base === undefined ? undefined : wellFormed(base));
});

const refuse = () => { throw codes.ERR_INVALID_THIS('URL'); };

/** The members of a URL are native (url/location.rs): what the class has itself is for receivers that are none. */
class URL {
  constructor(input, base = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('url');
    input = `${input}`;
    if (base !== undefined) base = `${base}`;
    return make(new.target.prototype, input, base);
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

  toString() { refuse(); }

  get href() { return refuse(); }
  set href(value) {
    if (!native.isURL(this)) refuse();
    value = `${value}`;
    if (!native.setHref(this, value)) throw invalidUrl(wellFormed(value));
    followSearch(this);
  }

  get origin() { return refuse(); }

  get protocol() { return refuse(); }
  set protocol(value) { refuse(); }

  get username() { return refuse(); }
  set username(value) { refuse(); }

  get password() { return refuse(); }
  set password(value) { refuse(); }

  get host() { return refuse(); }
  set host(value) { refuse(); }

  get hostname() { return refuse(); }
  set hostname(value) { refuse(); }

  get port() { return refuse(); }
  set port(value) { refuse(); }

  get pathname() { return refuse(); }
  set pathname(value) { refuse(); }

  get search() { return refuse(); }
  set search(value) {
    if (!native.isURL(this)) refuse();
    native.setSearch(this, `${value}`);
    followSearch(this);
  }

  get searchParams() {
    if (!native.isURL(this)) refuse();
    const params = bindToUrl(new URLSearchParams(this.search), (text) => native.setSearch(this, text));
    native.keepParams(this, params);
    return params;
  }

  get hash() { return refuse(); }
  set hash(value) { refuse(); }

  toJSON() { refuse(); }

  [kInspect](depth, options) {
    if (!native.isURL(this)) refuse();
    if (typeof depth === 'number' && depth < 0) return this;
    const { constructor } = this;
    const shown = Object.create({ constructor: constructor === URL ? URL : constructor });
    for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
      'searchParams', 'hash']) shown[name] = this[name];
    const { inspect } = require('internal/util/inspect');
    return `${constructor.name} ${inspect({ ...shown }, options)}`;
  }
}

/** The URLSearchParams of a URL show its new query. */
function followSearch(url) {
  const params = native.params(url);
  if (params !== undefined) refill(params, url.search);
}

enumerable(URL.prototype, [
  'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash', 'toString', 'toJSON',
]);
enumerable(URL, ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL']);
tag(URL);
native.answer(URL);
const { get: makeParams } = Object.getOwnPropertyDescriptor(URL.prototype, 'searchParams');
Object.defineProperty(URL.prototype, 'searchParams', { get: native.keptParams(makeParams) });

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
