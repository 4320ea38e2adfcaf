'use strict';

// net.Server: listens on a port, an address or a path, and makes a Socket of every connection that comes in.

const EventEmitter = require('events');
const natives = require('internal/net/natives');
const { codes, ErrnoException, UVExceptionWithHostPort } = require('internal/errors');
const { validateAbortSignal, validateNumber, validatePort } = require('internal/validators');
const {
  'net.server.socket': accepted,
  'tracing:net.server.listen:asyncStart': listenStart,
  'tracing:net.server.listen:asyncEnd': listenEnd,
  'tracing:net.server.listen:error': listenError,
} = require('internal/channels');
const { normalizeArguments } = require('internal/net/arguments');
const { isIP } = require('internal/net/ip_address');
const { Socket } = require('internal/net/socket');
const { defineAccessors } = require('internal/streams/properties');

/** Connections that may wait to be accepted. */
const DEFAULT_BACKLOG = 511;
const EINVAL = -22;

const READABLE_BY_ALL = 0o444;
const WRITABLE_BY_ALL = 0o222;

/**
 * `options`: allowHalfOpen, pauseOnConnect, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark; `listener`: of 'connection'.
 */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  EventEmitter.call(this);
  if (typeof options === 'function') {
    listener = options;
    options = {};
  } else if (options === null || options === undefined) {
    options = {};
  } else if (typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (options.keepAliveInitialDelay !== undefined) validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
  if (options.highWaterMark !== undefined) validateNumber(options.highWaterMark, 'options.highWaterMark');
  if (typeof listener === 'function') this.on('connection', listener);

  this._connections = 0;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._pipeName = undefined;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = Math.max(options.keepAliveInitialDelay || 0, 0);
  this.highWaterMark = options.highWaterMark;
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

// ---- Listening ----------------------------------------------------------------------------------------------------------------

/** `listen(options, cb)`, `listen(port, host, backlog, cb)`, `listen(path, backlog, cb)`, `listen(handle, backlog, cb)`. */
Server.prototype.listen = function listen(...args) {
  let [options, callback] = normalizeArguments(args);
  if (this._handle || this._looking) throw new codes.ERR_SERVER_ALREADY_LISTEN();
  listenStart.channel?.publish({ server: this, options });
  if (callback !== null) this.once('listening', callback);
  const backlog = Number(args[1]) || Number(args[2]) || options.backlog || DEFAULT_BACKLOG;

  options = options._handle || options.handle || options;
  // Another server's handle, or one of our own.
  if (options instanceof Server) options = options._handle;
  if (isListener(options)) {
    adopt(this, options);
    return this;
  }
  if (options.signal !== undefined) closeOnAbort(this, options.signal);
  if (typeof options.fd === 'number' && options.fd >= 0) {
    start(this, natives.listenFd(options.fd, backlog), { fd: options.fd, isDescriptor: true });
    return this;
  }
  // listen() and listen(callback) take any port; so do listen(null) and listen(undefined).
  if (args.length === 0 || typeof args[0] === 'function' ||
      (options.port === undefined && 'port' in options) || options.port === null) {
    options = { ...options, port: 0 };
  }
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    const port = validatePort(options.port, 'options.port');
    listenOnPort(this, options, port, options.backlog || backlog);
    return this;
  }
  if (options.path && isPipeName(options.path)) {
    listenOnPath(this, options, options.backlog || backlog);
    return this;
  }
  if (!('port' in options || 'path' in options)) {
    throw new codes.ERR_INVALID_ARG_VALUE('options', options, 'must have the property "port" or "path"');
  }
  throw new codes.ERR_INVALID_ARG_VALUE('options', options);
};

function isPipeName(path) {
  return typeof path === 'string' && (path === '' || Number.isNaN(Number(path)) || !(Number(path) >= 0));
}

function isListener(value) {
  return value !== null && typeof value === 'object' && typeof value.accept === 'function' && typeof value.getsockname === 'function';
}

function closeOnAbort(server, signal) {
  validateAbortSignal(signal, 'options.signal');
  const onAbort = () => server.close();
  if (signal.aborted) {
    process.nextTick(onAbort);
    return;
  }
  signal.addEventListener('abort', onAbort, { once: true });
  server.once('close', () => signal.removeEventListener('abort', onAbort));
}

function listenOnPort(server, options, port, backlog) {
  const { host } = options;
  const ipv6Only = Boolean(options.ipv6Only);
  if (!host) {
    // Both families through one socket where the system has IPv6.
    let handle = natives.listenTcp('::', port, backlog, false);
    let address = '::';
    if (handle === EINVAL || handle === -97 || handle === -99) {
      address = '0.0.0.0';
      handle = natives.listenTcp(address, port, backlog, false);
    }
    start(server, handle, { address, port });
  } else if (isIP(host)) {
    start(server, natives.listenTcp(host, port, backlog, ipv6Only), { address: host, port });
  } else {
    server._looking = true;
    require('internal/dns/lookup').lookup(host, (error, address) => {
      // Closed meanwhile.
      if (!server._looking) return;
      server._looking = false;
      if (error) server.emit('error', error);
      else start(server, natives.listenTcp(address ?? '::', port, backlog, ipv6Only), { address: address ?? '::', port });
    });
  }
}

