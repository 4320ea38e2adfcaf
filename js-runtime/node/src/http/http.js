'use strict';

// node:http. Servers and clients over net's sockets, or whatever stream they are given. (The host's own listener does not come by here:
// it hands its requests to the application as the same kinds of messages.)

const { validateInteger } = require('internal/validators');
const agents = require('internal/http/agent');
const { ClientRequest } = require('internal/http/client_request');
const { validateHeaderName, validateHeaderValue } = require('internal/http/headers');
const { IncomingMessage } = require('internal/http/incoming');
const { OutgoingMessage } = require('internal/http/outgoing');
const { DEFAULT_MAX_HEADER_SIZE } = require('internal/http/parser');
const { Server } = require('internal/http/server');
const { ServerResponse } = require('internal/http/server_response');

function createServer(options, listener) {
  return new Server(options, listener);
}

/** `(options, cb)` or `(url, options, cb)`. */
function request(url, options, callback) {
  return new ClientRequest(url, options, callback);
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
  Agent: agents.Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server,
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

Object.defineProperty(module.exports, 'maxHeaderSize', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return DEFAULT_MAX_HEADER_SIZE; },
});

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return agents.globalAgent; },
  set(value) { agents.globalAgent = value; },
});
