'use strict';

const EventEmitter = require('events');
const { method } = require('internal/egg/not_built');

const ADVICE = 'the HTTP client is not there yet; use an npm client such as axios';

/**
 * `app.httpclient`. Listeners for `request` and `response` may be registered; requests themselves are refused until the
 * native client is built.
 */
module.exports = class HttpClient extends EventEmitter {
  constructor(app, options = {}) {
    super();
    this.app = app;
    this.options = options;
  }
};

for (const name of [ 'request', 'curl', 'requestThunk' ]) {
  Object.defineProperty(module.exports.prototype, name, {
    value: method(`httpclient.${name}()`, ADVICE),
    configurable: true,
    writable: true,
  });
}
