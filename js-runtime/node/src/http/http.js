'use strict';

// node:http. Servers and clients over net's sockets, or whatever stream they are given. (The host's own listener does not come by here:
// it hands its requests to the application as the same kinds of messages.)

const { validateInteger } = require('internal/validators');
const { validateHeaderName, validateHeaderValue } = require('internal/http/headers');
const { IncomingMessage } = require('internal/http/incoming');
const { OutgoingMessage } = require('internal/http/outgoing');
const { ServerResponse } = require('internal/http/server_response');
const { lazy } = require('internal/lazy');

function createServer(options, listener) {
  return new (require('internal/http/server').Server)(options, listener);
}

/** `(options, cb)` or `(url, options, cb)`. */
function request(url, options, callback) {
  return new (require('internal/http/client_request').ClientRequest)(url, options, callback);
}

/** A request that has no body. */
function get(url, options, callback) {
  const made = request(url, options, callback);
  made.end();
  return made;
}

module.exports = {
  METHODS: require('internal/http/methods'),
  STATUS_CODES: require('internal/http/status_codes'),
  // In Node's order; clients and servers over sockets are loaded when somebody wants one.
  Agent: undefined,
  ClientRequest: undefined,
  IncomingMessage,
  OutgoingMessage,
  Server: undefined,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  /** Parsers are native and made for each connection; the number is checked and has nothing to bound. */
  setMaxIdleHTTPParsers(max) {
    validateInteger(max, 'max', 1);
  },
};

lazy(module.exports, 'Agent', () => require('internal/http/agent').Agent);
lazy(module.exports, 'ClientRequest', () => require('internal/http/client_request').ClientRequest);
lazy(module.exports, 'Server', () => require('internal/http/server').Server);

Object.defineProperty(module.exports, 'maxHeaderSize', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return require('internal/http/parser').DEFAULT_MAX_HEADER_SIZE; },
});

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return require('internal/http/agent').globalAgent; },
  set(value) { require('internal/http/agent').globalAgent = value; },
});
