'use strict';

// The connection pools of the HTTP client: Node's agents with a time for idle sockets and a count of what they did, under the option names
// of agentkeepalive, which egg's config uses.

const http = require('http');
const https = require('https');

/** Milliseconds of `4000`, `'4s'`, `'1m'`. */
function milliseconds(value) {
  if (typeof value !== 'string') return value;
  const match = /^\s*(-?\d*\.?\d+)\s*(ms|s|m|h|d)?\s*$/i.exec(value);
  if (!match) return undefined;
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[(match[2] || 'ms').toLowerCase()];
}

/** How many sockets (or waiting requests) each host has. */
function counts(pool) {
  const result = {};
  for (const name of Object.keys(pool)) result[name] = pool[name].length;
  return result;
}

function pooled(Base) {
  /** `options`: Node's, freeSocketTimeout (ms or text, 4000), timeout of a socket in use (ms or text, twice that, at least 8000). */
  return class PooledAgent extends Base {
    constructor(options) {
      options = { keepAlive: true, ...options };
      options.freeSocketTimeout = milliseconds(options.freeSocketTimeout ?? options.freeSocketKeepAliveTimeout) ?? 4000;
      options.timeout = milliseconds(options.timeout) ?? Math.max(options.freeSocketTimeout * 2, 8000);
      super(options);
      this.createSocketCount = 0;
      this.createSocketErrorCount = 0;
      this.closeSocketCount = 0;
      this.errorSocketCount = 0;
      this.requestCount = 0;
      this.timeoutSocketCount = 0;
      this.on('free', (socket) => {
        this.requestCount++;
        this.limitRest(socket);
      });
    }

    /** The server's `Keep-Alive: timeout=5` (seconds): the socket is to be closed half a second before the server does it. */
    restsAtMost(socket, hint) {
      const seconds = Number(/^timeout=(\d+)/i.exec(hint ?? '')?.[1] ?? 0);
      const wait = seconds * 1000 - 500;
      if (seconds > 0 && wait < this.options.freeSocketTimeout) socket.freeSocketTimeout = wait;
    }

    /** An idle socket is closed before its server closes it. */
    limitRest(socket) {
      const wait = socket.freeSocketTimeout ?? this.options.freeSocketTimeout;
      if (!socket.destroyed && socket.writable && wait > 0) socket.setTimeout(wait);
    }

    keepSocketAlive(socket) {
      if (!super.keepSocketAlive(socket)) return false;
      this.limitRest(socket);
      return true;
    }

    reuseSocket(socket, request) {
      super.reuseSocket(socket, request);
      socket.setTimeout(this.options.timeout);
    }

    createSocket(request, options, callback) {
      super.createSocket(request, options, (error, socket) => {
        if (error) {
          this.createSocketErrorCount++;
        } else {
          this.createSocketCount++;
          socket.setTimeout(this.options.timeout);
          socket.on('close', () => { this.closeSocketCount++; });
          socket.on('error', () => { this.errorSocketCount++; });
          socket.on('timeout', () => {
            this.timeoutSocketCount++;
            // A socket in use that is silent too long ends its request.
            if (socket._httpMessage && socket.listenerCount('timeout') === 2) socket.destroy(timeoutError());
          });
        }
        callback(error, socket);
      });
    }

    /** What errors and logs tell of the pool. */
    getCurrentStatus() {
      const { createSocketCount, createSocketErrorCount, closeSocketCount, errorSocketCount, timeoutSocketCount, requestCount } = this;
      return {
        createSocketCount,
        createSocketErrorCount,
        closeSocketCount,
        errorSocketCount,
        timeoutSocketCount,
        requestCount,
        freeSockets: counts(this.freeSockets),
        sockets: counts(this.sockets),
        requests: counts(this.requests),
      };
    }
  };
}

function timeoutError() {
  const error = new Error('Socket timeout');
  error.code = 'ERR_SOCKET_TIMEOUT';
  return error;
}

module.exports = { HttpAgent: pooled(http.Agent), HttpsAgent: pooled(https.Agent), milliseconds };
