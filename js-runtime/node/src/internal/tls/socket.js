'use strict';

// tls.TLSSocket: a net.Socket whose handle is a TLS layer over another stream; tls.connect makes one of a client.

const net = require('net');
const { Duplex } = require('stream');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS, ERR_TLS_HANDSHAKE_TIMEOUT } } = require('internal/errors');
const { normalizeArguments } = require('internal/net/arguments');
const { defineAccessors } = require('internal/streams/properties');
const { checkServerIdentity, legacyObject } = require('internal/tls/identity');
const { TlsLayer } = require('internal/tls/layer');
const natives = require('internal/tls/natives');
const { SecureContext, createSecureContext } = require('internal/tls/secure_context');

const kOptions = Symbol('kOptions');
const kRaw = Symbol('kRaw');
const kSecured = Symbol('kSecured');
const kFailed = Symbol('kFailed');
const kTimer = Symbol('kTimer');

/** OpenSSL's words for what is wrong with a certificate. */
const VERDICTS = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_REVOKED: 'certificate revoked',
  CERT_SIGNATURE_FAILURE: 'certificate signature failure',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  INVALID_PURPOSE: 'unsuitable certificate purpose',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in certificate chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to verify the first certificate',
};

/** What the session says of the peer's certificate, as an Error; null when it is fine. */
function verdictOf(session) {
  const code = session.verdict;
  return code === undefined ? null : Object.assign(new Error(VERDICTS[code]), { code });
}

/**
 * `socket`: the stream to speak over, or undefined until connect(); `options`: isServer, server, secureContext or its options, ALPNProtocols,
 * servername, requestCert, rejectUnauthorized, checkServerIdentity, SNICallback, ALPNCallback.
 */
function TLSSocket(socket, options) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, options);
  options = { ...options };
  if (socket !== undefined && socket !== null && !(socket instanceof Duplex)) throw new ERR_INVALID_ARG_TYPE('socket', 'Duplex', socket);
  if (options.ALPNCallback && options.ALPNProtocols) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  this[kOptions] = options;
  this[kRaw] = null;
  this[kSecured] = false;
  this[kFailed] = false;
  this[kTimer] = null;
  this._tlsOptions = options;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  net.Socket.call(this, {
    allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen,
    pauseOnCreate: options.pauseOnConnect,
    manualStart: true,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
  });
  if (socket) this._over(socket);
}
Object.setPrototypeOf(TLSSocket.prototype, net.Socket.prototype);
Object.setPrototypeOf(TLSSocket, net.Socket);

/** Speaks TLS over `raw` from now on, or from when it is connected. */
TLSSocket.prototype._over = function _over(raw) {
  this[kRaw] = raw;
  this._parent = raw instanceof net.Socket ? raw : null;
  // Its silence is counted here.
  const options = this[kOptions];
  if (raw.connecting) {
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
    return;
  }
  this._startLayer();
  this.read(0);
};

