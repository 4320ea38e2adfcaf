'use strict';

/** `dns.lookupService`: an address and a port as names, by the system (getnameinfo). */

const { DNSException, codes } = require('internal/errors');
const { isIP } = require('internal/net/ip_address');
const { validatePort } = require('internal/validators');
const { getnameinfo } = require('internal/dns/lookup');
const { begin, record } = require('internal/perf/watched');

/** `done(error)` or `done(null, hostname, service)`. */
function lookupService(address, port, done) {
  if (arguments.length < 3) throw new codes.ERR_MISSING_ARGS('address', 'port', 'callback');
  if (isIP(address) === 0) throw new codes.ERR_INVALID_ARG_VALUE('address', address);
  port = validatePort(port);
  const startTime = begin('dns');
  getnameinfo(address, port, (error, found) => {
    if (error) done(error);
    else if (typeof found === 'number') done(DNSException(found, 'getnameinfo', address));
    else {
      const [hostname, service] = found;
      record('dns', 'lookupService', startTime, () => ({ host: address, port, hostname, service }));
      done(null, hostname, service);
    }
  });
  return {};
}

module.exports = { lookupService };
