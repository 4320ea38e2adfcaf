'use strict';

/** `dns/promises`: `lookup`; what `dns` refuses it refuses too. */

const dns = require('dns');

for (const name of Object.keys(dns)) {
  if (typeof dns[name] === 'function' && name !== 'promises') module.exports[name] = dns[name];
}
module.exports.lookup = require('internal/dns/lookup').lookupPromise;
