'use strict';

// One message out and its answer's head back, over `http` or `https`: what undici is to urllib 4.

const http = require('http');
const https = require('https');
const { performance } = require('perf_hooks');
const { bareHost, checkedLookup, refusedLiteral, refusedSocket } = require('internal/egg/http_client/address');
const { HttpAgent, HttpsAgent } = require('internal/egg/http_client/agent');
const { NotBuiltError } = require('internal/egg/not_built');
const { connectTimeout, requestTimeout } = require('internal/egg/http_client/next/errors');
const { connected, notConnected, useOf } = require('internal/egg/http_client/next/socket_info');

const CONNECT_TIMEOUT = 10_000;

/** The client waits for headers and bodies itself, so that sockets in use have no time of their own. */
const AGENT_OPTIONS = { keepAlive: true, freeSocketTimeout: 4000, timeout: 0 };

let sharedPools;

function newPools() {
  return { 'http:': new HttpAgent(AGENT_OPTIONS), 'https:': new HttpsAgent(AGENT_OPTIONS) };
}

class Transport {
  /** `options`: `lookup`, `checkAddress`, `connect` (options of net.connect and tls.connect, and `timeout` in ms). */
  constructor({ lookup, checkAddress, connect } = {}) {
    if (typeof connect === 'function') throw new NotBuiltError('a connect function of the HTTP client', 'give options of net.connect() or tls.connect()');
    this.checkAddress = checkAddress;
    this.lookup = checkAddress ? checkedLookup(checkAddress, lookup) : lookup;
    const { timeout = CONNECT_TIMEOUT, ...connectOptions } = connect || {};
    this.connectTimeout = timeout;
    this.connectOptions = connectOptions;
    // A connection that was made under other rules must not serve these requests.
    this.pools = lookup || checkAddress || connect ? newPools() : (sharedPools ??= newPools());
  }

  /**
   * Resolves to the IncomingMessage, rejects with the client's errors. `headersTimeout` in ms; `isReset`: on a connection of its own.
   * `onSocket(socket)` is called when one is there, `told(name)` at each step of `timing`.
   */
  send({ url, method, headers, body, headersTimeout, signal, isReset, highWaterMark }, { onSocket, told }) {
    const refused = this.checkAddress && refusedLiteral(this.checkAddress, url.hostname);
    if (refused) return Promise.reject(refused);
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request({
        ...this.connectOptions,
        protocol: url.protocol,
        hostname: bareHost(url.hostname),
        port: url.port || undefined,
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        lookup: this.lookup,
        agent: isReset ? false : this.pools[url.protocol],
        highWaterMark,
      });
      let timer;
      const wait = (timeout, errorOf) => {
        clearTimeout(timer);
        timer = timeout > 0 ? setTimeout(() => request.destroy(errorOf()), timeout) : undefined;
      };
      const waitForHeaders = () => wait(headersTimeout, () => requestTimeout(headersTimeout, false));
      const stopListening = onAbort(signal, (reason) => request.destroy(reason));
      const over = () => {
        clearTimeout(timer);
        stopListening();
      };
      request.on('socket', (socket) => {
        const begin = () => {
          const error = this.checkAddress && socket.remoteAddress !== undefined && refusedSocket(this.checkAddress, url.hostname, socket);
          if (error) {
            request.destroy(error);
            return;
          }
          useOf(socket).handledRequests++;
          onSocket(socket);
          told('requestHeadersSent');
          waitForHeaders();
        };
        if (!socket.connecting) {
          begin();
          return;
        }
        wait(this.connectTimeout, () => connectTimeout(url.host, this.connectTimeout));
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
          connected(socket);
          told('connected');
          begin();
        });
      });
      request.on('finish', () => told('requestSent'));
      request.on('response', (message) => {
        useOf(message.socket).handledResponses++;
        told('waiting');
        over();
        resolve(message);
      });
      request.on('error', (error) => {
        over();
        const { socket } = request;
        if (socket && useOf(socket).connectedTime === undefined) {
          notConnected(socket, url);
          onSocket(socket);
        }
        reject(error);
      });
      if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) request.end(body);
      else require('stream').pipeline(body, request, (error) => { if (error) request.destroy(error); });
    });
  }

  /** By origin, in the words of undici's pools. */
  stats() {
    const stats = {};
    for (const [protocol, { freeSockets, requests, sockets }] of Object.entries(this.pools)) {
      for (const name of new Set([freeSockets, requests, sockets].flatMap(Object.keys))) {
        const [host, port] = name.split(':');
        const [free, queued, running] = [freeSockets, requests, sockets].map((pool) => countOf(pool, name));
        const { origin } = new URL(`${protocol}//${host}:${port}`);
        stats[origin] = { connected: free + running, free, pending: queued, queued, running, size: queued + running };
      }
    }
    return stats;
  }
}

/** How many sockets, or waiting requests, `pool` has for `name`. */
function countOf(pool, name) {
  return pool[name]?.length ?? 0;
}

/** Calls back once with the reason of an AbortSignal, or an error for an EventEmitter's 'abort'; gives what ends the listening. */
function onAbort(signal, run) {
  if (!signal) return () => {};
  const abort = () => run(signal.reason ?? Object.assign(new Error('Request aborted'), { name: 'AbortError', code: 'UND_ERR_ABORTED' }));
  if (signal.aborted) {
    process.nextTick(abort);
    return () => {};
  }
  if (typeof signal.addEventListener === 'function') {
    signal.addEventListener('abort', abort, { once: true });
    return () => signal.removeEventListener('abort', abort);
  }
  signal.once('abort', abort);
  return () => signal.removeListener('abort', abort);
}

/** Names in lower case; a header that stands more than once is a list. */
function headersOf({ rawHeaders }) {
  const headers = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at].toLowerCase();
    const value = rawHeaders[at + 1];
    headers[name] = name in headers ? [headers[name], value].flat() : value;
  }
  return headers;
}

/** Milliseconds since `started` (of performance.now()), to the microsecond. */
function since(started) {
  return Math.floor((performance.now() - started) * 1000) / 1000;
}

module.exports = { Transport, headersOf, onAbort, since };
