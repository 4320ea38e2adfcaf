'use strict';

/** `dns/promises`: as `dns`, every function refuses. */

const dns = require('dns');

for (const name of Object.keys(dns)) {
  if (typeof dns[name] === 'function' && name !== 'promises') module.exports[name] = dns[name];
}
