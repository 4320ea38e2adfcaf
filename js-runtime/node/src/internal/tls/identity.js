'use strict';

// tls.checkServerIdentity: is a certificate its host's?

const { codes } = require('internal/errors');
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
  const ips = names.filter(([kind]) => kind === 'IP Address').map(([, value]) => canonicalIP(value));
  host = `${host}`;
  const name = canonical(host);

  let reason = 'Unknown reason';
  let valid = false;
  if (isIP(name)) {
    valid = ips.includes(canonicalIP(name));
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
  const error = new codes.ERR_TLS_CERT_ALTNAME_INVALID(reason);
  error.reason = reason;
  error.host = host;
  error.cert = certificate;
  return error;
}

/** Empty for what is no address. */
function canonicalIP(ip) {
  if (!isIP(ip)) return '';
  return isIP(ip) === 6 ? new URL(`http://[${ip}]`).hostname : ip;
}

module.exports = { checkServerIdentity };
