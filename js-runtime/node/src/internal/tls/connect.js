'use strict';

// tls.connect: a client's socket, which tells of its connection when the server is known to be who it should be.

const { Buffer } = require('buffer');
const net = require('net');
const { codes } = require('internal/errors');
const { normalizeArguments } = require('internal/net/arguments');
const { TLSSocket } = require('internal/tls/socket');

let warnedOfAddress = false;
let warnedOfEnvironment = false;

/** `(options, cb)`, `(port, host, options, cb)`; `cb`: of 'secureConnect'. */
function connect(...args) {
  const tls = require('tls');
  const [given, callback] = normalizeArguments(args);
  // Options may come after port and host.
  const late = [args[1], args[2]].find((one) => one !== null && typeof one === 'object');
  const options = {
    rejectUnauthorized: !allowsUnauthorized(),
    ciphers: tls.DEFAULT_CIPHERS,
    checkServerIdentity: tls.checkServerIdentity,
    minDHSize: 1024,
    ...given,
    ...late,
  };
  if (typeof options.checkServerIdentity !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.checkServerIdentity', 'Function', options.checkServerIdentity);
  }
  if (!options.keepAlive) options.singleUse = true;
  const { servername, session } = options;
  if (servername && net.isIP(servername)) warnOfAddress();
  const socket = new TLSSocket(options.socket, {
    allowHalfOpen: options.allowHalfOpen,
    secureContext: options.secureContext || tls.createSecureContext(options),
    isServer: false,
    isClient: true,
    requestCert: true,
    rejectUnauthorized: options.rejectUnauthorized !== false,
    session: typeof session === 'string' ? Buffer.from(session, 'latin1') : session,
    servername,
    ALPNProtocols: options.ALPNProtocols,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
    pskCallback: options.pskCallback,
    lost: () => lost(options),
  });
  if (callback) socket.once('secureConnect', callback);
  socket.prependListener('secure', () => judge(socket, options));
  if (!options.socket) {
    // A timeout counts from the beginning.
    if (options.timeout) socket.setTimeout(options.timeout);
    socket.connect({ ...options, socket: undefined });
  }
  socket._releaseControl();
  return socket;
}

function allowsUnauthorized() {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return false;
  if (!warnedOfEnvironment) {
    warnedOfEnvironment = true;
    process.emitWarning('Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to \'0\' makes TLS connections and HTTPS requests ' +
      'insecure by disabling certificate verification.');
  }
  return true;
}

function warnOfAddress() {
  if (warnedOfAddress) return;
  warnedOfAddress = true;
  process.emitWarning('Setting the TLS ServerName to an IP address is not permitted by RFC 6066. This will be ignored in a future version.',
    'DeprecationWarning', 'DEP0123');
}

/** The server ended the connection before the handshake was over. */
function lost({ path, host, port, localAddress }) {
  const error = new Error('Client network socket disconnected before secure TLS connection was established');
  return Object.assign(error, { code: 'ECONNRESET', path, host, port, localAddress });
}

/** The handshake is over: is the server who it should be? */
function judge(socket, options) {
  let error = socket._handle.verifyError();
  // Who takes a session up again was looked at when it began.
  if (error === null && !socket.isSessionReused()) {
    const host = options.servername || options.host || (options.socket && options.socket._host) || 'localhost';
    error = options.checkServerIdentity(host, socket.getPeerCertificate(true));
  }
  socket.authorized = !error;
  if (error) {
    socket.authorizationError = error.code || error.message;
    if (options.rejectUnauthorized !== false) {
      socket.destroy(error);
      return;
    }
  }
  socket._handle.release();
  socket.secureConnecting = false;
  socket.emit('secureConnect');
  socket._tellSessions();
}

module.exports = { connect };
