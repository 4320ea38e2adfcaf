'use strict';

// The HTTP client in urllib 4's shape (LCH-087), over Node's `http` and `https` where that one has undici.

const diagnostics = require('diagnostics_channel');
const EventEmitter = require('events');
const { NotBuiltError } = require('internal/egg/not_built');
const { Exchange } = require('internal/egg/http_client/next/exchange');
const { Transport } = require('internal/egg/http_client/next/transport');

/** Tracers listen here. */
const channels = {
  request: diagnostics.channel('urllib:request'),
  response: diagnostics.channel('urllib:response'),
};

class HttpClient extends EventEmitter {
  #exchanges;

  /** `options`: defaultArgs, lookup, checkAddress, connect. HTTP/2 (`allowH2`) is never spoken: servers fall back to HTTP/1.1. */
  constructor({ defaultArgs, ...options } = {}) {
    super();
    this.#exchanges = {
      defaultArgs,
      transport: new Transport(options),
      told: (name, published, emitted) => {
        if (channels[name].hasSubscribers) channels[name].publish(published);
        if (this.listenerCount(name) > 0) this.emit(name, emitted);
      },
    };
  }

  async request(url, options) {
    return new Exchange(this.#exchanges, url, options).run();
  }

  async curl(url, options) {
    return this.request(url, options);
  }

  /** By origin: how many connections there are, rest, and are waited for. */
  getDispatcherPoolStats() {
    return this.#exchanges.transport.stats();
  }

  getDispatcher() {
    throw new NotBuiltError('HttpClient#getDispatcher()', 'there is no undici under this client');
  }

  setDispatcher() {
    throw new NotBuiltError('HttpClient#setDispatcher()', 'there is no undici under this client');
  }
}

module.exports = { HttpClient };
