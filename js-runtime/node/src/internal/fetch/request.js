'use strict';

/** `Request` of the Fetch standard. */

const { byteString, dictionary, finish, illegal, oneOf, required } = require('internal/fetch/idl');
const { Headers } = require('internal/fetch/headers');
const bodies = require('internal/fetch/body');

const CHOICES = {
  referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin',
    'strict-origin-when-cross-origin', 'unsafe-url'],
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'manual', 'error'],
};
const NORMALIZED = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH'];

/** What each request holds: { method, url, headers, signal, dispatcher and the plain members }. */
const states = new WeakMap();

function stateOf(request) {
  const state = states.get(request);
  if (state === undefined) throw illegal('Request');
  return state;
}

function parsedUrl(input) {
  let url;
  try {
    url = new URL(input);
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause });
  }
  if (url.username || url.password) {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
  }
  return url;
}

function methodOf(method) {
  method = byteString(method);
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return NORMALIZED.includes(upper) ? upper : method;
}

class Request {
  constructor(input, init = {}) {
    required(1, arguments, 'Request constructor');
    init = dictionary(init, 'Request constructor');
    const from = states.get(input);
    const url = from === undefined ? parsedUrl(input) : from.url;
    const state = {
      method: 'GET', referrer: 'about:client', referrerPolicy: '', mode: 'cors', credentials: 'same-origin', cache: 'default',
      redirect: 'follow', integrity: '', keepalive: false, duplex: 'half', ...from, url,
    };
    if (init.window !== undefined && init.window !== null) throw new TypeError(`'window' option '${init.window}' must be null`);
    if (init.method !== undefined) state.method = methodOf(init.method);
    for (const [name, allowed] of Object.entries(CHOICES)) {
      if (init[name] !== undefined) state[name] = oneOf(init[name], allowed, 'Request constructor');
    }
    if (init.mode === 'navigate') throw new TypeError('Request constructor: invalid request mode navigate.');
    if (init.integrity !== undefined) state.integrity = String(init.integrity);
    if (init.keepalive !== undefined) state.keepalive = Boolean(init.keepalive);
    if (init.duplex !== undefined) oneOf(init.duplex, ['half'], 'Request constructor');
    if (init.referrer !== undefined) {
      const referrer = String(init.referrer);
      if (referrer === '') {
        state.referrer = 'no-referrer';
      } else {
        try {
          state.referrer = new URL(referrer).href;
        } catch (cause) {
          throw new TypeError(`Referrer "${referrer}" is not a valid URL.`, { cause });
        }
      }
    }

    const signal = init.signal === undefined ? from?.signal : init.signal;
    if (signal !== undefined && signal !== null && (typeof signal !== 'object' || typeof signal.aborted !== 'boolean')) {
      throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
    }
    // The request's own signal follows the one given.
    state.signal = signal == null ? new AbortController().signal : AbortSignal.any([signal]);
    state.headers = new Headers(init.headers ?? (from === undefined ? undefined : [...from.headers]));
    states.set(this, state);

    const given = from === undefined ? null : bodies.bodyOf(input);
    if ((init.body != null || given !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    let body = null;
    if (init.body != null) {
      const [extracted, type] = bodies.extract(init.body);
      if (extracted.bytes === null && init.duplex === undefined) {
        throw new TypeError('RequestInit: duplex option is required when sending a body.');
      }
      if (type !== null && !state.headers.has('content-type')) state.headers.append('content-type', type);
      body = extracted;
    } else if (given !== null) {
      if (bodies.isUnusable(given)) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
      // The body moves to the new request.
      body = { ...given };
      given.used = true;
    }
    bodies.set(this, body);
  }

  get method() { return stateOf(this).method; }
  get url() { return stateOf(this).url.href; }
  get headers() { return stateOf(this).headers; }
  get destination() {
    stateOf(this);
    return '';
  }

  get referrer() {
    const { referrer } = stateOf(this);
    return referrer === 'no-referrer' ? '' : referrer;
  }

  get referrerPolicy() { return stateOf(this).referrerPolicy; }
  get mode() { return stateOf(this).mode; }
  get credentials() { return stateOf(this).credentials; }
  get cache() { return stateOf(this).cache; }
  get redirect() { return stateOf(this).redirect; }
  get integrity() { return stateOf(this).integrity; }
  get keepalive() { return stateOf(this).keepalive; }
  get isReloadNavigation() {
    stateOf(this);
    return false;
  }

  get isHistoryNavigation() {
    stateOf(this);
    return false;
  }

  get signal() { return stateOf(this).signal; }
  get duplex() { return stateOf(this).duplex; }

  clone() {
    const state = stateOf(this);
    const body = bodies.bodyOf(this);
    if (bodies.isUnusable(body)) throw new TypeError('unusable');
    const copy = Object.create(Request.prototype);
    states.set(copy, { ...state, headers: new Headers([...state.headers]), signal: AbortSignal.any([state.signal]) });
    bodies.set(copy, bodies.clone(body));
    return copy;
  }
}
bodies.install(Request);
finish(Request, (self) => Object.fromEntries([
  'method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity',
  'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal',
].map((name) => [name, self[name]])));

module.exports = { Request, stateOf };
