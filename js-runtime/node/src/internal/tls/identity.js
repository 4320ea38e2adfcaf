'use strict';

// tls.checkServerIdentity: is a certificate its host's? And certificates as getPeerCertificate() shows them.

const { codes: { ERR_TLS_CERT_ALTNAME_INVALID } } = require('internal/errors');
const { isIP } = require('internal/net/ip_address');

/** Without a dot at its end, in lower case. */
function canonical(host) {
  return (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
}

/** Whether a name of a certificate, which may begin with a wildcard, covers the host. */
function covers(pattern, host) {
  const patternParts = canonical(pattern).split('.');
  const hostParts = host.split('.');
  if (patternParts.length !== hostParts.length || patternParts.includes('')) return false;
  // Nothing beyond printable ASCII can be compared safely.
  if (/[^\x21-\x7e]/.test(pattern)) return false;
  for (let i = hostParts.length - 1; i > 0; i--) if (patternParts[i] !== hostParts[i]) return false;
  const [first] = patternParts;
  const star = first.split('*', 3);
  if (star.length === 1 || first.includes('xn--')) return first === hostParts[0];
  // One wildcard, in the first label, under a domain of at least two labels.
  if (star.length > 2 || patternParts.length <= 2) return false;
  const [before, after] = star;
  const [label] = hostParts;
  return before.length + after.length <= label.length && label.startsWith(before) && label.endsWith(after);
}

/** `DNS:a, IP Address:1.2.3.4` -> [[kind, value], ...]; values with commas come as JSON texts. */
function splitAltNames(text) {
  const names = [];
  const item = /\s*([^:,]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/y;
  while (item.lastIndex < text.length) {
    const match = item.exec(text);
    if (match === null) break;
    names.push([match[1], match[2].startsWith('"') ? JSON.parse(match[2]) : match[2]]);
  }
  return names;
}

/** Undefined when `certificate` ({ subject, subjectaltname }) is `host`'s, else the error. */
function checkServerIdentity(host, certificate) {
  const { subject, subjectaltname } = certificate;
  const names = subjectaltname ? splitAltNames(subjectaltname) : [];
  const dns = names.filter(([kind]) => kind === 'DNS').map(([, value]) => value);
  const ips = names.filter(([kind]) => kind === 'IP Address').map(([, value]) => value);
  host = `${host}`;
  const name = canonical(host);

  let reason = 'Unknown reason';
  let valid = false;
  if (isIP(name)) {
    valid = ips.some((ip) => canonicalIP(ip) === canonicalIP(name));
    if (!valid) reason = `IP: ${name} is not in the cert's list: ${ips.join(', ')}`;
  } else if (dns.length > 0 || subject?.CN) {
    if (dns.length > 0) {
      valid = dns.some((pattern) => covers(pattern, name));
      if (!valid) reason = `Host: ${name}. is not in the cert's altnames: ${subjectaltname}`;
    } else {
      valid = [].concat(subject.CN).some((pattern) => covers(pattern, name));
      if (!valid) reason = `Host: ${name}. is not cert's CN: ${subject.CN}`;
    }
  } else {
    reason = 'Cert does not contain a DNS name';
  }
  if (valid) return undefined;
  const error = new ERR_TLS_CERT_ALTNAME_INVALID(reason);
  error.reason = reason;
  error.host = host;
  error.cert = certificate;
  return error;
}

function canonicalIP(ip) {
  return isIP(ip) === 6 ? new URL(`http://[${ip}]`).hostname : ip;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 21 07:31:00 2026 GMT`, as OpenSSL prints times. */
function timeText(seconds) {
  const date = new Date(seconds * 1000);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ` +
    `${date.getUTCFullYear()} GMT`;
}

/** Attributes to an object; of several of one name, an array. */
function attributesOf(pairs) {
  const object = { __proto__: null };
  for (const [name, value] of pairs) {
    if (object[name] === undefined) object[name] = value;
    else object[name] = [].concat(object[name], value);
  }
  return object;
}

function fingerprint(algorithm, der) {
  return require('crypto').createHash(algorithm).update(der).digest('hex').toUpperCase().match(/../g).join(':');
}

/** A DER certificate as Node's object of old. */
function legacyObject(der) {
  const { Buffer } = require('buffer');
  const told = require('internal/tls/natives').describe(der);
  const object = { subject: attributesOf(told.subject), issuer: attributesOf(told.issuer) };
  if (told.names.length > 0) {
    object.subjectaltname = told.names
      .map(([kind, value]) => `${kind}:${/[",\\\s]/.test(value) ? JSON.stringify(value) : value}`).join(', ');
  }
  object.ca = told.isAuthority;
  object.pubkey = Buffer.from(told.key.buffer, told.key.byteOffset, told.key.byteLength);
  object.valid_from = timeText(told.from);
  object.valid_to = timeText(told.to);
  object.fingerprint = fingerprint('sha1', der);
  object.fingerprint256 = fingerprint('sha256', der);
  object.fingerprint512 = fingerprint('sha512', der);
  object.serialNumber = told.serial;
  object.raw = Buffer.from(der.buffer, der.byteOffset, der.byteLength);
  return object;
}

module.exports = { checkServerIdentity, legacyObject };
