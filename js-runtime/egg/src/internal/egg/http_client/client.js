'use strict';

// The HTTP client in urllib's shape: `request(url, args)` of `{ data, status, headers, res }`, with retries, and the events 'request' and
// 'response'.

const EventEmitter = require('events');
const { milliseconds } = require('internal/egg/http_client/agent');
const { Exchange } = require('internal/egg/http_client/exchange');

class HttpClient extends EventEmitter {
  /** `options`: agent, httpsAgent, defaultArgs. */
  constructor(options = {}) {
    super();
    this.agent = options.agent;
    this.hasCustomAgent = options.agent !== undefined;
    this.httpsAgent = options.httpsAgent;
    this.hasCustomHttpsAgent = options.httpsAgent !== undefined;
    this.defaultArgs = options.defaultArgs;
  }

  /** `args.retry` times again, `args.retryDelay` apart, after an error or an answer of which `args.isRetry(res)` is true. */
  async request(url, args) {
    args = args || {};
    args.retry ||= 0;
    if (args.retryDelay) args.retryDelay = milliseconds(args.retryDelay);
    args.isRetry ||= (result) => result.status >= 500;
    let result;
    try {
      result = await this.requestOnce(url, args);
    } catch (error) {
      if (args.retry <= 0) throw error;
      return this.again(url, args);
    }
    if (args.retry > 0 && typeof args.isRetry === 'function' && args.isRetry(result)) return this.again(url, args);
    return result;
  }

  async again(url, args) {
    args.retry--;
    if (args.retryDelay) await new Promise((resolve) => { setTimeout(resolve, args.retryDelay); });
    return this.request(url, args);
  }

  requestOnce(url, args) {
    // Without defaults the caller's own object is used, and sees what a request adds to it.
    if (this.defaultArgs) args = { ...this.defaultArgs, ...args };
    args.emitter = this;
    if (args.agent === undefined) args.agent = this.agent;
    if (args.httpsAgent === undefined) args.httpsAgent = this.httpsAgent;
    return new Promise((resolve, reject) => {
      new Exchange(url, args, (error, data, response) => {
        if (error) reject(error);
        else resolve({ data, status: response.statusCode, headers: response.headers, res: response });
      });
    });
  }

  curl(url, args) {
    return this.request(url, args);
  }

  requestThunk(url, args) {
    return (callback) => {
      this.request(url, args).then((result) => callback(null, result), (error) => callback(error));
    };
  }
}

module.exports = { HttpClient };