function listenOnPath(server, options, backlog) {
  const mode = (options.readableAll ? READABLE_BY_ALL : 0) | (options.writableAll ? WRITABLE_BY_ALL : 0);
  server._pipeName = options.path;
  start(server, natives.listenUnix(options.path, backlog, mode), { address: options.path, port: -1 });
}

/** `handle`: a listener, or why there is none (a negative errno). */
function start(server, handle, { address, port, fd, isDescriptor }) {
  const family = port === -1 ? -1 : isIP(address);
  server._connectionKey = isDescriptor ? 'null:null:null' : `${family}:${address}:${port}`;
  if (typeof handle === 'number') {
    const error = isDescriptor ?
      Object.assign(UVExceptionWithHostPort(handle, 'listen', null, undefined), { fd, address: null, port: -1 }) :
      UVExceptionWithHostPort(handle, 'listen', address, port);
    listenError.channel?.publish({ server, error });
    process.nextTick(emitError, server, error);
    return;
  }
  adopt(server, handle);
}

function emitError(server, error) {
  server.emit('error', error);
}

function adopt(server, handle) {
  server._handle = handle;
  handle.accept((connection) => onConnection(server, connection));
  listenEnd.channel?.publish({ server });
  if (server._unref) handle.unref();
  process.nextTick(emitListening, server);
}

function emitListening(server) {
  // Closed in the same turn.
  if (server._handle) server.emit('listening');
}

/** `connection`: a stream handle, or the negative errno of a failed accept. */
function onConnection(server, connection) {
  if (typeof connection === 'number') {
    server.emit('error', ErrnoException(connection, 'accept'));
    return;
  }
  if (server.maxConnections !== undefined && server.maxConnections !== null && server._connections >= server.maxConnections) {
    dropConnection(server, connection);
    return;
  }
  const socket = new Socket({
    handle: connection,
    allowHalfOpen: server.allowHalfOpen,
    pauseOnCreate: server.pauseOnConnect,
    readable: true,
    writable: true,
    readableHighWaterMark: server.highWaterMark,
    writableHighWaterMark: server.highWaterMark,
    noDelay: server.noDelay,
    keepAlive: server.keepAlive,
    keepAliveInitialDelay: server.keepAliveInitialDelay,
  });
  socket._applySettings();
  server._connections++;
  socket.server = server;
  socket._server = server;
  server.emit('connection', socket);
  accepted.channel?.publish({ socket });
}

function dropConnection(server, connection) {
  const near = connection.getsockname() ?? {};
  const far = connection.getpeername() ?? {};
  connection.close();
  server.emit('drop', {
    localAddress: near.address,
    localPort: near.port,
    localFamily: near.family,
    remoteAddress: far.address,
    remotePort: far.port,
    remoteFamily: far.family,
  });
}

// ---- State and end ----------------------------------------------------------------------------------------------------------------

/** `{ address, family, port }`, the path of a unix socket, or null while it does not listen. */
Server.prototype.address = function address() {
  if (!this._handle) return null;
  return this._handle.getsockname() ?? this._pipeName ?? null;
};

/** `callback(error, count)`. */
Server.prototype.getConnections = function getConnections(callback) {
  process.nextTick(callback, null, this._connections);
  return this;
};

/** No new connections; 'close' when those that are open have ended. */
Server.prototype.close = function close(callback) {
  if (typeof callback === 'function') {
    if (!this._handle && !this._looking) {
      this.once('close', function onClose() { callback(new codes.ERR_SERVER_NOT_RUNNING()); });
    } else {
      this.once('close', callback);
    }
  }
  this._looking = false;
  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }
  this._emitCloseIfDrained();
  return this;
};

Server.prototype._emitCloseIfDrained = function _emitCloseIfDrained() {
  if (this._handle || this._connections > 0) return;
  process.nextTick(emitCloseIfStillClosed, this);
};

function emitCloseIfStillClosed(server) {
  if (server._handle || server._connections > 0) return;
  server.emit('close');
}

Server.prototype[Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose')] = function dispose() {
  if (!this._handle) return Promise.resolve();
  return new Promise((resolve, reject) => {
    this.close((error) => (error ? reject(error) : resolve()));
  });
};

Server.prototype[Symbol.for('nodejs.rejection')] = function onRejection(error, event, socket) {
  if (event === 'connection') socket.destroy(error);
  else this.emit('error', error);
};

Server.prototype.ref = function ref() {
  this._unref = false;
  this._handle?.ref();
  return this;
};

Server.prototype.unref = function unref() {
  this._unref = true;
  this._handle?.unref();
  return this;
};

defineAccessors(Server.prototype, {
  listening: [true, function get() { return Boolean(this._handle); }],
});

module.exports = { Server };
