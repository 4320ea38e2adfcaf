'use strict';

// http.Server: a net.Server whose connections speak HTTP (server_connection.js). https.Server is made of the same parts.

const net = require('net');
const { codes } = require('internal/errors');
const { validateBoolean, validateInteger, validateObject } = require('internal/validators');
const { IncomingMessage } = require('internal/http/incoming');
const { ServerResponse } = require('internal/http/server_response');

const kChecking = Symbol('kChecking');

/**
 * `options`: IncomingMessage, ServerResponse, insecureHTTPParser, maxHeaderSize, requireHostHeader, headersTimeout, requestTimeout,
 * keepAliveTimeout, connectionsCheckingInterval (all ms), joinDuplicateHeaders, uniqueHeaders, rejectNonStandardBodyWrites, and
 * net.Server's; `listener`: of 'request'.
 */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  [options, listener] = readArguments(options, listener);
  net.Server.call(this, {
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
  });
  initialize(this, options, listener);
  this.on('connection', onConnection);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

function readArguments(options, listener) {
  if (typeof options === 'function') return [{}, options];
  if (options === null || options === undefined) return [{}, listener];
  validateObject(options, 'options');
  return [{ ...options }, listener];
}

/** What makes a server of connections one of HTTP. */
function initialize(server, options, listener) {
  server._IncomingMessage = options.IncomingMessage || IncomingMessage;
  server._ServerResponse = options.ServerResponse || ServerResponse;
  server._connectionsOpen = new Set();
  server._uniqueHeaders = options.uniqueHeaders ? uniqueNames(options.uniqueHeaders) : null;

  const { insecureHTTPParser, maxHeaderSize, requireHostHeader, joinDuplicateHeaders, rejectNonStandardBodyWrites } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  server.maxHeaderSize = maxHeaderSize;
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  server.insecureHTTPParser = insecureHTTPParser;
  server.requestTimeout = duration(options, 'requestTimeout', 300_000);
  server.headersTimeout = duration(options, 'headersTimeout', Math.min(60_000, server.requestTimeout));
  if (server.requestTimeout > 0 && server.headersTimeout > 0 && server.headersTimeout > server.requestTimeout) {
    throw new codes.ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', options.headersTimeout);
  }
  server.keepAliveTimeout = duration(options, 'keepAliveTimeout', 5000);
  server.connectionsCheckingInterval = duration(options, 'connectionsCheckingInterval', 30_000);
  if (requireHostHeader !== undefined) validateBoolean(requireHostHeader, 'options.requireHostHeader');
  server.requireHostHeader = requireHostHeader ?? true;
  if (joinDuplicateHeaders !== undefined) validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  server.joinDuplicateHeaders = joinDuplicateHeaders;
  if (rejectNonStandardBodyWrites !== undefined) validateBoolean(rejectNonStandardBodyWrites, 'options.rejectNonStandardBodyWrites');
  server.rejectNonStandardBodyWrites = rejectNonStandardBodyWrites ?? false;

  server.httpAllowHalfOpen = false;
  server.timeout = 0;
  server.maxHeadersCount = null;
  server.maxRequestsPerSocket = 0;
  server[kChecking] = null;
  if (listener) server.on('request', listener);
  server.on('listening', startChecking);
}

function duration(options, name, otherwise) {
  const value = options[name];
  if (value === undefined) return otherwise;
  validateInteger(value, name, 0);
  return value;
}

function uniqueNames(names) {
  if (!Array.isArray(names)) throw new codes.ERR_INVALID_ARG_TYPE('options.uniqueHeaders', 'Array', names);
  return new Set(names.map((name) => name.toLowerCase()));
}

/** Any Duplex may be given to a server by emitting 'connection'. */
function onConnection(socket) {
  const { ServerConnection } = require('internal/http/server_connection');
  socket.server = this;
  this._connectionsOpen.add(new ServerConnection(this, socket));
}

// ---- Slow and idle connections ----------------------------------------------------------------------------------------------------

function startChecking() {
  stopChecking(this);
  if (this.connectionsCheckingInterval === 0) return;
  this[kChecking] = setInterval(checkConnections, this.connectionsCheckingInterval, this);
  this[kChecking].unref();
}

function stopChecking(server) {
  if (server[kChecking] !== null) clearInterval(server[kChecking]);
  server[kChecking] = null;
}

/** Connections whose request, or its head, takes too long are told so and closed. */
function checkConnections(server) {
  const { headersTimeout, requestTimeout } = server;
  if (headersTimeout === 0 && requestTimeout === 0) return;
  for (const connection of [...server._connectionsOpen]) {
    const { headTime, messageTime } = connection.native;
    const isLate = (headersTimeout > 0 && headTime >= headersTimeout) || (requestTimeout > 0 && messageTime >= requestTimeout);
    if (isLate) connection.onError(new codes.ERR_HTTP_REQUEST_TIMEOUT());
  }
}

/** Ends every connection at once. */
function closeAllConnections() {
  for (const connection of [...this._connectionsOpen]) connection.socket.destroy();
}

/** Ends the connections that serve no request. */
function closeIdleConnections() {
  for (const connection of [...this._connectionsOpen]) {
    if (connection.isIdle) connection.socket.destroy();
  }
}

/** `socket.setTimeout` for every connection to come; `callback`: of 'timeout'. */
function setServerTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
}

function onRejection(error, event, ...args) {
  if (event !== 'request') {
    net.Server.prototype[Symbol.for('nodejs.rejection')].call(this, error, event, ...args);
    return;
  }
  const [, response] = args;
  if (response.headersSent || response.writableEnded) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.statusCode = 500;
  response.end('Internal Server Error');
}

/** Gives `Class`, a kind of net.Server, the methods of an HTTP server. */
function install(Class, Base) {
  Object.assign(Class.prototype, { closeAllConnections, closeIdleConnections, setTimeout: setServerTimeout });
  Class.prototype[Symbol.for('nodejs.rejection')] = onRejection;
  Class.prototype.close = function close(callback) {
    stopChecking(this);
    this.closeIdleConnections();
    return Base.prototype.close.call(this, callback);
  };
  const dispose = Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose');
  Class.prototype[dispose] = function asyncDispose() {
    if (!this.listening) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.close((error) => (error ? reject(error) : resolve()));
    });
  };
}
install(Server, net.Server);

require('internal/http/server_kin').loaded(Server.prototype);

module.exports = { Server, initialize, install, onConnection, readArguments };
