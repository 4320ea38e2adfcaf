'use strict';

/** `X509Certificate`: what a certificate says, and whom it is for. */

const { codes } = require('internal/errors');
const { validateBoolean, validateObject, validateString } = require('internal/validators');
const { Buffer } = require('buffer');
const { isIP } = require('internal/net/ip_address');
const natives = require('internal/crypto/natives');
const { createHash } = require('internal/crypto/hash');
const { own, viewOf } = require('internal/crypto/util');
const { PublicKeyObject, isKeyObject } = require('internal/crypto/keys');
const { notBuilt } = require('internal/not_built');

const kFacts = Symbol('kFacts');
const kPublicKey = Symbol('kPublicKey');
const kIssuer = Symbol('kIssuer');

/** The digest of each algorithm that certificates are signed with; null for Ed25519, which has its own. */
const SIGNATURES = {
  '1.2.840.113549.1.1.4': 'md5', '1.2.840.113549.1.1.5': 'sha1', '1.2.840.113549.1.1.14': 'sha224', '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384', '1.2.840.113549.1.1.13': 'sha512', '1.2.840.10045.4.1': 'sha1', '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256', '1.2.840.10045.4.3.3': 'sha384', '1.2.840.10045.4.3.4': 'sha512', '1.3.101.112': null,
};

const NIST_CURVES = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

function isCertificate(value) {
  return value !== null && typeof value === 'object' && value[kFacts] !== undefined;
}

function fingerprint(certificate, digest) {
  return createHash(digest).update(certificate[kFacts].raw).digest('hex').toUpperCase().replace(/..(?=.)/g, '$&:');
}

const namesOf = (pairs) => (pairs.length === 0 ? undefined : pairs.map(([name, value]) => `${name}=${value}`).join('\n'));

/** Attributes as an object; a name that comes more than once has an array. */
function legacyNames(pairs) {
  const names = { __proto__: null };
  for (const [name, value] of pairs) {
    if (names[name] === undefined) names[name] = value;
    else names[name] = [].concat(names[name], value);
  }
  return names;
}

/** One label of a pattern may hold one `*`: the first one, with at least two labels behind it. */
function matchesHost(pattern, host, { wildcards, partialWildcards, multiLabelWildcards }) {
  pattern = pattern.toLowerCase();
  host = host.toLowerCase();
  if (pattern === host) return true;
  const star = pattern.indexOf('*');
  if (!wildcards || star === -1 || star !== pattern.lastIndexOf('*')) return false;
  const dot = pattern.indexOf('.');
  if (dot === -1 || star > dot || !pattern.slice(dot + 1).includes('.')) return false;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1, dot)];
  if ((before !== '' || after !== '') && (!partialWildcards || pattern.startsWith('xn--'))) return false;
  const rest = pattern.slice(dot);
  if (!host.endsWith(rest)) return false;
  const label = host.slice(0, host.length - rest.length);
  if (label.length <= before.length + after.length || !label.startsWith(before) || !label.endsWith(after)) return false;
  return multiLabelWildcards || !label.includes('.');
}

function checkOptions(options = {}) {
  validateObject(options, 'options');
  const { subject = 'default', wildcards = true, partialWildcards = true, multiLabelWildcards = false, singleLabelSubdomains = false } = options;
  if (!['default', 'always', 'never'].includes(subject)) throw codes.ERR_INVALID_ARG_VALUE('options.subject', subject);
  for (const [name, value] of Object.entries({ wildcards, partialWildcards, multiLabelWildcards, singleLabelSubdomains })) {
    validateBoolean(value, `options.${name}`);
  }
  return { subject, wildcards, partialWildcards, multiLabelWildcards, singleLabelSubdomains };
}

/** The names to compare with: the alternative ones, and the subject's as `options.subject` says. */
function candidates(facts, alternatives, attribute, subject) {
  const isWithSubject = subject === 'always' || (subject === 'default' && alternatives.length === 0);
  if (!isWithSubject) return alternatives;
  return alternatives.concat(facts.subject.filter(([name]) => name === attribute).map(([, value]) => value));
}

class X509Certificate {
  constructor(buffer) {
    if (typeof buffer === 'string') buffer = Buffer.from(buffer);
    if (!ArrayBuffer.isView(buffer)) throw codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    Object.defineProperty(this, kFacts, { value: natives.parseCertificate(viewOf(buffer)) });
  }

  get subject() { return namesOf(this[kFacts].subject); }

  get subjectAltName() { return this[kFacts].subjectAltName; }

  get issuer() { return namesOf(this[kFacts].issuer); }

  /** Known of a peer's certificate. */
  get issuerCertificate() { return this[kIssuer]; }

  get infoAccess() { return this[kFacts].infoAccess; }

  get validFrom() { return this[kFacts].validFrom; }

  get validTo() { return this[kFacts].validTo; }

  get fingerprint() { return fingerprint(this, 'sha1'); }

  get fingerprint256() { return fingerprint(this, 'sha256'); }

  get fingerprint512() { return fingerprint(this, 'sha512'); }

  /** The extended uses, as numbers. */
  get keyUsage() { return this[kFacts].keyUsage; }

  get serialNumber() { return this[kFacts].serialNumber; }

  get raw() { return Buffer.from(this[kFacts].raw); }