TLSSocket.prototype._startLayer = function _startLayer() {
  const options = this[kOptions];
  const raw = this[kRaw];
  let session;
  if (options.isServer) {
    session = natives.createServer();
  } else {
    const context = contextOf(options);
    const name = options.servername || undefined;
    session = natives.createClient(context.context, name, protocolList(options.ALPNProtocols));
  }
  this._handle = new TlsLayer(session, raw, {
    onGreeting: (layer) => this._onGreeting(layer),
    onSecure: () => this._finishInit(),
    onFailure: (error) => this._tlsError(asClientSees(error, options, this._handle)),
    onLost: () => this._onLost(),
  });
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
  const { secureContext } = options;
  if (secureContext) {
    if (!(secureContext instanceof SecureContext)) {
      const { codes: { ERR_TLS_INVALID_CONTEXT } } = require('internal/errors');
      throw new ERR_TLS_INVALID_CONTEXT('options.secureContext');
    }
    return secureContext;
  }
  options.secureContext = createSecureContext(options);
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
TLSSocket.prototype._onGreeting = function _onGreeting(layer) {
  const options = this[kOptions];
  const { session } = layer;
  const name = session.serverName;
  this.servername = name === undefined ? false : name;
  const proceed = (context) => {
    if (this.destroyed) return;
    let protocols = protocolList(options.ALPNProtocols);
    if (options.ALPNCallback) {
      const offered = session.offered;
      if (offered.length > 0) {
        const chosen = options.ALPNCallback({ servername: name || '', protocols: offered });
        if (chosen !== undefined && !offered.includes(chosen)) {
          const { codes: { ERR_TLS_ALPN_CALLBACK_INVALID_RESULT } } = require('internal/errors');
          this.destroy(new ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, offered));
          return;
        }
        // None chosen: one that nobody offers, so that the handshake says so.
        protocols = chosen === undefined ? ['\0'] : [chosen];
      }
    }
    layer.proceed(context.context, protocols, Boolean(options.requestCert));
  };
  const { SNICallback } = options;
  if (typeof SNICallback !== 'function' || !name) {
    proceed(contextOf(options));
    return;
  }
  SNICallback(name, (error, context) => {
    if (error) {
      this.destroy(error);
      return;
    }
    if (context !== undefined && context !== null && !(context instanceof SecureContext)) {
      const { codes: { ERR_TLS_INVALID_CONTEXT } } = require('internal/errors');
      this._tlsError(new ERR_TLS_INVALID_CONTEXT('context'));
      return;
    }
    proceed(context ?? contextOf(options));
  });
};

/** The handshake is over: is the peer who it should be? */
TLSSocket.prototype._finishInit = function _finishInit() {
  const options = this[kOptions];
  const { session } = this._handle;
  clearTimeout(this[kTimer]);
  this.alpnProtocol = session.protocol ?? false;
  this.secureConnecting = false;
  this._secureEstablished = true;
  if (options.isServer) {
    this._judgeClient(options, session);
  } else {
    // A server is told the name, and says none.
    this.servername = false;
    this._judgeServer(options, session);
  }
};

TLSSocket.prototype._judgeServer = function _judgeServer(options, session) {
  let error = verdictOf(session);
  if (error === null) {
    const host = options.servername || options.host || (options.socket && options.socket._host) || 'localhost';
    const certificate = this.getPeerCertificate(true);
    error = (options.checkServerIdentity ?? checkServerIdentity)(host, certificate) ?? null;
  }
  if (error) {
    this.authorized = false;
    this.authorizationError = error.code || error.message;
    if (options.rejectUnauthorized !== false) {
      this[kFailed] = true;
      this.destroy(error);
      return;
    }
  } else {
    this.authorized = true;
  }
  accept(this);
  if (options.isClient) this.emit('secureConnect');
};

/** The peer is who it should be, or nobody minds: what it sent is let through. */
function accept(socket) {
  socket[kSecured] = true;
  socket._handle.release();
  socket.emit('secure');
}

TLSSocket.prototype._judgeClient = function _judgeClient(options, session) {
  if (options.requestCert) {
    const error = session.peerCertificates.length === 0 ?
      Object.assign(new Error('unable to get issuer certificate'), { code: 'UNABLE_TO_GET_ISSUER_CERT' }) :
      verdictOf(session);
    if (error) {
      this.authorizationError = error.code;
      if (options.rejectUnauthorized !== false) {
        this.destroy();
        return;
      }
    } else {
      this.authorized = true;
    }
  }
  accept(this);
};

/** Why no secure connection came about, or why it broke. */
TLSSocket.prototype._tlsError = function _tlsError(error) {
  if (this[kFailed] || this.destroyed) return;
  this[kFailed] = true;
  this.emit('_tlsError', error);
  // A server tells who made the listener; the socket itself has no 'error' before it is secure.
  if (this[kOptions].isServer && !this[kSecured] && this[kOptions].server) this.destroy();
  else this.destroy(error);
};

