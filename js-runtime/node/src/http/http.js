'use strict';

// node:http. Messages work over whatever connection the host hands in; servers and clients are not built yet and say so when used.

const { validateInteger } = require('internal/validators');
const { Agent } = require('internal/http/agent');
const { validateHeaderName, validateHeaderValue } = require('internal/http/headers');
const { IncomingMessage } = require('internal/http/incoming');
const { OutgoingMessage } = require('internal/http/outgoing');
const { ServerResponse } = require('internal/http/server_response');
const { ClientRequest, createServer, get, request, serverClass } = require('internal/http/server');

let globalAgent;

module.exports = {
  METHODS: require('internal/http/methods'),
  STATUS_CODES: require('internal/http/status_codes'),
  Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server: serverClass('http'),
  ServerResponse,
  createServer: createServer('http'),
  validateHeaderName,
  validateHeaderValue,
  get: get('http'),
  request: request('http'),
  /** Parsers are the HTTP core's own; the number is checked and has nothing to bound. */
  setMaxIdleHTTPParsers(max) {
    validateInteger(max, 'max', 1);
  },
};

Object.defineProperty(module.exports, 'maxHeaderSize', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return 16 * 1024; },
});

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    globalAgent ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
    return globalAgent;
  },
  set(value) { globalAgent = value; },
});
