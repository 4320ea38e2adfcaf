'use strict';

// tls.TLSSocket: a net.Socket whose handle is a TLS layer over another stream.

const { Buffer } = require('buffer');
const net = require('net');
const { Duplex } = require('stream');
const { codes } = require('internal/errors');
const { normalizeArguments } = require('internal/net/arguments');
const { notBuilt } = require('internal/not_built');
const { defineAccessors } = require('internal/streams/properties');
const facts = require('internal/tls/facts');
const { TlsLayer } = require('internal/tls/layer');
const natives = require('internal/tls/natives');
const { SecureContext } = require('internal/tls/secure_context');
const { validateString } = require('internal/validators');

const kOptions = Symbol('kOptions');
const kRaw = Symbol('kRaw');
const kTimer = Symbol('kTimer');

/** Whether a server asks for its client's certificate. */
const NOT_ASKED = 0;
const ASKED = 1;
const DEMANDED = 2;

/**
 * `socket`: the stream to speak over, or undefined until connect(); `options`: isServer, server, secureContext or its options, ALPNProtocols,
 * servername, session, requestCert, rejectUnauthorized, SNICallback, ALPNCallback, handshakeTimeout (ms). tls.connect() also gives isClient,
 * which greets at once and looks at the server's certificate itself, and lost, the error of a connection that ends too early.
 */
function TLSSocket(socket, options) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, options);
  options = { ...options };
  if (socket !== undefined && socket !== null && !(socket instanceof Duplex)) throw new codes.ERR_INVALID_ARG_TYPE('socket', 'Duplex', socket);
  if (options.ALPNCallback && options.ALPNProtocols) throw new codes.ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  if (options.pskCallback) throw notBuilt('The option pskCallback of tls', 'Give the server a certificate.');
  contextOf(options);
  this[kOptions] = options;
  this[kRaw] = null;
  this[kTimer] = null;
  this._tlsOptions = options;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this._requestCert = Boolean(options.requestCert) || !options.isServer;
  this._rejectUnauthorized = Boolean(options.rejectUnauthorized);
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this.ssl = null;
  net.Socket.call(this, {
    allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen,
    manualStart: true,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
  });
  if (options.pauseOnConnect) this._readableState.flowing = false;
  this.server = options.server;
  this.on('error', this._tlsError);
  if (options.handshakeTimeout > 0) this._limitHandshake(options.handshakeTimeout);
  if (socket) this._over(socket);
}
Object.setPrototypeOf(TLSSocket.prototype, net.Socket.prototype);
Object.setPrototypeOf(TLSSocket, net.Socket);

/** Speaks TLS over `raw` from now on, or from when it is connected. */
TLSSocket.prototype._over = function _over(raw) {
  this[kRaw] = raw;
  this._parent = raw instanceof net.Socket ? raw : null;
  if (!raw.connecting && (this._parent === null || raw._handle)) {
    this._startLayer();
    // Who made it may still pause it.
    process.nextTick(() => { if (this._handle) this.read(0); });
    return;
  }
  this.connecting = true;
  raw.once('connect', () => {
    if (this.destroyed) return;
    this.connecting = false;
    this._startLayer();
    this.emit('connect');
    this.emit('ready');
    this.read(0);
  });
  raw.once('error', (error) => { if (!this._handle) this.destroy(error); });
  raw.once('close', () => { if (!this._handle && !this.destroyed) this.destroy(); });
};

TLSSocket.prototype._startLayer = function _startLayer() {
  const options = this[kOptions];
  let session;
  if (options.isServer) {
    session = natives.createServer();
  } else {
    const name = options.servername || undefined;
    session = natives.createClient(contextOf(options).context, name, protocolList(options.ALPNProtocols), options.session || undefined);
  }
  this._handle = new TlsLayer(session, this[kRaw], {
    onGreeting: () => this._onGreeting(),
    onSecure: () => this._finishInit(),
    onProgress: () => this._onProgress(),
    onFailure: (error) => this._fail(asClientSees(error, options, this._handle)),
    onLost: () => this._fail(options.lost?.()),
  });
  this.ssl = this._handle;
  this.once('close', this._destroySSL);
  // tls.connect() greets at once; a client's socket that was made by hand does so when it has something to write.
  if (options.isServer || options.isClient) this._handle.flush();
  this._sockname = undefined;
};

/** Of a server that speaks no TLS a client that waits to write hears as of a failed write. */
function asClientSees(error, { isServer }, layer) {
  if (isServer || error.code !== 'ERR_SSL_WRONG_VERSION_NUMBER' || !layer?.held.length) return error;
  return Object.assign(new Error('write EPROTO error:0A00010B:SSL routines:ssl3_get_record:wrong version number'),
    { errno: -71, code: 'EPROTO', syscall: 'write' });
}

function contextOf(options) {
  options.secureContext ??= require('tls').createSecureContext(options);
  if (!(options.secureContext instanceof SecureContext)) throw new codes.ERR_TLS_INVALID_CONTEXT('context');
  return options.secureContext;
}

/** Protocols as a list of names; Buffers hold them each after its length. */
function protocolList(protocols) {
  if (!protocols) return [];
  if (Array.isArray(protocols)) return protocols.map(String);
  const list = [];
  for (let at = 0; at < protocols.length; at += 1 + protocols[at]) {
    list.push(Buffer.from(protocols.subarray(at + 1, at + 1 + protocols[at])).toString('latin1'));
  }
  return list;
}

