'use strict';

// dns.lookup: names to addresses by the system's resolver (dns/lookup.rs), which reads the hosts file too. Sockets find their
// peers with it; the rest of `dns` asks name servers itself.

const { isIP } = require('internal/net/ip_address');
const { DNSException, codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateNumber, validateOneOf, validateString } = require('internal/validators');
const tracking = require('internal/async_tracking');
const { begin, record } = require('internal/perf/watched');

/** Flags of `hints`, as glibc numbers them. */
const ADDRCONFIG = 32;
const ALL = 16;
const V4MAPPED = 8;

const ORDERS = ['verbatim', 'ipv4first'];
let defaultOrder = 'verbatim';

function getDefaultResultOrder() {
  return defaultOrder;
}

/** `order`: 'verbatim', as the resolver answers, or 'ipv4first'. */
function setDefaultResultOrder(order) {
  validateOneOf(order, 'dnsOrder', ORDERS);
  defaultOrder = order;
}

/** @returns {{ family: 0|4|6, hints: number, all: boolean, order: string }} */
function readOptions(options) {
  const asked = { family: 0, hints: 0, all: false, order: defaultOrder };
  if (options === null || options === undefined) return asked;
  if (typeof options === 'number') {
    asked.family = options;
    validateOneOf(options, 'family', [0, 4, 6]);
    return asked;
  }
  if (typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  if (options.hints !== null && options.hints !== undefined) {
    validateNumber(options.hints, 'options.hints');
    asked.hints = options.hints >>> 0;
    if ((asked.hints & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) throw new codes.ERR_INVALID_ARG_VALUE('hints', asked.hints);
  }
  if (options.family !== null && options.family !== undefined) {
    if (options.family === 'IPv4') asked.family = 4;
    else if (options.family === 'IPv6') asked.family = 6;
    else {
      validateOneOf(options.family, 'options.family', [0, 4, 6]);
      asked.family = options.family;
    }
  }
  if (options.all !== null && options.all !== undefined) {
    validateBoolean(options.all, 'options.all');
    asked.all = options.all;
  }
  if (options.verbatim !== null && options.verbatim !== undefined) {
    validateBoolean(options.verbatim, 'options.verbatim');
    asked.order = options.verbatim ? 'verbatim' : 'ipv4first';
  }
  if (options.order !== null && options.order !== undefined) {
    validateOneOf(options.order, 'options.order', ORDERS);
    asked.order = options.order;
  }
  return asked;
}

function inOrder(addresses, order) {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  if (order !== 'ipv4first') return found;
  return [...found.filter(({ family }) => family === 4), ...found.filter(({ family }) => family !== 4)];
}

/**
 * Calls `callback(error)` or `callback(null, address, family)`; with `options.all`, `callback(null, [{ address, family }])`. `options`: family
 * (0, 4, 6, 'IPv4', 'IPv6'), hints, all, order, verbatim; or a family alone.
 */
function lookup(hostname, options, callback) {
  if (hostname) validateString(hostname, 'hostname');
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else {
    validateFunction(callback, 'callback');
  }
  const asked = readOptions(options);
  validateFunction(callback, 'callback');
  start(hostname, asked, (error, found) => {
    if (error) callback(error);
    else if (asked.all) callback(null, found);
    else if (found.length === 0) callback(null, null, asked.family === 6 ? 6 : 4);
    else callback(null, found[0].address, found[0].family);
  });
  return {};
}

/** `done(error)` or `done(null, [{ address, family }])`, never at once. */
function start(hostname, { family, hints, order }, done) {
  const startTime = begin('dns');
  if (!hostname) {
    process.emitWarning(
      `The provided hostname "${String(hostname)}" is not a valid hostname, and is supported in the dns module solely for compatibility.`,
      'DeprecationWarning', 'DEP0118');
    process.nextTick(done, null, []);
    return;
  }
  const literal = isIP(hostname);
  if (literal !== 0) {
    process.nextTick(done, null, [{ address: hostname, family: literal }]);
    return;
  }
  native.getaddrinfo(hostname, family, hints, tracking.request('GETADDRINFOREQWRAP', (error, addresses) => {
    if (error) done(error);
    else if (typeof addresses === 'number') done(DNSException(addresses, 'getaddrinfo', hostname));
    else {
      record('dns', 'lookup', startTime, () => ({ hostname, family, hints, verbatim: order === 'verbatim', addresses }));
      done(null, inOrder(addresses, order));
    }
  }));
}

/** `dns.promises.lookup`: of `{ address, family }`, or of an array of them with `options.all`. */
function lookupPromise(hostname, options) {
  if (hostname) validateString(hostname, 'hostname');
  const asked = readOptions(options);
  return new Promise((resolve, reject) => {
    start(hostname, asked, (error, found) => {
      if (error) reject(error);
      else if (asked.all) resolve(found);
      else resolve(found[0] ?? { address: null, family: asked.family === 6 ? 6 : 4 });
    });
  });
}

module.exports = {
  ADDRCONFIG, ALL, V4MAPPED, getDefaultResultOrder, getnameinfo: native.getnameinfo, lookup, lookupPromise, setDefaultResultOrder,
};
