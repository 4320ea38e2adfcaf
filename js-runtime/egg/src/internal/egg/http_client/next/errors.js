'use strict';

// The errors of the newer HTTP client (LCH-087): urllib 4's own, and those of undici under it.

class HttpClientRequestError extends Error {}

class HttpClientRequestTimeoutError extends HttpClientRequestError {
  /** `timeout` in ms. */
  constructor(timeout, options) {
    super(`Request timeout for ${timeout} ms`, options);
    this.name = 'HttpClientRequestTimeoutError';
  }
}

class HttpClientConnectTimeoutError extends HttpClientRequestError {
  constructor(message, code, options) {
    super(message, options);
    this.name = 'HttpClientConnectTimeoutError';
    this.code = code;
  }
}

function withCode(name, code, message) {
  return Object.assign(new Error(message), { name, code });
}

/** Nothing, or no more, came in `timeout` ms: before the headers, or inside the body. */
function requestTimeout(timeout, isInBody) {
  const cause = isInBody ?
    withCode('BodyTimeoutError', 'UND_ERR_BODY_TIMEOUT', 'Body Timeout Error') :
    withCode('HeadersTimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error');
  return new HttpClientRequestTimeoutError(timeout, { cause });
}

function connectTimeout(host, timeout) {
  const message = `Connect Timeout Error (attempted address: ${host}, timeout: ${timeout}ms)`;
  const code = 'UND_ERR_CONNECT_TIMEOUT';
  return new HttpClientConnectTimeoutError(message, code, { cause: withCode('ConnectTimeoutError', code, message) });
}

module.exports = { connectTimeout, requestTimeout };
