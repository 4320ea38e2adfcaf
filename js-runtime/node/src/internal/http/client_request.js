'use strict';

// http.ClientRequest: a message to a server, and the way to its answer. How the answer is read stands in client_connection.js.

const net = require('net');
const { codes } = require('internal/errors');
const { validateBoolean, validateInteger } = require('internal/validators');
const { 'http.client.request.start': requestStart } = require('internal/channels');
const { kErrored, kHandle, kStarted, kUnannounced } = require('internal/http/brands');
const { attach, connectionHangUp, emitError } = require('internal/http/client_connection');
const agents = require('internal/http/agent');
const { isToken } = require('internal/http/headers');
const { OutgoingMessage } = require('internal/http/outgoing');
const { durationOf } = require('internal/net/idle_timer');
const { begin } = require('internal/perf/watched');
const { defineAccessors } = require('internal/streams/properties');

const UNSAFE_IN_PATH = /[^\x21-\xff]/;

/** Methods whose requests have no body unless it is announced. */
const BODILESS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

function checkHost(host, name) {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return host;
}

/** `(url, options, cb)`, `(options, cb)` -> [options, cb]. */
function readArguments(input, options, callback) {
  if (typeof input === 'string') {
    input = require('url').urlToHttpOptions(new URL(input));
  } else if (isUrl(input)) {
    input = require('url').urlToHttpOptions(input);
  } else {
    callback = options;
    options = input;
    input = null;
  }
  if (typeof options === 'function') {
    callback = options;
    options = input || {};
  } else {
    options = { ...input, ...options };
  }
  return [options, callback];
}