  get publicKey() {
    if (this[kPublicKey] === undefined) {
      Object.defineProperty(this, kPublicKey, { value: new PublicKeyObject(this[kFacts].publicKey) });
    }
    return this[kPublicKey];
  }

  get ca() { return this[kFacts].ca; }

  toString() {
    const lines = own(this[kFacts].raw).toString('base64').replace(/.{64}(?=.)/g, '$&\n');
    return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  }

  toJSON() { return this.toString(); }

  /** The name of this certificate that `host` goes by, or undefined. */
  checkHost(name, options) {
    validateString(name, 'name');
    const checked = checkOptions(options);
    return candidates(this[kFacts], this[kFacts].dnsNames, 'CN', checked.subject).find((one) => matchesHost(one, name, checked));
  }

  checkEmail(email, options) {
    validateString(email, 'email');
    const { subject } = checkOptions(options);
    const spelled = (address) => address.replace(/@.*$/, (domain) => domain.toLowerCase());
    return candidates(this[kFacts], this[kFacts].emails, 'emailAddress', subject).some((one) => spelled(one) === spelled(email)) ? email : undefined;
  }

  checkIP(ip, options) {
    validateString(ip, 'ip');
    checkOptions(options);
    if (isIP(ip) === 0) {
      const error = codes.ERR_INVALID_ARG_VALUE('ip', ip);
      error.message = 'Invalid IP';
      throw error;
    }
    const spelled = (address) => (isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address);
    return this[kFacts].addresses.some((one) => spelled(one) === spelled(ip)) ? ip : undefined;
  }

  checkIssued(otherCert) {
    if (!isCertificate(otherCert)) throw codes.ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    return own(this[kFacts].issuerName).equals(otherCert[kFacts].subjectName);
  }

  checkPrivateKey(pkey) {
    if (!isKeyObject(pkey)) throw codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'private') throw codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    return require('internal/crypto/keys').createPublicKey(pkey).equals(this.publicKey);
  }

  verify(pkey) {
    if (!isKeyObject(pkey)) throw codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'public') throw codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    const { signature, signatureAlgorithm, tbs } = this[kFacts];
    const digest = SIGNATURES[signatureAlgorithm];
    if (digest === undefined) throw notBuilt(`A certificate's signature of the algorithm ${signatureAlgorithm}`, 'RSA (PKCS #1), ECDSA and Ed25519 are.');
    try {
      return require('internal/crypto/sign').verify(digest, tbs, pkey, signature);
    } catch {
      // A key of another kind has not signed it.
      return false;
    }
  }

  /** The object that `tls.TLSSocket.getPeerCertificate()` gives. */
  toLegacyObject() {
    const facts = this[kFacts];
    const legacy = { subject: legacyNames(facts.subject), issuer: legacyNames(facts.issuer) };
    if (facts.subjectAltName !== undefined) legacy.subjectaltname = facts.subjectAltName;
    if (facts.infoAccess !== undefined) {
      legacy.infoAccess = { __proto__: null };
      for (const line of facts.infoAccess.split('\n')) {
        const [, name, value] = /^(.*? - [^:]*):(.*)$/s.exec(line) || [line, line, ''];
        legacy.infoAccess[name] = (legacy.infoAccess[name] || []).concat(value);
      }
    }
    legacy.ca = facts.ca;
    const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = this.publicKey;
    if (kind === 'rsa') {
      legacy.modulus = own(natives.keyParts(facts.publicKey)[0]).toString('hex').toUpperCase();
      legacy.bits = details.modulusLength;
      legacy.exponent = `0x${details.publicExponent.toString(16)}`;
      legacy.pubkey = this.publicKey.export({ type: 'spki', format: 'der' });
    } else if (kind === 'ec') {
      const [x, y] = natives.keyParts(facts.publicKey);
      legacy.bits = { prime256v1: 256, secp256k1: 256, secp384r1: 384, secp521r1: 521 }[details.namedCurve];
      legacy.pubkey = Buffer.concat([Buffer.from([4]), x, y]);
      legacy.asn1Curve = details.namedCurve;
      if (NIST_CURVES[details.namedCurve] !== undefined) legacy.nistCurve = NIST_CURVES[details.namedCurve];
    }
    legacy.valid_from = facts.validFrom;
    legacy.valid_to = facts.validTo;
    legacy.fingerprint = this.fingerprint;
    legacy.fingerprint256 = this.fingerprint256;
    legacy.fingerprint512 = this.fingerprint512;
    if (facts.keyUsage !== undefined) legacy.ext_key_usage = facts.keyUsage;
    legacy.serialNumber = facts.serialNumber;
    legacy.raw = this.raw;
    return legacy;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('util');
    const shown = {};
    for (const name of [
      'subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'fingerprint', 'fingerprint256', 'fingerprint512',
      'keyUsage', 'serialNumber',
    ]) {
      shown[name] = this[name];
    }
    return `X509Certificate ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

/** The first certificate of a chain (DER each), which knows the next one as its issuer, and so on; undefined of an empty chain. */
function linked(chain) {
  return chain.reduceRight((issuer, der) => {
    const certificate = new X509Certificate(der);
    if (issuer !== undefined) Object.defineProperty(certificate, kIssuer, { value: issuer });
    return certificate;
  }, undefined);
}

module.exports = {
  linked,
  /** SPKAC, which browsers gave up. */
  SIGNATURES,
  X509Certificate,
};
