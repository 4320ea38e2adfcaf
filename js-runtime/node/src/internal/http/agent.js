'use strict';

// http.Agent: the settings of a client's connection pool. Making one opens nothing, and many packages make one at load; the client
// that would use it is not built, so asking it for a connection fails.

const EventEmitter = require('events');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateNumber, validateOneOf } = require('internal/validators');
const { CLIENT_ADVICE } = require('internal/http/server');
const { notBuilt } = require('internal/not_built');

/** `options`: keepAlive, keepAliveMsecs, maxSockets, maxFreeSockets, maxTotalSockets, scheduling, timeout, noDelay. */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  this.defaultPort = 80;
  this.protocol = 'http:';
  this.options = { __proto__: null, ...options };
  if (this.options.noDelay === undefined) this.options.noDelay = true;
  // Connections are by host and port, never by a request's path.
  this.options.path = null;
  this.requests = Object.create(null);
  this.sockets = Object.create(null);
  this.freeSockets = Object.create(null);
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets === undefined) {
    this.maxTotalSockets = Infinity;
  } else {
    validateNumber(this.maxTotalSockets, 'maxTotalSockets');
    if (!(this.maxTotalSockets > 0)) throw new ERR_OUT_OF_RANGE('maxTotalSockets', '> 0', this.maxTotalSockets);
  }
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

/** The pool's key: `host:port:localAddress[:family][:socketPath]`. */
Agent.prototype.getName = function getName(options = {}) {
  let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

/** Closes pooled connections; there are none. */
Agent.prototype.destroy = function destroy() {};

for (const name of ['createConnection', 'createSocket', 'addRequest', 'keepSocketAlive', 'reuseSocket']) {
  Agent.prototype[name] = function refuse() {
    throw notBuilt(`http.Agent ${name}()`, CLIENT_ADVICE);
  };
}

module.exports = { Agent };
