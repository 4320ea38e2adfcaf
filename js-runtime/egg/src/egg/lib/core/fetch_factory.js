'use strict';

const { method } = require('internal/egg/not_built');

const ADVICE = 'the HTTP client is not there yet; use an npm client such as axios';

/** `app.FetchFactory`, `app.fetch` and `app.safeFetch`: there by name, refused until the native client is built. */
class FetchFactory {
  static fetch() {
    return method('FetchFactory.fetch()', ADVICE)();
  }

  static setClientOptions() {
    return method('FetchFactory.setClientOptions()', ADVICE)();
  }

  fetch() {
    return method('FetchFactory#fetch()', ADVICE)();
  }
}

module.exports = {
  FetchFactory,
  fetch: async () => method('app.fetch()', ADVICE)(),
  safeFetch: async () => method('app.safeFetch()', ADVICE)(),
};
