'use strict';

// node:https: http over tls.

const tls = require('tls');
const agents = require('internal/http/agent');
const { ClientRequest } = require('internal/http/client_request');
const http = require('internal/http/server');

/** http.Agent's options, and those of TLS. */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  agents.Agent.call(this, options);
  this.defaultPort = 443;
  this.protocol = 'https:';
  this.maxCachedSessions = this.options.maxCachedSessions === undefined ? 100 : this.options.maxCachedSessions;
  /** By the name of a pool; the oldest first. */
  this._sessionCache = new Map();
}
Object.setPrototypeOf(Agent.prototype, agents.Agent.prototype);
Object.setPrototypeOf(Agent, agents.Agent);

/** `(options, cb)`, or of old `(port, host, options)`. */
Agent.prototype.createConnection = function createConnection(port, host, options) {
  if (port !== null && typeof port === 'object') options = port;
  else if (host !== null && typeof host === 'object') options = { ...host, port };
  else options = { ...options, port, host };
  const name = options._agentKey;
  const session = this._getSession(name);
  const socket = tls.connect(session === undefined ? options : { session, ...options });
  if (this.listenerCount('keylog') > 0) socket.on('keylog', (line) => this.emit('keylog', line, socket));
  if (name) {
    if (this.maxCachedSessions !== 0) socket.on('session', (given) => this._cacheSession(name, given));
    socket.once('close', (hadError) => { if (hadError) this._evictSession(name); });
  }
  return socket;
};

Agent.prototype._getSession = function _getSession(name) {
  return this._sessionCache.get(name);
};

Agent.prototype._cacheSession = function _cacheSession(name, session) {
  if (!this._sessionCache.has(name) && this._sessionCache.size >= this.maxCachedSessions) {
    const [oldest] = this._sessionCache.keys();
    this._sessionCache.delete(oldest);
  }
  this._sessionCache.set(name, session);
};

Agent.prototype._evictSession = function _evictSession(name) {
  this._sessionCache.delete(name);
};

/** What makes two TLS connections different, in the order of Node's pool keys. */
const TLS_OPTIONS = [
  'ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx', 'rejectUnauthorized', 'servername', 'minVersion', 'maxVersion',
  'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext', 'sigalgs',
  'privateKeyIdentifier', 'privateKeyEngine',
];
const EVEN_IF_FALSE = new Set(['rejectUnauthorized', 'honorCipherOrder', 'secureOptions']);

Agent.prototype.getName = function getName(options = {}) {
  let name = agents.Agent.prototype.getName.call(this, options);
  for (const key of TLS_OPTIONS) {
    name += ':';
    const value = options[key];
    if (key === 'servername') {
      if (value && value !== options.host) name += value;
    } else if (EVEN_IF_FALSE.has(key) ? value !== undefined : value) {
      name += key === 'sigalgs' || (key === 'pfx' && typeof value === 'object') ? JSON.stringify(value) : value;
    }
  }
  return name;
};

/** http.Server's options and tls.Server's. */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  [options, listener] = http.readArguments(options, listener);
  if (!options.ALPNProtocols && !options.ALPNCallback) options.ALPNProtocols = ['http/1.1'];
  tls.Server.call(this, { noDelay: true, ...options, allowHalfOpen: true }, http.onConnection);
  http.initialize(this, options, listener);
  this.httpAllowHalfOpen = false;
  this.on('tlsClientError', function onTlsClientError(error, socket) {
    if (!this.emit('clientError', error, socket)) socket.destroy();
  });
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);
http.install(Server, tls.Server);

let globalAgent;

function getGlobalAgent() {
  globalAgent ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
  return globalAgent;
}

/** `(options, cb)` or `(url, options, cb)`. */
function request(...args) {
  let options = {};
  if (typeof args[0] === 'string') options = require('url').urlToHttpOptions(new URL(args.shift()));
  else if (args[0]?.href && args[0].protocol && args[0].path === undefined) options = require('url').urlToHttpOptions(args.shift());
  if (args[0] && typeof args[0] !== 'function') Object.assign(options, args.shift());
  options._defaultAgent = module.exports.globalAgent;
  return new ClientRequest(options, args[0]);
}

module.exports = {
  Agent,
  Server,
  createServer(options, listener) {
    return new Server(options, listener);
  },
  get(url, options, callback) {
    const made = request(url, options, callback);
    made.end();
    return made;
  },
  request,
};

Object.defineProperty(module.exports, 'globalAgent', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: getGlobalAgent,
  set(value) { globalAgent = value; },
});
