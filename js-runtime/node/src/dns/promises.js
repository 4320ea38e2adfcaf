'use strict';

/** `dns/promises`: as `dns`, with promises. */

const { validateString } = require('internal/validators');
const { METHODS, ResolverBase, methodOf, shared } = require('internal/dns/resolver');
const { getDefaultResultOrder, lookupPromise, setDefaultResultOrder } = require('internal/dns/lookup');

/** The promise of what `start(done)` tells. */
function promiseOf(start) {
  return new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result))));
}

function methodsOf(resolver) {
  const methods = {};
  for (const name of Object.keys(METHODS)) {
    methods[name] = {
      [name](hostname, options) {
        validateString(hostname, 'name');
        return promiseOf((done) => resolver(this)._query(name, hostname, options, done));
      },
    }[name];
  }
  methods.resolve = function resolve(hostname, rrtype = 'A') {
    validateString(rrtype, 'rrtype');
    return methods[methodOf(rrtype)].call(this, hostname);
  };
  methods.reverse = function reverse(ip) {
    validateString(ip, 'name');
    return promiseOf((done) => resolver(this)._reverse(ip, done));
  };
  return methods;
}

class Resolver extends ResolverBase {}
Object.assign(Resolver.prototype, methodsOf((own) => own));

/** Of `{ hostname, service }`. */
function lookupService(address, port) {
  const { lookupService: start } = require('internal/dns/lookup_service');
  return new Promise((resolve, reject) => {
    start(address, port, (error, hostname, service) => (error ? reject(error) : resolve({ hostname, service })));
  });
}

Object.assign(module.exports, methodsOf(() => shared()), {
  Resolver,
  getDefaultResultOrder,
  getServers: () => shared().getServers(),
  lookup: lookupPromise,
  lookupService,
  setDefaultResultOrder,
  setServers: (servers) => shared().setServers(servers),
}, require('internal/dns/error_names'));
