'use strict';

/** The name servers that are asked: of resolv.conf, or those that were set. */

const { codes } = require('internal/errors');
const { isIP } = require('internal/net/ip_address');
const { validateArray, validateString } = require('internal/validators');

const PORT = 53;
const FILE = '/etc/resolv.conf';

/** `{ address, port }` of each server of the system; the machine itself when it names none. */
function ofSystem() {
  const { readFileSync } = require('fs');
  let text = '';
  try {
    text = readFileSync(FILE, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const found = [...text.matchAll(/^\s*nameserver\s+([^\s#;]+)/gm)].map((match) => match[1]).filter((address) => isIP(address));
  return (found.length > 0 ? found : ['127.0.0.1']).map((address) => ({ address, port: PORT }));
}

/** Of texts: `1.2.3.4`, `1.2.3.4:53`, `::1`, `[::1]:53`. */
function parse(servers) {
  validateArray(servers, 'servers');
  return servers.map((server, index) => {
    validateString(server, `servers[${index}]`);
    if (isIP(server)) return { address: server, port: PORT };
    const match = /^\[([^[\]]*)\](?::(\d+))?/.exec(server) || /^([\d.]+):(\d+)$/.exec(server);
    if (match === null || !isIP(match[1])) throw new codes.ERR_INVALID_IP_ADDRESS(server);
    return { address: match[1], port: Number(match[2]) || PORT };
  });
}

function format({ address, port }) {
  if (port === PORT) return address;
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

module.exports = { format, ofSystem, parse };
