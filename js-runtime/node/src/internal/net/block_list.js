'use strict';

// net.BlockList: single addresses, ranges and subnets, and whether an address is among them.

const { codes } = require('internal/errors');
const { validateInt32, validateString } = require('internal/validators');
const { SocketAddress } = require('internal/net/socket_address');
const { show } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** An address as a number; IPv4 as itself. */
function numberOf({ address, family }) {
  if (family === 'ipv4') return ipv4Number(address);
  let text = address.split('%')[0];
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const number = ipv4Number(tail[2]);
    text = `${tail[1]}${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  }
  const [head, rest] = text.split('::');
  const before = head ? head.split(':') : [];
  const after = rest ? rest.split(':') : [];
  const zeroes = rest === undefined ? 0 : 8 - before.length - after.length;
  let number = 0n;
  for (const group of [...before, ...Array(zeroes).fill('0'), ...after]) number = (number << 16n) | BigInt(`0x${group}`);
  return number;
}

function ipv4Number(address) {
  return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
}

/** `::ffff:a.b.c.d` is a.b.c.d too. */
const MAPPED = 0xffffn << 32n;

class BlockList {
  /** `{ family, from, to, text }`, newest first. */
  #rules = [];

  static isBlockList(value) {
    return typeof value === 'object' && value !== null && #rules in value;
  }

  static #read(address, family) {
    if (SocketAddress.isSocketAddress(address)) return address;
    validateString(address, 'address');
    validateString(family, 'family');
    return new SocketAddress({ address, family });
  }

  #add(family, from, to, text) {
    this.#rules.unshift({ family, from, to, text });
  }

  addAddress(address, family = 'ipv4') {
    address = BlockList.#read(address, family);
    const number = numberOf(address);
    this.#add(address.family, number, number, `Address: ${label(address.family)} ${address.address}`);
  }

  addRange(start, end, family = 'ipv4') {
    start = BlockList.#read(start, family);
    end = BlockList.#read(end, family);
    const from = numberOf(start);
    const to = numberOf(end);
    if (start.family !== end.family || from > to) throw new codes.ERR_INVALID_ARG_VALUE('start', start, `must come before ${end}`);
    this.#add(start.family, from, to, `Range: ${label(start.family)} ${start.address}-${end.address}`);
  }

  addSubnet(network, prefix, family = 'ipv4') {
    network = BlockList.#read(network, family);
    const bits = network.family === 'ipv4' ? 32 : 128;
    validateInt32(prefix, 'prefix', 0, bits);
    const size = BigInt(bits - prefix);
    const from = (numberOf(network) >> size) << size;
    this.#add(network.family, from, from | ((1n << size) - 1n), `Subnet: ${label(network.family)} ${network.address}/${prefix}`);
  }

  check(address, family = 'ipv4') {
    if (!SocketAddress.isSocketAddress(address)) {
      validateString(address, 'address');
      validateString(family, 'family');
      try {
        address = new SocketAddress({ address, family });
      } catch (error) {
        if (error.code === new codes.ERR_INVALID_ADDRESS().code) return false;
        throw error;
      }
    }
    const number = numberOf(address);
    return this.#rules.some((rule) => {
      if (rule.family === address.family) return number >= rule.from && number <= rule.to;
      if (address.family === 'ipv6') {
        return number >> 32n === MAPPED >> 32n && (number & 0xffffffffn) >= rule.from && (number & 0xffffffffn) <= rule.to;
      }
      return (number | MAPPED) >= rule.from && (number | MAPPED) <= rule.to;
    });
  }

  get rules() {
    return this.#rules.map(({ text }) => text);
  }

  [kInspect](depth, options) {
    return show(this, { rules: this.rules }, depth, options, 'BlockList');
  }
}

function label(family) {
  return family === 'ipv4' ? 'IPv4' : 'IPv6';
}

module.exports = { BlockList };
