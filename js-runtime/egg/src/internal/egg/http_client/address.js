'use strict';

// Which addresses a request may reach: `checkAddress(ip, family, hostname)` of the caller, asked for every address a name stands for.

const net = require('net');

function illegalAddress(hostname, ip, family) {
  const error = new Error('illegal address');
  error.name = 'IllegalAddressError';
  return Object.assign(error, { hostname, ip, family });
}

/** A look-up whose addresses the caller must agree to. */
function checkedLookup(check, lookup = require('dns').lookup) {
  return (host, options, callback) => lookup(host, options, (error, address, family) => {
    if (error) {
      callback(error);
      return;
    }
    const bad = (Array.isArray(address) ? address : [{ address, family }]).find((one) => !check(one.address, one.family, host));
    if (bad) callback(illegalAddress(host, bad.address, bad.family), bad.address, bad.family);
    else callback(null, address, family);
  });
}

/** An IPv6 address of a URL without its brackets; any other name as it is. */
function bareHost(hostname) {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** The error of an address that stands in the URL itself, which nobody looks up; undefined where nothing is wrong. */
function refusedLiteral(check, hostname) {
  const host = bareHost(hostname);
  const family = net.isIP(host);
  return family && !check(host, family, host) ? illegalAddress(host, host, family) : undefined;
}

/** The error of a connection that was made for a request without a check; undefined where nothing is wrong. */
function refusedSocket(check, hostname, { remoteAddress, remoteFamily }) {
  if (remoteAddress === undefined) return undefined;
  const family = remoteFamily === 'IPv6' ? 6 : 4;
  return check(remoteAddress, family, hostname) ? undefined : illegalAddress(hostname, remoteAddress, family);
}

module.exports = { bareHost, checkedLookup, refusedLiteral, refusedSocket };
