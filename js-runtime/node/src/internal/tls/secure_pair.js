'use strict';

// tls.createSecurePair, from before TLSSocket: what is written to one stream of the pair comes out of the other one encrypted.

const EventEmitter = require('events');
const { codes } = require('internal/errors');
const { duplexPair } = require('internal/streams/duplex_pair');
const { SecureContext, createSecureContext } = require('internal/tls/secure_context');
const { TLSSocket } = require('internal/tls/socket');

class SecurePair extends EventEmitter {
  constructor(context = createSecureContext(), isServer = false, requestCert = !isServer, rejectUnauthorized = false, options = {}) {
    super();
    if (context !== null && !(context instanceof SecureContext)) throw new codes.ERR_TLS_INVALID_CONTEXT('context');
    const secureContext = context ?? createSecureContext();
    const [encrypted, other] = duplexPair();
    this.server = options.server;
    this.credentials = secureContext;
    this.encrypted = encrypted;
    this.cleartext = new TLSSocket(other, { secureContext, isServer, requestCert, rejectUnauthorized, ...options });
    this.cleartext.once('secure', () => this.emit('secure'));
  }

  destroy() {
    this.cleartext.destroy();
    this.encrypted.destroy();
  }
}

function createSecurePair(...args) {
  return new SecurePair(...args);
}

module.exports = {
  createSecurePair: require('util').deprecate(
    createSecurePair, 'tls.createSecurePair() is deprecated. Please use tls.TLSSocket instead.', 'DEP0064'),
};
