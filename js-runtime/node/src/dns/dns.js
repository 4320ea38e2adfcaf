'use strict';

/** `dns`: look-ups by the system's resolver, and questions to name servers. */

const { validateFunction, validateString } = require('internal/validators');
const { METHODS, ResolverBase, methodOf, shared } = require('internal/dns/resolver');
const { ADDRCONFIG, ALL, V4MAPPED, getDefaultResultOrder, lookup, setDefaultResultOrder } = require('internal/dns/lookup');

/** Each question gives one of these, which says nothing but what it was. */
function queryObject(name, type) {
  return { bindingName: `query${type}`, hostname: name };
}

/** `resolver()`: the one whose servers are asked. */
function methodsOf(resolver) {
  const methods = {};
  for (const name of Object.keys(METHODS)) {
    methods[name] = {
      [name](hostname, options, callback) {
        validateString(hostname, 'name');
        if (typeof options === 'function') [callback, options] = [options, undefined];
        validateFunction(callback, 'callback');
        resolver(this)._query(name, hostname, options, callback);
        return queryObject(hostname, METHODS[name][0]);
      },
    }[name];
  }
  methods.resolve = function resolve(hostname, rrtype, callback) {
    if (typeof rrtype === 'function') [callback, rrtype] = [rrtype, 'A'];
    else if (typeof rrtype !== 'string') throw new (require('internal/errors').codes.ERR_INVALID_ARG_TYPE)('rrtype', 'string', rrtype);
    return methods[methodOf(rrtype)].call(this, hostname, callback);
  };
  methods.reverse = function reverse(ip, callback) {
    validateString(ip, 'name');
    validateFunction(callback, 'callback');
    resolver(this)._reverse(ip, callback);
    return queryObject(ip, 'Ptr');
  };
  return methods;
}

class Resolver extends ResolverBase {}
Object.assign(Resolver.prototype, methodsOf((own) => own));

/** `callback(error, hostname, service)`: the name of an address, and of a port. */
function lookupService(address, port, callback) {
  const { lookupService: start } = require('internal/dns/lookup_service');
  validateFunction(callback, 'callback');
  return start(address, port, callback);
}

Object.assign(module.exports, methodsOf(() => shared()), {
  ADDRCONFIG,
  ALL,
  V4MAPPED,
  Resolver,
  getDefaultResultOrder,
  getServers: () => shared().getServers(),
  lookup,
  lookupService,
  setDefaultResultOrder,
  setServers: (servers) => shared().setServers(servers),
}, require('internal/dns/error_names'));
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('dns/promises'); },
});
