'use strict';

/** `Response` of the Fetch standard. */

const { byteString, dictionary, finish, illegal, required } = require('internal/fetch/idl');
const { Headers, freeze } = require('internal/fetch/headers');
const bodies = require('internal/fetch/body');

const NO_BODY = [101, 103, 204, 205, 304];

/** What each response holds: { status, statusText, headers, type, url, redirected }. */
const states = new WeakMap();

function stateOf(response) {
  const state = states.get(response);
  if (state === undefined) throw illegal('Response');
  return state;
}

/** A response from inside: `fields` over the defaults, and a body or null. */
function create(fields, body = null) {
  const response = Object.create(Response.prototype);
  states.set(response, {
    status: 200, statusText: '', type: 'default', url: '', redirected: false, headers: fields.headers ?? new Headers(), ...fields,
  });
  bodies.set(response, body);
  return response;
}

function initialize(response, init, body, type) {
  init = dictionary(init, 'undefined');
  const { status = 200, statusText = '', headers } = init;
  const number = Math.trunc(Number(status)) & 0xffff;
  if (number < 200 || number > 599) {
    throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  }
  const text = byteString(statusText);
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) throw new TypeError('Invalid statusText');
  const state = { status: number, statusText: text, type: 'default', url: '', redirected: false, headers: new Headers(headers ?? undefined) };
  if (body !== null && NO_BODY.includes(number)) throw new TypeError(`Response constructor: Invalid response status code ${number}`);
  if (type !== null && body !== null && !state.headers.has('content-type')) state.headers.append('content-type', type);
  states.set(response, state);
  bodies.set(response, body);
}

class Response {
  constructor(body = null, init = {}) {
    const [extracted, type] = body === null ? [null, null] : bodies.extract(body);
    initialize(this, init, extracted, type);
  }

  /** A network error. */
  static error() {
    return create({ status: 0, type: 'error', headers: freeze(new Headers()) });
  }

  static json(data, init = {}) {
    required(1, arguments, 'Response.json');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const response = Object.create(Response.prototype);
    initialize(response, init, bodies.extract(text)[0], 'application/json');
    return response;
  }

  static redirect(url, status = 302) {
    required(1, arguments, 'Response.redirect');
    let parsed;
    try {
      parsed = new URL(url);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause });
    }
    if (![301, 302, 303, 307, 308].includes(Number(status))) throw new RangeError(`Invalid status code ${status}`);
    return create({ status: Number(status), headers: freeze(new Headers({ location: parsed.href })) });
  }

  get type() { return stateOf(this).type; }
  get url() { return stateOf(this).url; }
  get redirected() { return stateOf(this).redirected; }
  get status() { return stateOf(this).status; }
  get ok() {
    const { status } = stateOf(this);
    return status >= 200 && status <= 299;
  }

  get statusText() { return stateOf(this).statusText; }
  get headers() { return stateOf(this).headers; }

  clone() {
    const state = stateOf(this);
    const body = bodies.bodyOf(this);
    if (bodies.isUnusable(body)) throw new TypeError('Response.clone: Body has already been consumed.');
    return create({ ...state, headers: new Headers([...state.headers]) }, bodies.clone(body));
  }
}
bodies.install(Response);
for (const name of ['error', 'json', 'redirect']) Object.defineProperty(Response, name, { enumerable: true });
finish(Response, (self) => Object.fromEntries([
  'status', 'statusText', 'headers', 'body', 'bodyUsed', 'ok', 'redirected', 'type', 'url',
].map((name) => [name, self[name]])));

module.exports = { NO_BODY, Response, create };
