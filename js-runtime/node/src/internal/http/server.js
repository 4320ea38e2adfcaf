'use strict';

// http.Server and the client: not built. The classes exist, because packages extend them and compare against them at load.

const EventEmitter = require('events');
const { OutgoingMessage } = require('internal/http/outgoing');
const { notBuilt, refusal } = require('internal/not_built');

const SERVER_ADVICE = 'Requests reach the application through the listener that `coddle` opens: write routes or middleware.';
const CLIENT_ADVICE = 'The HTTP client comes with a later version; until then call other services from a Rust extension.';

/** `module`: 'http' or 'https'. */
function serverClass(module) {
  function Server() {
    throw notBuilt(`${module}.Server`, SERVER_ADVICE);
  }
  Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
  Object.setPrototypeOf(Server, EventEmitter);
  return Server;
}

function ClientRequest() {
  throw notBuilt('http.ClientRequest', CLIENT_ADVICE);
}

Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

module.exports = {
  CLIENT_ADVICE,
  ClientRequest,
  serverClass,
  createServer: (module) => refusal(`${module}.createServer()`, SERVER_ADVICE),
  request: (module) => refusal(`${module}.request()`, CLIENT_ADVICE),
  get: (module) => refusal(`${module}.get()`, CLIENT_ADVICE),
};
