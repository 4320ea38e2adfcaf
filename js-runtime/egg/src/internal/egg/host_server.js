'use strict';

/**
 * `app.server`: Node's http.Server as applications and plugins see it, over the host's listener. Connections belong to the
 * host; what would change that here (listen) says so. Its limits are the listener's: what is assigned to them holds from then on.
 */
const EventEmitter = require('events');
const { join } = require('internal/http/server_kin');

/** Its limits, by the names that the host knows them by. */
const LIMITS = {
  timeout: 'inactivityTimeout',
  keepAliveTimeout: 'keepAliveTimeout',
  headersTimeout: 'headersTimeout',
  requestTimeout: 'requestTimeout',
  maxRequestsPerSocket: 'maxRequestsPerSocket',
};

class HostServer extends EventEmitter {
  /**
   * `address`: of the listener, as `address()` gives it; `close()` stops the worker from taking connections; `limits`: Node's, as
   * they are; `setLimit(key, number)`: changes one, gives why not if it cannot.
   */
  constructor(address, close, limits, setLimit) {
    super();
    this.maxHeadersCount = null;
    this.httpAllowHalfOpen = false;
    Object.defineProperty(this, 'listening', { value: true, enumerable: true, writable: true });
    Object.defineProperty(this, '_address', { value: address });
    Object.defineProperty(this, '_close', { value: close });
    for (const [ name, key ] of Object.entries(LIMITS)) {
      let value = limits[name];
      Object.defineProperty(this, name, {
        enumerable: true,
        configurable: true,
        get: () => value,
        set(given) {
          const refusal = setLimit(key, Number(given));
          if (refusal) throw new RangeError(`server.${name}: ${refusal}`);
          value = given;
        },
      });
    }
  }

  address() {
    // The path of a unix socket.
    if (typeof this._address === 'string') return this._address;
    return { ...this._address };
  }

  setTimeout(milliseconds, callback) {
    this.timeout = milliseconds;
    if (callback) this.on('timeout', callback);
    return this;
  }

  /**
   * A connection whose next bytes ask for another protocol: from here on it is read as `http.createServer` reads one, which hands
   * it to the listeners of 'upgrade' or 'connect'. `handle`: of a net.Socket; `secure`: `{ remote, local }` of an encrypted one,
   * whose handle does not know them.
   */
  takeOver(handle, bytes, secure) {
    const { Socket } = require('net');
    const { IncomingMessage, ServerResponse } = require('http');
    const { ServerConnection } = require('internal/http/server_connection');
    this._connectionsOpen ??= new Set();
    this._IncomingMessage ??= IncomingMessage;
    this._ServerResponse ??= ServerResponse;
    const socket = new Socket({ handle, allowHalfOpen: true, manualStart: true });
    socket.server = this;
    if (secure) Object.assign(socket, { encrypted: true, authorized: false, _peername: secure.remote, _sockname: secure.local });
    const connection = new ServerConnection(this, socket);
    this._connectionsOpen.add(connection);
    connection.onBytes(bytes);
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
