'use strict';

// node:tls, with rustls: TLS 1.2 and 1.3 and their suites of today. Sockets and servers stand in internal/tls.

const { constants } = require('internal/crypto/constants');
const { connect } = require('internal/tls/connect');
const { checkServerIdentity } = require('internal/tls/identity');
const { convertALPNProtocols } = require('internal/tls/protocols');
const { SecureContext, createSecureContext } = require('internal/tls/secure_context');
const { Server } = require('internal/tls/server');
const { TLSSocket } = require('internal/tls/socket');
const natives = require('internal/tls/natives');

let rootCertificates;

/** Those that are trusted when no `ca` is given: the system's, in PEM. */
function readRootCertificates() {
  const { X509Certificate } = require('crypto');
  const all = natives.systemRoots().map((der) => new X509Certificate(der).toString().trimEnd());
  return Object.freeze([...new Set(all)]);
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS: constants.defaultCipherList,
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
  get createSecurePair() {
    return require('internal/tls/secure_pair').createSecurePair;
  },
  /** What rustls speaks, by OpenSSL's names. */
  getCiphers() {
    return require('internal/tls/ciphers').NAMES.map((name) => name.toLowerCase());
  },
};

Object.defineProperty(module.exports, 'rootCertificates', {
  __proto__: null,
  configurable: false,
  enumerable: true,
  get() {
    rootCertificates ??= readRootCertificates();
    return rootCertificates;
  },
});