/** A server's: who is asked for, and in which protocol? */
TLSSocket.prototype._onGreeting = function _onGreeting() {
  const options = this[kOptions];
  const name = this._handle.session.serverName;
  this.servername = name === undefined ? false : name;
  const { SNICallback } = options;
  if (typeof SNICallback !== 'function' || !name) {
    proceed(this, contextOf(options));
    return;
  }
  let answered = false;
  const onContext = (error, context) => {
    if (answered) {
      this.destroy(new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    answered = true;
    if (error) this.destroy(error);
    else if (context && !(context instanceof SecureContext)) this._fail(new TypeError('Invalid SNI context'));
    else if (!this.destroyed) proceed(this, context || contextOf(options));
  };
  try {
    SNICallback.call(this, name, onContext);
  } catch (error) {
    this.destroy(error);
  }
};

/** Goes on with a client by a context's certificate; sessions are the listener's own context's. */
function proceed(socket, { context }) {
  const options = socket[kOptions];
  const protocols = agreeable(socket, options);
  if (protocols === null) return;
  const asked = socket._rejectUnauthorized ? DEMANDED : ASKED;
  socket._handle.proceed(context, contextOf(options).context, protocols, options.requestCert ? asked : NOT_ASKED);
}

/** The protocols that a client may choose from; null when that failed. */
function agreeable(socket, { ALPNCallback, ALPNProtocols }) {
  const { offered } = socket._handle.session;
  if (!ALPNCallback || offered.length === 0) return protocolList(ALPNProtocols);
  try {
    const chosen = ALPNCallback({ servername: socket.servername || '', protocols: offered });
    // None chosen: one that nobody offers, so that the handshake says so.
    if (chosen === undefined) return ['\0'];
    if (!offered.includes(chosen)) throw new codes.ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, offered);
    return [chosen];
  } catch (error) {
    socket.destroy(error);
    return null;
  }
}

/** The handshake is over. Who listens to 'secure' may still destroy the socket: what was written waits for that. */
TLSSocket.prototype._finishInit = function _finishInit() {
  const { session } = this._handle;
  clearTimeout(this[kTimer]);
  this.alpnProtocol = session.protocol ?? false;
  // A server was told the name already.
  if (this.servername === null) this.servername = this[kOptions].servername || false;
  this._secureEstablished = true;
  this.emit('secure');
  this._handle?.release();
};

/** Tells of what came beside the data. */
TLSSocket.prototype._onProgress = function _onProgress() {
  if (this.listenerCount('keylog') > 0) {
    for (const line of this._handle.session.takeKeyLog()) this.emit('keylog', Buffer.from(line));
  }
  if (this._secureEstablished && !this.secureConnecting) this._tellSessions();
};

/** A client's: the sessions that the server gave, by which tls.connect() may take this one up again. */
TLSSocket.prototype._tellSessions = function _tellSessions() {
  if (this[kOptions].isServer || this.listenerCount('session') === 0) return;
  for (;;) {
    const session = this._handle?.session.takeSession();
    if (session === undefined) return;
    this.emit('session', Buffer.from(session.buffer, session.byteOffset, session.byteLength));
  }
};

/** Why no secure connection came about, or why it broke. */
TLSSocket.prototype._fail = function _fail(error) {
  if (this._hadError || this.destroyed) return;
  this._hadError = true;
  this.destroy(error);
};

/** A listener of 'error' until somebody looks after the socket: the server's until it is secure, the caller of tls.connect() at once. */
TLSSocket.prototype._tlsError = function _tlsError(error) {
  this.emit('_tlsError', error);
  return this._controlReleased ? error : null;
};

/** Whether nobody had been given the socket yet. */
TLSSocket.prototype._releaseControl = function _releaseControl() {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  this.removeListener('error', this._tlsError);
  return true;
};

/** Connects a client's own stream first. */
TLSSocket.prototype.connect = function connect(...args) {
  const [options, callback] = normalizeArguments(args);
  Object.assign(this[kOptions], { ...options, ...this[kOptions] });
  if (callback) this.once('connect', callback);
  const raw = new net.Socket({ allowHalfOpen: true, signal: undefined });
  for (const event of ['lookup', 'connectionAttempt', 'connectionAttemptFailed', 'connectionAttemptTimeout']) {
    raw.on(event, (...told) => this.emit(event, ...told));
  }
  raw.connect({ ...options, signal: undefined });
  this._host = raw._host;
  this._over(raw);
  return this;
};

TLSSocket.prototype._abortConnecting = function _abortConnecting() {
  clearTimeout(this[kTimer]);
  if (!this._handle) this[kRaw]?.destroy();
};

/** A server's: so long may the handshake take. */
TLSSocket.prototype._limitHandshake = function _limitHandshake(msecs) {
  this[kTimer] = setTimeout(() => this._fail(new codes.ERR_TLS_HANDSHAKE_TIMEOUT()), msecs);
  this[kTimer].unref();
};

for (const name of ['setNoDelay', 'setKeepAlive', 'ref', 'unref']) {
  TLSSocket.prototype[name] = function passOn(...args) {
    // While it is being connected there is no layer to ask.
    if (!this._handle) this[kRaw]?.[name]?.(...args);
    else net.Socket.prototype[name].apply(this, args);
    return this;
  };
}

TLSSocket.prototype.setServername = function setServername(name) {
  validateString(name, 'name');
  if (this[kOptions].isServer) throw new codes.ERR_TLS_SNI_FROM_SERVER();
  this[kOptions].servername = name;
};

/** Before the socket is connected: the session to be taken up again. */
TLSSocket.prototype.setSession = function setSession(session) {
  this[kOptions].session = typeof session === 'string' ? Buffer.from(session, 'latin1') : session;
};

/** Lets go of the connection. */
TLSSocket.prototype._destroySSL = function _destroySSL() {
  this.ssl = null;
};

facts.install(TLSSocket.prototype);

defineAccessors(TLSSocket.prototype, {
  encrypted: [true, function get() { return true; }],
});

module.exports = { TLSSocket };
