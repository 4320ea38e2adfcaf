'use strict';

// What a TLSSocket tells of its connection: certificates, cipher, session.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { notBuilt } = require('internal/not_built');
const { validateBuffer, validateFunction, validateInt32, validateObject, validateString, validateUint32 } = require('internal/validators');

/** Bits, as OpenSSL counts them. */
const GROUP_SIZES = { X25519: 253, prime256v1: 256, secp384r1: 384 };
/** Bytes of a record. */
const SHORTEST_FRAGMENT = 512;
const LONGEST_FRAGMENT = 16384;

const bufferOf = (bytes) => (bytes === undefined ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));

const linked = (chain) => require('internal/crypto/x509').linked(chain.map(bufferOf));

/** Certificates as objects of old, each with its issuer as `issuerCertificate`. */
function legacyChain(certificate) {
  const object = certificate.toLegacyObject();
  if (certificate.issuerCertificate !== undefined) object.issuerCertificate = legacyChain(certificate.issuerCertificate);
  // A root is its own issuer.
  else if (certificate.checkIssued(certificate)) object.issuerCertificate = object;
  return object;
}

const facts = {
  /** `{}` when the peer showed none; `detailed`: with its issuers. */
  getPeerCertificate(detailed) {
    if (!this._handle) return null;
    const { session } = this._handle;
    if (detailed) {
      const leaf = linked(session.peerChain);
      return leaf === undefined ? {} : legacyChain(leaf);
    }
    return linked(session.peerCertificates.slice(0, 1))?.toLegacyObject() ?? {};
  },

  /** Its own. */
  getCertificate() {
    if (!this._handle) return null;
    return this.getX509Certificate()?.toLegacyObject() ?? {};
  },

  /** With the issuers that were sent. */
  getPeerX509Certificate() {
    return this._handle ? linked(this._handle.session.peerCertificates) : undefined;
  },

  getX509Certificate() {
    return this._handle ? linked(this._handle.session.ownCertificates.slice(0, 1)) : undefined;
  },

  getCipher() {
    if (!this._handle) return null;
    const { cipher } = this._handle.session;
    if (!cipher) return undefined;
    const [name, standardName] = cipher;
    return { name, standardName, version: this.getProtocol() };
  },

  getProtocol() {
    return this._handle ? this._handle.session.version ?? null : null;
  },

  /** How the keys were agreed on; a client knows. */
  getEphemeralKeyInfo() {
    if (!this._handle || this._tlsOptions.isServer) return null;
    const { group } = this._handle.session;
    return group === undefined ? {} : { type: 'ECDH', name: group, size: GROUP_SIZES[group] };
  },

  isSessionReused() {
    return this._handle ? this._handle.session.isResumed : null;
  },

  /** A client's: by which tls.connect() may take the session up again, in this process. */
  getSession() {
    return this._handle ? bufferOf(this._handle.session.session) : null;
  },

  /** What a ticket holds is the server's affair. */
  getTLSTicket() {
    return this._handle ? undefined : null;
  },

  exportKeyingMaterial(length, label, context) {
    validateUint32(length, 'length', true);
    validateString(label, 'label');
    if (context !== undefined) validateBuffer(context, 'context');
    if (!this._secureEstablished) throw new codes.ERR_TLS_INVALID_STATE();
    const bytes = context && new Uint8Array(context.buffer, context.byteOffset, context.byteLength);
    return bufferOf(this._handle.session.exportKeyingMaterial(length, label, bytes));
  },

  /** Whether records of at most `size` bytes can be sent. */
  setMaxSendFragment(size) {
    validateInt32(size, 'size');
    if (size < SHORTEST_FRAGMENT || size > LONGEST_FRAGMENT || !this._handle) return false;
    this._handle.session.limitFragments(size);
    return true;
  },

  /** TLS 1.3 knows none, and rustls none of 1.2. */
  renegotiate(options, callback) {
    validateObject(options, 'options');
    if (callback !== undefined) validateFunction(callback, 'callback');
    if (this.destroyed) return undefined;
    if (callback) process.nextTick(callback, this.getProtocol() === 'TLSv1.3' ? wrongVersion() : noRenegotiation());
    return false;
  },

  disableRenegotiation() {},
};

function wrongVersion() {
  const library = 'SSL routines';
  const reason = 'wrong ssl version';
  return Object.assign(new Error(`error:0A00010A:${library}::${reason}`), { library, reason, code: 'ERR_SSL_WRONG_SSL_VERSION' });
}

function noRenegotiation() {
  return notBuilt('tlsSocket.renegotiate()', 'Do without it, or terminate TLS before the application.');
}

for (const name of ['getFinished', 'getPeerFinished', 'getSharedSigalgs', 'enableTrace', 'setKeyCert']) {
  facts[name] = function refuse() {
    throw notBuilt(`tlsSocket.${name}()`, 'Do without it, or terminate TLS before the application.');
  };
}

/** Gives the prototype of TLSSocket these methods. */
function install(prototype) {
  Object.assign(prototype, facts);
}

module.exports = { install };
