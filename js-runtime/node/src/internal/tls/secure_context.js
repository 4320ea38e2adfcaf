'use strict';

// tls.createSecureContext: certificates, keys, trust, versions and suites of one side, checked when they are given.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { notBuilt } = require('internal/not_built');
const natives = require('internal/tls/natives');
const { validateInt32, validateInteger, validateString } = require('internal/validators');

/** Versions by Node's names. Those before 1.2 are not spoken. */
const VERSIONS = { 'TLSv1': 0, 'TLSv1.1': 1, 'TLSv1.2': 2, 'TLSv1.3': 3 };
const OLDEST = 2;

/** Options that would change what is trusted or shown, and that rustls has no counterpart for. */
const REFUSED = ['crl', 'sigalgs', 'clientCertEngine', 'privateKeyEngine', 'privateKeyIdentifier'];

/** Bits of `secureOptions`. */
const NO_TICKET = 0x4000;
const CIPHER_SERVER_PREFERENCE = 0x400000;
const NO_TLS12 = 0x8000000;
const NO_TLS13 = 0x20000000;

/** Groups that keys are agreed on with, by their other names. */
const GROUPS = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'prime256v1': 'prime256v1', 'secp384r1': 'secp384r1', 'X25519': 'X25519' };

const TICKET_KEYS = 48;
/** Seconds. */
const SESSION_TIMEOUT = 300;

class SecureContext {
  constructor(context) {
    this.context = context;
  }
}

function versionOf(value, otherwise, what) {
  if (value === undefined || value === null) return otherwise;
  const number = VERSIONS[value];
  if (number === undefined) throw new codes.ERR_TLS_INVALID_PROTOCOL_VERSION(value, what);
  return number;
}

/** `secureProtocol`: OpenSSL's old names of one version or of any. */
function versionsOfProtocol(name) {
  const old = /^(SSLv[23])(?:_client|_server)?_method$/.exec(name);
  if (old) throw new codes.ERR_TLS_INVALID_PROTOCOL_METHOD(`${old[1]} methods disabled`);
  const match = /^(TLS|TLSv1|TLSv1_1|TLSv1_2|TLSv1_3|SSLv23)(?:_client|_server)?_method$/.exec(name);
  if (!match) throw new codes.ERR_TLS_INVALID_PROTOCOL_METHOD(`Unknown method: ${name}`);
  const number = { TLSv1: 0, TLSv1_1: 1, TLSv1_2: 2, TLSv1_3: 3 }[match[1]];
  return number === undefined ? [OLDEST, 3] : [number, number];
}

/** [the oldest, the newest] */
function versionsOf(options) {
  const { DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION } = require('tls');
  let min = versionOf(options.minVersion, VERSIONS[DEFAULT_MIN_VERSION], 'minimum');
  let max = versionOf(options.maxVersion, VERSIONS[DEFAULT_MAX_VERSION], 'maximum');
  const { secureOptions, secureProtocol } = options;
  if (secureProtocol) {
    if (options.minVersion) throw new codes.ERR_TLS_PROTOCOL_VERSION_CONFLICT(options.minVersion, secureProtocol);
    if (options.maxVersion) throw new codes.ERR_TLS_PROTOCOL_VERSION_CONFLICT(options.maxVersion, secureProtocol);
    [min, max] = versionsOfProtocol(secureProtocol);
  }
  if (min > max) throw new codes.ERR_INVALID_ARG_VALUE('options.minVersion', options.minVersion, 'must not be above maxVersion');
  min = Math.max(min, OLDEST);
  if (secureOptions & NO_TLS12) min = Math.max(min, 3);
  if (secureOptions & NO_TLS13) max = Math.min(max, 2);
  return [min, max];
}

function bytesOf(value, name) {
  if (typeof value === 'string') return value;
  if (!ArrayBuffer.isView(value)) throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** One value or several of PEM or DER. */
function listOf(value, name) {
  if (!value) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => bytesOf(one, name));
}

/** A key without its passphrase. */
function keyOf(given, passphrase) {
  const key = bytesOf(given, 'key');
  if (!/ENCRYPTED/.test(Buffer.from(key).toString('latin1'))) return key;
  // Whoever gives no passphrase has given a wrong one.
  return require('crypto').createPrivateKey({ key: Buffer.from(key), passphrase: passphrase ?? '' }).export({ type: 'pkcs8', format: 'der' });
}

