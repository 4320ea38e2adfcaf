'use strict';

/** What `dns.Resolver` and `dns.promises.Resolver` have in common: questions to name servers, and what their answers mean. */

const { DNSException, ErrnoException, codes } = require('internal/errors');
const { isIP } = require('internal/net/ip_address');
const { validateInt32, validateObject, validateString } = require('internal/validators');
const servers = require('internal/dns/servers');
const { begin, record } = require('internal/perf/watched');

const EINVAL = -22;

const values = (records) => records.map(({ data }) => data.value);
const addresses = (records, { ttl } = {}) => records.map((record) => (ttl ? { address: record.data.address, ttl: record.ttl } : record.data.address));
const datas = (records) => records.map(({ data }) => data);
/** Of each method: the type that it asks for, and what it gives of the records. */
const METHODS = {
  resolve4: ['A', addresses],
  resolve6: ['AAAA', addresses],
  resolveAny: ['ANY', (records) => records.map(({ type, ttl, data }) => (type === 'A' || type === 'AAAA' ? { ...data, ttl, type } : { ...data, type }))],
  resolveCaa: ['CAA', datas],
  resolveCname: ['CNAME', values],
  resolveMx: ['MX', (records) => records.map(({ data: { exchange, priority } }) => ({ exchange, priority }))],
  resolveNaptr: ['NAPTR', datas],
  resolveNs: ['NS', values],
  resolvePtr: ['PTR', values],
  resolveSoa: ['SOA', (records) => records[0].data],
  resolveSrv: ['SRV', datas],
  resolveTxt: ['TXT', (records) => records.map(({ data }) => data.entries)],
};

/** The method that asks for each type. */
const METHOD_OF = Object.fromEntries(Object.entries(METHODS).map(([name, [type]]) => [type, name]));

/** What an error of each type's question names as its syscall: `queryA`, `queryMx`. */
function syscallOf(type) {
  return `query${type[0]}${type.slice(1).toLowerCase()}`;
}

/** `options`: { timeout: ms of the first try (-1: the default), tries }. */
class ResolverBase {
  #servers = null;
  #running = new Set();
  #timeout;
  #tries;
  #local = { v4: undefined, v6: undefined };

  constructor(options) {
    const { timeout = -1, tries = 4 } = options ?? {};
    if (options !== undefined) validateObject(options, 'options');
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    this.#timeout = timeout;
    this.#tries = tries;
  }

  getServers() {
    this.#servers ??= servers.ofSystem();
    return this.#servers.map(servers.format);
  }

  setServers(list) {
    const parsed = servers.parse(list);
    if (this.#running.size > 0) throw new (require('internal/errors').codes.ERR_DNS_SET_SERVERS_FAILED)('There are pending queries.', list);
    this.#servers = parsed;
  }

  /** The addresses that questions go out from. */
  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
    for (const address of ipv6 === undefined ? [ipv4] : [ipv4, ipv6]) {
      const family = isIP(address);
      if (family === 0) throw new codes.ERR_INVALID_ARG_VALUE('ipv4', address);
      this.#local[`v${family}`] = address;
    }
  }

  /** Every question that is under way fails with ECANCELLED. */
  cancel() {
    for (const query of [...this.#running]) query.cancel();
  }

  /** `done(error)` or `done(null, result)`; `options` of resolve4 and resolve6: { ttl }. */
  _query(method, name, options, done) {
    const [type, read] = METHODS[method];
    const startTime = begin('dns');
    this.#ask(type, name, (code, found) => {
      const records = found?.records.filter((record) => type === 'ANY' || record.type === type) ?? [];
      if (!code && records.length === 0) code = 'ENODATA';
      if (code) {
        done(DNSException(code, syscallOf(type), name));
        return;
      }
      const result = read(records, options);
      record('dns', syscallOf(type), startTime, () => ({ host: name, ttl: Boolean(options?.ttl), result }));
      done(null, result);
    });
  }

  /** Names of an address: of the hosts file, else of its PTR records. */
  _reverse(address, done) {
    const family = isIP(address);
    if (family === 0) throw ErrnoException(EINVAL, 'getHostByAddr', address);
    const known = hostsFile(address);
    if (known.length > 0) {
      process.nextTick(done, null, known);
      return;
    }
    this.#ask('PTR', family === 4 ? `${address.split('.').reverse().join('.')}.in-addr.arpa` : `${nibbles(address)}.ip6.arpa`, (code, found) => {
      const names = found?.records.filter((record) => record.type === 'PTR').map(({ data }) => data.value) ?? [];
      if (!code && names.length === 0) code = 'ENOTFOUND';
      if (code) done(DNSException(code, 'getHostByAddr', address));
      else done(null, names);
    });
  }

  #ask(type, name, done) {
    this.#servers ??= servers.ofSystem();
    const settings = {
      name: require('internal/punycode').toASCII(name), type, servers: this.#servers, timeout: this.#timeout, tries: this.#tries, local: this.#local,
    };
    const { Query } = require('internal/dns/query');
    const query = new Query(settings, (code, found) => {
      this.#running.delete(query);
      done(code, found);
    });
    this.#running.add(query);
  }
}

function hostsFile(address) {
  let text;
  try {
    text = require('fs').readFileSync('/etc/hosts', 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/)).filter(([first]) => first === address).flatMap(([, ...names]) => names);
}

/** The hexadecimal digits of an IPv6 address from last to first. */
function nibbles(address) {
  const [head, tail] = address.replace(/%.*/, '').split('::');
  const groups = (part) => (part ? part.split(':') : []).flatMap((group) => {
    if (!group.includes('.')) return [group];
    const [a, b, c, d] = group.split('.').map(Number);
    return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
  });
  const [front, back] = [groups(head), groups(tail)];
  const all = tail === undefined ? front : [...front, ...new Array(8 - front.length - back.length).fill('0'), ...back];
  return [...all.map((group) => group.padStart(4, '0')).join('')].reverse().join('.');
}

/** The method that `resolve(name, rrtype)` means. */
function methodOf(rrtype) {
  const method = METHOD_OF[rrtype];
  if (method === undefined) throw new codes.ERR_INVALID_ARG_VALUE('rrtype', rrtype);
  return method;
}

let defaultResolver;

/** The servers that `dns` and `dns/promises` ask themselves, until somebody sets others. */
function shared() {
  defaultResolver ??= new ResolverBase();
  return defaultResolver;
}

module.exports = { METHODS, ResolverBase, methodOf, shared };
