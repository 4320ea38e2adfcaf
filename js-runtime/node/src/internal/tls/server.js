'use strict';

// tls.Server: a net.Server whose connections are secured before they are told of.

const net = require('net');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS, ERR_TLS_REQUIRED_SERVER_NAME } } = require('internal/errors');
const { validateFunction, validateNumber } = require('internal/validators');
const { SecureContext, createSecureContext } = require('internal/tls/secure_context');
const { TLSSocket } = require('internal/tls/socket');

const kOptions = Symbol('kOptions');
const kContexts = Symbol('kContexts');

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
  if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  return [{ ...options }, listener];
}

function initialize(server, options) {
  if (options.ALPNCallback && options.ALPNProtocols) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  if (options.SNICallback !== undefined) validateFunction(options.SNICallback, 'options.SNICallback');
  if (options.handshakeTimeout !== undefined) validateNumber(options.handshakeTimeout, 'options.handshakeTimeout');
  server[kOptions] = { handshakeTimeout: 120_000, ...options };
  server[kContexts] = [];
  server.requestCert = options.requestCert === true;
  server.rejectUnauthorized = options.rejectUnauthorized !== false;
  server._sharedCreds = createSecureContext(options);
  server.ALPNProtocols = options.ALPNProtocols;
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
    ALPNProtocols: this.ALPNProtocols,
    ALPNCallback: options.ALPNCallback,
    SNICallback: options.SNICallback || ((name, callback) => callback(null, contextFor(this, name))),
    pauseOnConnect: this.pauseOnConnect,
    highWaterMark: options.highWaterMark,
  });
  socket.server = this;
  socket._limitHandshake(options.handshakeTimeout);
  socket.on('secure', () => {
    if (!socket.destroyed) this.emit('secureConnection', socket);
  });
  socket.on('_tlsError', (error) => {
    if (!socket._controlReleased) this.emit('tlsClientError', error, socket);
  });
}

/** The context of the latest pattern that covers the name; undefined for the server's own. */
function contextFor(server, name) {
  for (const [pattern, context] of server[kContexts]) {
    if (pattern.test(name)) return context;
  }
  return undefined;
}

/** `hostname` may begin with a wildcard. */
Server.prototype.addContext = function addContext(hostname, context) {
  if (!hostname) throw new ERR_TLS_REQUIRED_SERVER_NAME();
  const pattern = hostname.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*');
  this[kContexts].unshift([new RegExp(`^${pattern}$`, 'i'), context instanceof SecureContext ? context : createSecureContext(context)]);
};

/** Replaces certificate, key and trust for connections to come. */
Server.prototype.setSecureContext = function setSecureContext(options) {
  this._sharedCreds = createSecureContext(options);
};

/** Sessions are not resumed, so there are no ticket keys to share. */
for (const name of ['getTicketKeys', 'setTicketKeys']) {
  Server.prototype[name] = function refuse() {
    throw require('internal/not_built').notBuilt(`tls.Server ${name}()`, 'Sessions are not resumed.');
  };
}

module.exports = { Server, initialize, onConnection, readArguments };