function isUrl(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

/**
 * `options`: protocol, host, hostname, port, defaultPort, family, path, method, headers, auth, agent, socketPath, localAddress, lookup,
 * timeout (ms), signal, setHost, createConnection, insecureHTTPParser, maxHeaderSize, joinDuplicateHeaders, uniqueHeaders;
 * `callback`: of 'response'.
 */
function ClientRequest(input, options, callback) {
  OutgoingMessage.call(this);
  // A request has no Date of its own.
  this[kHandle].sendDate = false;
  [options, callback] = readArguments(input, options, callback);

  this.agent = agentOf(this, options);
  const protocol = options.protocol || this.agent?.protocol || 'http:';
  let expectedProtocol = this.agent?.protocol ?? 'http:';
  if (options._defaultAgent && !this.agent) expectedProtocol = options._defaultAgent.protocol;
  if (options.path) {
    const path = String(options.path);
    if (UNSAFE_IN_PATH.test(path)) throw new codes.ERR_UNESCAPED_CHARACTERS('Request path');
  }
  if (protocol !== expectedProtocol) throw new codes.ERR_INVALID_PROTOCOL(protocol, expectedProtocol);

  const defaultPort = options.defaultPort || this.agent?.defaultPort;
  const port = options.port = options.port || defaultPort || 80;
  const host = options.host = checkHost(options.hostname, 'hostname') || checkHost(options.host, 'host') || 'localhost';
  const setHost = options.setHost !== undefined ? Boolean(options.setHost) : true;

  this.socketPath = options.socketPath;
  if (options.timeout !== undefined) this.timeout = durationOf(options.timeout, 'timeout');
  this._setMethod(options);
  if (options.maxHeaderSize !== undefined) validateInteger(options.maxHeaderSize, 'maxHeaderSize', 0);
  this.maxHeaderSize = options.maxHeaderSize;
  if (options.insecureHTTPParser !== undefined) validateBoolean(options.insecureHTTPParser, 'options.insecureHTTPParser');
  this.insecureHTTPParser = options.insecureHTTPParser;
  if (options.joinDuplicateHeaders !== undefined) validateBoolean(options.joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  this.joinDuplicateHeaders = options.joinDuplicateHeaders;
  this.path = options.path || '/';
  if (callback) this.once('response', callback);

  this.useChunkedEncodingByDefault = !BODILESS.has(this.method);
  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this.protocol = protocol;
  if (options.uniqueHeaders) this._uniqueHeaders = new Set(options.uniqueHeaders.map((name) => name.toLowerCase()));
  this._keepAliveByAgent();
  this._takeHeaders(options, host, port, defaultPort, setHost);

  if (options.signal) require('internal/streams/abort_signal').addAbortSignal(options.signal, this);
  if (options[kUnannounced]) {
    this[kUnannounced] = true;
  } else {
    const startTime = begin('http');
    if (startTime !== undefined) this[kStarted] = startTime;
  }
  this._connect(options);
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

function agentOf(request, options) {
  const { agent } = options;
  const defaultAgent = options._defaultAgent || agents.globalAgent;
  if (agent === false) return new defaultAgent.constructor();
  if (agent === null || agent === undefined) {
    return typeof options.createConnection === 'function' ? undefined : defaultAgent;
  }
  if (typeof agent.addRequest !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

ClientRequest.prototype._setMethod = function _setMethod({ method }) {
  if (method !== null && method !== undefined && typeof method !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  }
  if (!method) {
    this.method = 'GET';
    return;
  }
  if (!isToken(method)) throw new codes.ERR_INVALID_HTTP_TOKEN('Method', method);
  this.method = method.toUpperCase();
};

/** Whether the connection is to live on, as far as this side decides. */
ClientRequest.prototype._keepAliveByAgent = function _keepAliveByAgent() {
  const { agent } = this;
  if (!agent) {
    this._last = true;
    this.shouldKeepAlive = false;
  } else if (!agent.keepAlive && !Number.isFinite(agent.maxSockets)) {
    this._last = true;
    this.shouldKeepAlive = false;
  } else {
    this._last = false;
    this.shouldKeepAlive = true;
  }
};

ClientRequest.prototype._takeHeaders = function _takeHeaders(options, host, port, defaultPort, setHost) {
  const { headers } = options;
  if (Array.isArray(headers)) {
    this._storeHeader(`${this.method} ${this.path} HTTP/1.1\r\n`, headers);
    return;
  }
  if (headers) {
    for (const name of Object.keys(headers)) this.setHeader(name, headers[name]);
  }
  if (host && setHost && !this.getHeader('host')) {
    let value = host;
    // An IPv6 address needs brackets where a port may follow.
    if (value.includes(':') && value.includes(':', value.indexOf(':') + 1) && !value.startsWith('[')) value = `[${value}]`;
    if (port && Number(port) !== defaultPort) value += `:${port}`;
    this.setHeader('Host', value);
  }
  if (options.auth && !this.getHeader('Authorization')) {
    this.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
  }
  if (this.getHeader('expect')) {
    if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('render');
    this._storeExpecting();
  }
};

/** The head goes first: the body waits for the server's word. */
ClientRequest.prototype._storeExpecting = function _storeExpecting() {
  this._implicitHeader();
};

ClientRequest.prototype._connect = function _connect(options) {
  const optsWithoutSignal = { __proto__: null, ...options };
  delete optsWithoutSignal.signal;
  if (this.socketPath) {
    optsWithoutSignal.path = this.socketPath;
  } else {
    delete optsWithoutSignal.path;
  }
  if (this.agent) {
    this.agent.addRequest(this, { ...options, signal: undefined, path: undefined });
    return;
  }
  // Without an agent the connection is this request's alone.
  this._last = true;
  this.shouldKeepAlive = false;
  if (typeof options.createConnection === 'function') {
    let called = false;
    const onCreated = (error, socket) => {
      if (called) return;
      called = true;
      if (error) process.nextTick(emitError, this, error);
      else this.onSocket(socket);
    };
    try {
      const socket = options.createConnection(optsWithoutSignal, onCreated);
      if (socket) onCreated(null, socket);
    } catch (error) {
      onCreated(error);
    }
  } else {
    this.onSocket(net.createConnection(optsWithoutSignal));
  }
};

ClientRequest.prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
  if (!this[kUnannounced]) requestStart.channel?.publish({ request: this });
};

ClientRequest.prototype._implicitHeader = function _implicitHeader() {
  if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('render');
  const handle = this[kHandle];
  handle.firstLine = `${this.method} ${this.path} HTTP/1.1`;
  if (this._implicit) return;
  handle.writeHead();
  if (handle.expects) handle.flushHeaders();
};

// ---- The connection ----------------------------------------------------------------------------------------------------------------

/** The agent's answer: a socket, or why there is none. */
ClientRequest.prototype.onSocket = function onSocket(socket, error) {
  process.nextTick(takeSocket, this, socket, error);
};

function takeSocket(request, socket, error) {
  if (request.destroyed || error) {
    failWithoutSocket(request, socket, error || request[kErrored]);
    return;
  }
  attach(request, socket);
  request[kHandle].assign(socket);
}

/** The request was given up, or there is no connection. */
function failWithoutSocket(request, socket, error) {
  request.destroyed = true;
  const end = (reason) => {
    if (!reason && !request.aborted) reason = connectionHangUp();
    if (reason) emitError(request, reason);
    request._closed = true;
    request.emit('close');
  };
  if (!socket || (!error && request.agent && !socket.destroyed)) {
    // It is fine, and may serve another.
    if (socket) socket.emit('free');
    end(error);
    return;
  }
  // What the socket ends with is the request's error.
  require('stream').finished(socket.destroy(error), (reason) => {
    end(reason && reason.code !== 'ERR_STREAM_PREMATURE_CLOSE' ? reason : error);
  });
}

/** Gives the request up: the connection is closed. */
ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick((request) => request.emit('abort'), this);
  this.destroy();
};

ClientRequest.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  // What is still to come of the answer goes by.
  if (this.res) this.res._dump();
  this[kErrored] = error;
  const { socket } = this;
  if (socket) this._destroySocket(socket, error);
  return this;
};

ClientRequest.prototype._destroySocket = function _destroySocket(socket, error) {
  if (!error && !this.res) error = connectionHangUp();
  socket.destroy(error);
};

// ---- Settings -----------------------------------------------------------------------------------------------------------------------

/** 'timeout' after `msecs` of silence; the request goes on unless somebody ends it. 0: never. */
ClientRequest.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (this._ended && this.destroyed) return this;
  msecs = durationOf(msecs, 'msecs');
  this.timeout = msecs;
  if (callback) this.once('timeout', callback);
  const { socket } = this;
  if (socket) {
    listenForTimeout(this, socket);
    whenConnected(socket, () => socket.setTimeout(msecs));
  } else {
    this.once('socket', (late) => {
      listenForTimeout(this, late);
      whenConnected(late, () => late.setTimeout(msecs));
    });
  }
  return this;
};

function whenConnected(socket, run) {
  if (socket.connecting) socket.once('connect', run);
  else run();
}

/** The socket's silence is the request's. */
function listenForTimeout(request, socket) {
  if (request.timeoutCb) return;
  request.timeoutCb = () => request.emit('timeout');
  // Once: silence that goes on is no news.
  socket.once('timeout', request.timeoutCb);
}

ClientRequest.prototype.clearTimeout = function clearTimeout(callback) {
  this.setTimeout(0, callback);
};

function later(request, method, args) {
  const run = (socket) => whenConnected(socket, () => socket[method]?.(...args));
  if (request.socket) run(request.socket);
  else request.once('socket', run);
}

ClientRequest.prototype.setNoDelay = function setNoDelay(noDelay) {
  later(this, 'setNoDelay', [noDelay]);
};

ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive(enable, initialDelay) {
  later(this, 'setKeepAlive', [enable, initialDelay]);
};

ClientRequest.prototype.onTimeout = function onTimeout() {
  this.emit('timeout');
};

defineAccessors(ClientRequest.prototype, {
  path: [true, function get() { return this._path; }, function set(value) {
    const path = String(value);
    if (UNSAFE_IN_PATH.test(path)) throw new codes.ERR_UNESCAPED_CHARACTERS('Request path');
    this._path = path;
  }],
});

module.exports = { ClientRequest, listenForTimeout };
