'use strict';

// tls.createSecureContext: certificates, key, trust and versions of one side, checked when they are given.

const {
  coded, codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TLS_INVALID_PROTOCOL_VERSION, ERR_TLS_PROTOCOL_VERSION_CONFLICT },
} = require('internal/errors');
const { notBuilt } = require('internal/not_built');
const natives = require('internal/tls/natives');
const { validateString } = require('internal/validators');

/** Versions by Node's names. Those before 1.2 are not spoken. */
const VERSIONS = { 'TLSv1': 0, 'TLSv1.1': 1, 'TLSv1.2': 2, 'TLSv1.3': 3 };

/** Options that would change what is trusted or spoken, and that rustls has no counterpart for. */
const REFUSED = ['pfx', 'crl', 'dhparam', 'clientCertEngine', 'privateKeyEngine', 'privateKeyIdentifier'];

class SecureContext {
  constructor(context) {
    this.context = context;
  }
}

function versionOf(value, otherwise, what) {
  if (value === undefined || value === null) return otherwise;
  const number = VERSIONS[value];
  if (number === undefined) throw new ERR_TLS_INVALID_PROTOCOL_VERSION(value, what);
  return number;
}

/** `secureProtocol`: OpenSSL's old names of one version or of any. */
function versionsOfProtocol(name) {
  const match = /^(TLS|TLSv1|TLSv1_1|TLSv1_2|TLSv1_3|SSLv23)(?:_client|_server)?_method$/.exec(name);
  if (!match) {
    throw coded(TypeError, 'ERR_TLS_INVALID_PROTOCOL_METHOD', `Unknown method: ${name}`);
  }
  const number = { TLSv1: 0, TLSv1_1: 1, TLSv1_2: 2, TLSv1_3: 3 }[match[1]];
  return number === undefined ? [2, 3] : [number, number];
}

/** One value or several of PEM or DER. */
function listOf(value, name) {
  if (value === undefined || value === null || value === false || value === '') return [];
  return (Array.isArray(value) ? value : [value]).map((one) => {
    if (typeof one !== 'string' && !ArrayBuffer.isView(one)) {
      throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'Buffer', 'TypedArray', 'DataView'], one);
    }
    return typeof one === 'string' ? one : new Uint8Array(one.buffer, one.byteOffset, one.byteLength);
  });
}

/** The key, without its passphrase. */
function keyOf(options) {
  let { key, passphrase } = options;
  if (Array.isArray(key)) {
    if (key.length > 1) throw notBuilt('More than one key of a secure context', 'Give the one that belongs to `cert`.');
    [key] = key;
  }
  if (key === undefined || key === null || key === '') return undefined;
  if (typeof key === 'object' && !ArrayBuffer.isView(key) && key.pem !== undefined) {
    passphrase = key.passphrase ?? passphrase;
    key = key.pem;
  }
  const [one] = listOf(key, 'key');
  if (passphrase === undefined || !/ENCRYPTED/.test(Buffer.from(one).toString('latin1'))) return one;
  validateString(passphrase, 'options.passphrase');
  return require('crypto').createPrivateKey({ key: Buffer.from(one), passphrase }).export({ type: 'pkcs8', format: 'der' });
}

/** `options`: cert, key, passphrase, ca, minVersion, maxVersion, secureProtocol. */
function createSecureContext(options = {}) {
  if (options instanceof SecureContext) return options;
  if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  for (const name of REFUSED) {
    if (options[name] !== undefined && options[name] !== null) {
      throw notBuilt(`The option ${name} of tls`, 'Give certificates and keys as PEM, in cert, key and ca.');
    }
  }
  const { DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION } = require('tls');
  let min = versionOf(options.minVersion, VERSIONS[DEFAULT_MIN_VERSION], 'minimum');
  let max = versionOf(options.maxVersion, VERSIONS[DEFAULT_MAX_VERSION], 'maximum');
  if (options.secureProtocol) {
    if (options.minVersion) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(options.minVersion, options.secureProtocol);
    if (options.maxVersion) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(options.maxVersion, options.secureProtocol);
    [min, max] = versionsOfProtocol(options.secureProtocol);
  }
  if (min > max) throw new ERR_INVALID_ARG_VALUE('options.minVersion', options.minVersion, 'must not be above maxVersion');
  const authorities = options.ca === undefined || options.ca === null ? undefined : listOf(options.ca, 'ca');
  return new SecureContext(natives.createContext(listOf(options.cert, 'cert'), keyOf(options), authorities, Math.max(min, 2), max));
}

module.exports = { SecureContext, createSecureContext };
