'use strict';

// tls.Server: a net.Server whose connections are secured before they are told of.

const assert = require('assert');
const { Buffer } = require('buffer');
const net = require('net');
const { codes } = require('internal/errors');
const { notBuilt } = require('internal/not_built');
const { validateBuffer, validateFunction, validateNumber, validateObject } = require('internal/validators');
const { convertALPNProtocols } = require('internal/tls/protocols');
const { SecureContext } = require('internal/tls/secure_context');
const { TLSSocket } = require('internal/tls/socket');

const kOptions = Symbol('kOptions');
const kTold = Symbol('kTold');

/** Options of a secure context, which a server keeps as properties of its own. */
const CONTEXT_OPTIONS = [
  'pfx', 'key', 'passphrase', 'cert', 'clientCertEngine', 'ca', 'minVersion', 'maxVersion', 'secureProtocol', 'crl', 'sigalgs', 'ciphers',
  'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext', 'privateKeyIdentifier', 'privateKeyEngine',
];
/** Those that stay when the context is replaced. */
const LASTING_OPTIONS = ['sessionTimeout', 'ticketKeys'];

/** `options`: a secure context's, ALPNProtocols, ALPNCallback, SNICallback, requestCert, rejectUnauthorized, handshakeTimeout (ms). */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  [options, listener] = readArguments(options, listener);
  initialize(this, options);
  net.Server.call(this, options, onConnection);
  if (listener) this.on('secureConnection', listener);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

function readArguments(options, listener) {
  if (typeof options === 'function') return [{}, options];
  if (options === null || options === undefined) return [{}, listener];
  if (typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  return [{ ...options }, listener];
}

function initialize(server, options) {
  if (options.ALPNCallback && options.ALPNProtocols) throw new codes.ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  if (options.SNICallback !== undefined) validateFunction(options.SNICallback, 'options.SNICallback');
  if (options.handshakeTimeout !== undefined) validateNumber(options.handshakeTimeout, 'options.handshakeTimeout');
  if (options.pskCallback) throw notBuilt('The option pskCallback of tls', 'Give the server a certificate.');
  server[kOptions] = { handshakeTimeout: 120_000, ...options };
  server._contexts = [];
  server.requestCert = options.requestCert === true;
  server.rejectUnauthorized = options.rejectUnauthorized !== false;
  if (options.ALPNProtocols) convertALPNProtocols(options.ALPNProtocols, server);
  server.setSecureContext(options);
}

/** A connection came in: it is the application's when it is secure. */
function onConnection(raw) {
  const options = this[kOptions];
  const socket = new TLSSocket(raw, {
    isServer: true,
    server: this,
    secureContext: this._sharedCreds,
    requestCert: this.requestCert,
    rejectUnauthorized: this.rejectUnauthorized,
    handshakeTimeout: options.handshakeTimeout,
    ALPNProtocols: this.ALPNProtocols,
    ALPNCallback: options.ALPNCallback,
    SNICallback: options.SNICallback || ((name, callback) => callback(null, contextFor(this, name))),
    pauseOnConnect: this.pauseOnConnect,
    highWaterMark: options.highWaterMark,
  });
  socket[kTold] = false;
  socket.on('secure', onSecure);
  if (this.listenerCount('keylog') > 0) socket.on('keylog', (line) => this.emit('keylog', line, socket));
  socket.on('close', onClose);
  socket.on('_tlsError', tellError);
}

/** The handshake is over: is the client who it should be? */
function onSecure() {
  if (this._requestCert) {
    const error = this._handle.verifyError();
    this.authorized = error === null;
    if (error) {
      this.authorizationError = error.code;
      if (this._rejectUnauthorized) this.destroy();
    }
  }
  if (this.destroyed || !this._releaseControl()) return;
  this.secureConnecting = false;
  this.server.emit('secureConnection', this);
}

/** Once of each socket that never became secure. */
function tellError(error) {
  if (this._controlReleased || this[kTold]) return;
  this[kTold] = true;
  this.server.emit('tlsClientError', error, this);
}

function onClose(hadError) {
  if (!hadError) tellError.call(this, Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
}

/** The context of the latest pattern that covers the name; undefined for the server's own. */
function contextFor(server, name) {
  return server._contexts.findLast(([pattern]) => pattern.test(name))?.[1];
}

/** `hostname` may begin with a wildcard. */
Server.prototype.addContext = function addContext(hostname, context) {
  if (!hostname) throw new codes.ERR_TLS_REQUIRED_SERVER_NAME();
  const pattern = hostname.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*');
  this._contexts.push([new RegExp(`^${pattern}$`), context instanceof SecureContext ? context : require('tls').createSecureContext(context)]);
};

/** Replaces certificate, key and trust for connections to come. */
Server.prototype.setSecureContext = function setSecureContext(options) {
  validateObject(options, 'options');
  for (const name of CONTEXT_OPTIONS) this[name] = options[name] || undefined;
  for (const name of LASTING_OPTIONS) if (options[name]) this[name] = options[name];
  this.honorCipherOrder = options.honorCipherOrder === undefined || Boolean(options.honorCipherOrder);
  const chosen = ['honorCipherOrder', ...CONTEXT_OPTIONS, ...LASTING_OPTIONS].map((name) => [name, this[name]]);
  // What is given and wrong is named so, even if it is false.
  this._sharedCreds = require('tls').createSecureContext({ ...options, ...Object.fromEntries(chosen) });
};

/** Properties for a context that setSecureContext() or addContext() makes later. */
Server.prototype.setOptions = require('util').deprecate(function setOptions(options) {
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  for (const name of [...CONTEXT_OPTIONS, ...LASTING_OPTIONS]) if (options[name]) this[name] = options[name];
  this.honorCipherOrder = options.honorCipherOrder === undefined || Boolean(options.honorCipherOrder);
  if (options.ALPNProtocols) convertALPNProtocols(options.ALPNProtocols, this);
}, 'Server.prototype.setOptions() is deprecated', 'DEP0122');

/** 48 bytes. Servers with the same ones take up each other's sessions. */
Server.prototype.getTicketKeys = function getTicketKeys() {
  const keys = this._sharedCreds.context.getTicketKeys();
  return Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
};

Server.prototype.setTicketKeys = function setTicketKeys(keys) {
  validateBuffer(keys);
  assert(keys.byteLength === 48, 'Session ticket keys must be a 48-byte buffer');
  this._sharedCreds.context.setTicketKeys(new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength));
};

Server.prototype[Symbol.for('nodejs.rejection')] = function onRejection(error, event, ...args) {
  if (event === 'secureConnection') args[0].destroy(error);
  else net.Server.prototype[Symbol.for('nodejs.rejection')].call(this, error, event, ...args);
};

module.exports = { Server };