/** The connection below ended before the handshake did. */
TLSSocket.prototype._onLost = function _onLost() {
  if (this[kOptions].isServer) {
    const error = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    this._tlsError(error);
    return;
  }
  const error = new Error('Client network socket disconnected before secure TLS connection was established');
  const { path, host, port, localAddress } = this[kOptions];
  this._tlsError(Object.assign(error, { code: 'ECONNRESET', path, host, port, localAddress }));
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
  this[kTimer] = setTimeout(() => this._tlsError(new ERR_TLS_HANDSHAKE_TIMEOUT()), msecs);
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

// ---- What is known of the connection -------------------------------------------------------------------------------------------------

/** `{}` when the peer showed none; `detailed`: with its issuers, as `issuerCertificate`. */
TLSSocket.prototype.getPeerCertificate = function getPeerCertificate(detailed) {
  if (!this._handle) return null;
  const chain = this._handle.session.peerCertificates;
  if (chain.length === 0) return {};
  const [leaf, ...issuers] = chain.map(legacyObject);
  if (detailed) {
    let current = leaf;
    for (const issuer of issuers) {
      current.issuerCertificate = issuer;
      current = issuer;
    }
    // A root is its own issuer.
    if (JSON.stringify(current.subject) === JSON.stringify(current.issuer)) current.issuerCertificate = current;
  }
  return leaf;
};

TLSSocket.prototype.getCipher = function getCipher() {
  const cipher = this._handle?.session.cipher;
  if (!cipher) return undefined;
  const [name, standardName] = cipher;
  return { name, standardName, version: this.getProtocol() === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2' };
};

TLSSocket.prototype.getProtocol = function getProtocol() {
  return this._handle ? this._handle.session.version ?? null : null;
};

/** Sessions are never resumed: each handshake looks at the certificates anew. */
TLSSocket.prototype.isSessionReused = function isSessionReused() {
  return false;
};
TLSSocket.prototype.getSession = function getSession() {
  return undefined;
};
TLSSocket.prototype.setSession = function setSession() {};
TLSSocket.prototype.getTLSTicket = function getTLSTicket() {
  return undefined;
};
TLSSocket.prototype.disableRenegotiation = function disableRenegotiation() {};
TLSSocket.prototype.setServername = function setServername(name) {
  this[kOptions].servername = name;
};

for (const name of [
  'getCertificate', 'getEphemeralKeyInfo', 'getFinished', 'getPeerFinished', 'getSharedSigalgs', 'exportKeyingMaterial', 'renegotiate',
  'enableTrace', 'setMaxSendFragment', 'getPeerX509Certificate', 'getX509Certificate', 'setKeyCert',
]) {
  TLSSocket.prototype[name] = function refuse() {
    throw require('internal/not_built').notBuilt(`tlsSocket.${name}()`, 'Do without it, or terminate TLS before the application.');
  };
}

defineAccessors(TLSSocket.prototype, {
  encrypted: [true, function get() { return true; }],
});

/** A client's: `(options, cb)`, `(port, host, options, cb)`; `cb`: of 'secureConnect'. */
function connect(...args) {
  const [given, callback] = normalizeArguments(args);
  // Options may come after port and host.
  const late = [args[1], args[2]].find((one) => one !== null && typeof one === 'object');
  let options = late ? { ...given, ...late } : given;
  const allowed = process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0';
  options = { rejectUnauthorized: allowed, checkServerIdentity, minDHSize: 1024, ...options };
  if (!options.keepAlive) options.singleUse = true;
  const context = options.secureContext || createSecureContext(options);
  const socket = new TLSSocket(options.socket, {
    ...options,
    secureContext: context,
    isServer: false,
    isClient: true,
    servername: nameToAsk(options),
    allowHalfOpen: options.socket ? options.socket.allowHalfOpen : Boolean(options.allowHalfOpen),
  });
  if (callback) socket.once('secureConnect', callback);
  if (!options.socket) {
    // A timeout counts from the beginning.
    if (options.timeout) socket.setTimeout(options.timeout);
    socket.connect({ ...options, socket: undefined });
  }
  return socket;
}

/** The name for SNI: never an address. */
function nameToAsk({ servername, host, socket }) {
  if (servername !== undefined) return servername;
  const name = host || socket?._host;
  return name && !net.isIP(name) ? name : undefined;
}

module.exports = { TLSSocket, connect };
