'use strict';

// node:tls, with rustls: TLS 1.2 and 1.3 and their suites of today. Sockets and servers stand in internal/tls.

const { Buffer } = require('buffer');
const { checkServerIdentity } = require('internal/tls/identity');
const { SecureContext, createSecureContext } = require('internal/tls/secure_context');
const { Server } = require('internal/tls/server');
const { TLSSocket, connect } = require('internal/tls/socket');

/** What rustls speaks, by OpenSSL's names. */
const CIPHERS = [
  'tls_aes_256_gcm_sha384', 'tls_chacha20_poly1305_sha256', 'tls_aes_128_gcm_sha256', 'ecdhe-ecdsa-aes256-gcm-sha384',
  'ecdhe-ecdsa-aes128-gcm-sha256', 'ecdhe-ecdsa-chacha20-poly1305', 'ecdhe-rsa-aes256-gcm-sha384', 'ecdhe-rsa-aes128-gcm-sha256',
  'ecdhe-rsa-chacha20-poly1305',
];

/** Protocols as the bytes of ALPN, into `out.ALPNProtocols`. */
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    out.ALPNProtocols = Buffer.concat(protocols.flatMap((one) => [Buffer.from([Buffer.byteLength(one)]), Buffer.from(one)]));
  } else if (ArrayBuffer.isView(protocols)) {
    out.ALPNProtocols = Buffer.from(protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength));
  }
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS: CIPHERS.map((name) => name.toUpperCase()).join(':'),
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: 'TLSv1.2',
  DEFAULT_MAX_VERSION: 'TLSv1.3',
  SecureContext,
  Server,
  TLSSocket,
  checkServerIdentity,
  connect,
  convertALPNProtocols,
  createSecureContext,
  createServer(options, listener) {
    return new Server(options, listener);
  },
  getCiphers() {
    return [...CIPHERS];
  },
};
