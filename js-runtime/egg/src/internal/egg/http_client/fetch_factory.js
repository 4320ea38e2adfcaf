'use strict';

const { NotBuiltError } = require('internal/egg/not_built');

/** urllib 4's FetchFactory (APP-048): `fetch` with a look-up of one's own and a check of addresses. */
class FetchFactory {
  static #instance = new FetchFactory();

  #connectOptions;

  /** `options`: `lookup` (as dns.lookup), `checkAddress(ip, family, hostname)`, `connect` (options of net.connect and tls.connect). */
  setClientOptions({ lookup, checkAddress, connect } = {}) {
    this.#connectOptions = lookup || checkAddress || connect ? connector({ lookup, checkAddress, connect }) : undefined;
  }

  async fetch(input, init) {
    const fetching = require('internal/fetch');
    const request = new (require('internal/fetch/request').Request)(input, init);
    const tracing = require('internal/egg/http_client/fetch_tracing').start(request);
    try {
      const response = await fetching.fetchRequest(request, this.#connectOptions);
      tracing?.answered(response);
      return response;
    } catch (error) {
      tracing?.failed(error);
      throw error;
    }
  }

  getDispatcher() {
    throw new NotBuiltError('FetchFactory#getDispatcher()', 'there is no undici under this client');
  }

  setDispatcher() {
    throw new NotBuiltError('FetchFactory#setDispatcher()', 'there is no undici under this client');
  }

  static setClientOptions(options) {
    FetchFactory.#instance.setClientOptions(options);
  }

  static async fetch(input, init) {
    return FetchFactory.#instance.fetch(input, init);
  }

  static getDispatcher() {
    return FetchFactory.#instance.getDispatcher();
  }

  static setDispatcher(dispatcher) {
    FetchFactory.#instance.setDispatcher(dispatcher);
  }
}

/** The options of http.request for a URL; throws for an address that must not be reached. */
function connector({ lookup, checkAddress, connect }) {
  const { checkedLookup, refusedLiteral } = require('internal/egg/http_client/address');
  // Connections of its own: those of others may have been made without the check.
  const agents = {};
  const agentOf = (protocol) => {
    agents[protocol] ??= new (require(protocol.slice(0, -1)).Agent)({ keepAlive: true });
    return agents[protocol];
  };
  return (url) => {
    const refused = checkAddress && refusedLiteral(checkAddress, url.hostname);
    if (refused) throw refused;
    return { ...connect, lookup: checkAddress ? checkedLookup(checkAddress, lookup) : lookup, agent: agentOf(url.protocol) };
  };
}

module.exports = { FetchFactory };
