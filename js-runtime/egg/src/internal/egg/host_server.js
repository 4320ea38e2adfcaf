'use strict';

/**
 * `app.server`: Node's http.Server as applications and plugins see it, over the host's listener. Connections belong to the
 * host; what would change them here (listen, a limit that the host has as a setting) says so.
 */
const EventEmitter = require('events');
const { join } = require('internal/http/server_kin');

class HostServer extends EventEmitter {
  /** `address`: of the listener, as `address()` gives it; `close()` stops the worker from taking connections. */
  constructor(address, close) {
    super();
    this.timeout = 0;
    this.keepAliveTimeout = 5000;
    this.headersTimeout = 60000;
    this.requestTimeout = 300000;
    this.maxHeadersCount = null;
    this.maxRequestsPerSocket = 0;
    this.httpAllowHalfOpen = true;
    Object.defineProperty(this, 'listening', { value: true, enumerable: true, writable: true });
    Object.defineProperty(this, '_address', { value: address });
    Object.defineProperty(this, '_close', { value: close });
  }

  address() {
    // The path of a unix socket.
    if (typeof this._address === 'string') return this._address;
    return { ...this._address };
  }

  /** Kept for who reads `server.timeout`; the host's own limits are settings of `coddle start`. */
  setTimeout(milliseconds, callback) {
    this.timeout = milliseconds;
    if (callback) this.on('timeout', callback);
    return this;
  }

  listen() {
    throw new Error('app.server listens already: the address is given to `coddle start` with --port and --hostname');
  }

  /** Takes no more connections; 'close' follows when those there are have ended. */
  close(callback) {
    if (callback) this.once('close', callback);
    if (this.listening) this._close();
    this.listening = false;
    return this;
  }

  closeAllConnections() {}

  closeIdleConnections() {}

  getConnections(callback) {
    callback(new Error('connections are counted by the host, not by app.server'));
    return this;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }
}
// `server instanceof http.Server` holds, as plugins ask; http.Server's own constructor is never run.
join(HostServer.prototype);

exports.HostServer = HostServer;
