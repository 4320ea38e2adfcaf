'use strict';

/** `dns`: look-ups by the system's resolver. Asking name servers is not built, and those functions refuse. */

const { refuseAll } = require('internal/refuse_all');

const NAMES = [
  'lookupService', 'Resolver', 'setServers', 'getServers',
  'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr', 'resolveNs',
  'resolvePtr', 'resolveSoa', 'resolveSrv', 'resolveTxt', 'reverse',
];
refuseAll(module.exports, 'dns', NAMES, 'Use dns.lookup().');

const { ADDRCONFIG, ALL, V4MAPPED, getDefaultResultOrder, lookup, setDefaultResultOrder } = require('internal/dns/lookup');
Object.assign(module.exports, { ADDRCONFIG, ALL, V4MAPPED, getDefaultResultOrder, lookup, setDefaultResultOrder });

// The names of c-ares' errors.
for (const name of [
  'NODATA', 'FORMERR', 'SERVFAIL', 'NOTFOUND', 'NOTIMP', 'REFUSED', 'BADQUERY', 'BADNAME', 'BADFAMILY', 'BADRESP',
  'CONNREFUSED', 'TIMEOUT', 'EOF', 'FILE', 'NOMEM', 'DESTRUCTION', 'BADSTR', 'BADFLAGS', 'NONAME', 'BADHINTS', 'NOTINITIALIZED',
  'LOADIPHLPAPI', 'ADDRGETNETWORKPARAMS', 'CANCELLED',
]) {
  module.exports[name] = name === 'EOF' ? 'EOF' : `E${name}`;
}
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('dns/promises'); },
});