/** Several keys may each have a passphrase: { pem, passphrase }. */
function keysOf({ key, passphrase }) {
  if (passphrase !== undefined && passphrase !== null) validateString(passphrase, 'options.passphrase');
  if (!key) return [];
  if (!Array.isArray(key)) return [keyOf(key, passphrase)];
  return key.map((one) => keyOf(one?.pem ?? one, one?.passphrase ?? passphrase));
}

/** The suites for versions up to `maxVersion`. */
function suitesOf({ ciphers }, maxVersion) {
  if (ciphers !== undefined && ciphers !== null) validateString(ciphers, 'options.ciphers');
  const { chooseSuites } = require('internal/tls/ciphers');
  return chooseSuites(ciphers || require('tls').DEFAULT_CIPHERS, 'options.ciphers', maxVersion >= VERSIONS['TLSv1.3']);
}

function groupsOf({ ecdhCurve }) {
  const { DEFAULT_ECDH_CURVE } = require('tls');
  if (ecdhCurve === undefined || ecdhCurve === null) ecdhCurve = DEFAULT_ECDH_CURVE;
  validateString(ecdhCurve, 'options.ecdhCurve');
  if (ecdhCurve === 'auto') return undefined;
  const groups = ecdhCurve.split(':').map((name) => GROUPS[name]).filter((name) => name !== undefined);
  if (groups.length === 0) throw new codes.ERR_CRYPTO_OPERATION_FAILED('Failed to set ECDH curve');
  return groups;
}

function ticketKeysOf({ ticketKeys }) {
  if (ticketKeys === undefined || ticketKeys === null) return undefined;
  if (!ArrayBuffer.isView(ticketKeys)) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.ticketKeys', ['Buffer', 'TypedArray', 'DataView'], ticketKeys);
  }
  if (ticketKeys.byteLength !== TICKET_KEYS) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.ticketKeys', ticketKeys.byteLength, 'must be exactly 48 bytes');
  }
  return bytesOf(ticketKeys);
}

function refuseAbsent(options) {
  const given = REFUSED.filter((name) => options[name] !== undefined && options[name] !== null);
  for (const name of given) {
    const value = options[name];
    if (name !== 'crl' && typeof value !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'null', 'undefined'], value);
    if (value === '') throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  }
  if (given.length > 0) throw notBuilt(`The option ${given[0]} of tls`, 'Give certificates and keys in cert, key, pfx and ca.');
}

/**
 * `options`: cert, key, pfx, passphrase, ca, ciphers, ecdhCurve, honorCipherOrder, minVersion, maxVersion, secureProtocol, secureOptions,
 * sessionTimeout (s), ticketKeys. dhparam is for suites that are not there.
 */
function createSecureContext(options = {}) {
  if (options instanceof SecureContext) return options;
  if (options === null || typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  refuseAbsent(options);
  const { honorCipherOrder, secureOptions, sessionIdContext, sessionTimeout } = options;
  if (secureOptions !== undefined && secureOptions !== null) validateInteger(secureOptions, 'options.secureOptions');
  if (sessionIdContext !== undefined && sessionIdContext !== null) validateString(sessionIdContext, 'options.sessionIdContext');
  if (sessionTimeout !== undefined && sessionTimeout !== null) validateInt32(sessionTimeout, 'options.sessionTimeout', 0);
  const [minVersion, maxVersion] = versionsOf(options);
  const authorities = options.ca ? listOf(options.ca, 'ca') : undefined;
  const certificates = listOf(options.cert, 'cert');
  const keys = keysOf(options);
  const { suites, isModern } = suitesOf(options, maxVersion);
  const groups = groupsOf(options);
  const ticketKeys = ticketKeysOf(options);
  const opened = options.pfx ? require('internal/tls/pfx').openAll(options.pfx, options.passphrase) : [];
  const context = natives.createContext({
    certificates: [...certificates, ...opened.map(({ chain }) => chain)],
    keys: [...keys, ...opened.map(({ key }) => key)],
    authorities,
    minVersion: isModern ? VERSIONS['TLSv1.3'] : minVersion,
    maxVersion,
    suites,
    groups,
    ownOrder: Boolean(honorCipherOrder) || Boolean(secureOptions & CIPHER_SERVER_PREFERENCE),
    withTickets: !(secureOptions & NO_TICKET),
    ticketKeys,
    sessionTimeout: sessionTimeout || SESSION_TIMEOUT,
  });
  for (const authority of opened.flatMap((one) => one.authorities)) context.addCACert(authority);
  return new SecureContext(context);
}

module.exports = { SecureContext, createSecureContext };
