'use strict';

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** `address => boolean` of an address (compared as text) or an IPv4 block in CIDR notation. */
module.exports = function addressMatcher(rule) {
  if (!rule.includes('/')) return address => address === rule;
  const [ base, length ] = rule.split('/');
  const bits = Number(length);
  if (toNumber(base) === undefined || !(bits >= 0 && bits <= 32)) throw new Error(`invalid CIDR subnet: ${rule}`);
  // A shift by 32 would be one by 0.
  const mask = bits === 0 ? 0 : (~0 << (32 - bits)) >>> 0;
  const network = (toNumber(base) & mask) >>> 0;
  return address => {
    const number = toNumber(address);
    return number !== undefined && ((number & mask) >>> 0) === network;
  };
};

function toNumber(address) {
  const match = IPV4.exec(address);
  return match?.slice(1).reduce((number, part) => number * 256 + Number(part), 0);
}
