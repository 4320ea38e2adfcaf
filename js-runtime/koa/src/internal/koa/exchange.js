'use strict';

/**
 * One request and its answer between the host and JavaScript: the handle of Node's IncomingMessage and ServerResponse
 * (contracts in `internal/http/incoming` and `internal/http/outgoing`).
 *
 * Native, by the exchange's number: `respond(id, status, message, headers, body)` a whole answer; or `begin(id, status, message,
 * headers)`, `write(id, chunk, callback)` and `finish(id, callback)`; `read(id, callback)` the body's next piece, undefined at
 * its end; `closed(id, callback)` whether it ended early; `destroy(id)`. Headers are flat: name, value, name, value.
 */
const { Buffer } = require('buffer');
const { incomingFromHandle } = require('internal/http/incoming');
const { joinHeaders } = require('internal/http/headers');
const { responseFromHandle } = require('internal/http/server_response');
const STATUS_CODES = require('internal/http/status_codes');

const HIGH_WATER_MARK = 16 * 1024;
const KEEP_ALIVE_SECONDS = 5;

/** The function that the host calls with each request, for a `(req, res)` handler. */
exports.dispatcher = handler => (id, head) => {
  const handle = new ExchangeHandle(id, head);
  const req = incomingFromHandle(handle);
  handler(req, responseFromHandle(handle, req));
};

class ExchangeHandle {
  #id;
  #rawHeaders;
  #joined;
  #reading;
  #isPulling = false;
  #closeCallbacks;
  #headers = new Map();
  /** Who removes the length asks for chunks. */
  #isLengthRemoved = false;
  #isChunkingRemoved = false;
  #begun = false;
  #queued = 0;

  constructor(id, { method, url, httpVersion, rawHeaders, remoteAddress, remotePort, localAddress, localPort, hasBody }) {
    this.#id = id;
    this.#rawHeaders = rawHeaders;
    Object.assign(this, { method, url, httpVersion, remoteAddress, remotePort, localAddress, localPort });
    this.encrypted = false;
    this.complete = !hasBody;
    this.consumed = false;
    this.statusCode = 200;
    this.statusMessage = undefined;
    this.sendDate = true;
    this.headersSent = false;
    this.ended = false;
  }

  // ---- the request

  rawHeaders() {
    return this.#rawHeaders;
  }

  get headers() {
    this.#joined ??= joinHeaders(this.#rawHeaders);
    return this.#joined;
  }

  set headers(headers) {
    this.#joined = headers;
  }

  readStart(onData, onEnd, onError) {
    this.#reading = { onData, onEnd, onError };
    this.#pull();
  }

  readStop() {
    this.#reading = undefined;
  }

  #pull() {
    if (this.#isPulling) return;
    this.#isPulling = true;
    native.read(this.#id, (error, chunk) => {
      this.#isPulling = false;
      this.#deliver(error, chunk);
    });
  }

  /** What arrives while delivery is paused still comes: the reader holds it. */
  #deliver(error, chunk) {
    const reader = this.#reading ?? this.#lastReader;
    if (!reader) return;
    this.#lastReader = reader;
    if (error) {
      reader.onError(error);
    } else if (chunk) {
      reader.onData(chunk);
      if (this.#reading) this.#pull();
    } else {
      this.complete = true;
      reader.onEnd();
    }
  }

  #lastReader;

  // ---- the answer

  getHeader(name) {
    return this.#headers.get(name)?.value;
  }

  setHeader(name, value) {
    const key = name.toLowerCase();
    if (key === 'content-length') this.#isLengthRemoved = false;
    const known = this.#headers.get(key);
    if (known) Object.assign(known, { name, value });
    else this.#headers.set(key, { name, value });
  }

  removeHeader(name) {
    this.#headers.delete(name);
    if (name === 'content-length') this.#isLengthRemoved = true;
    else if (name === 'transfer-encoding') this.#isChunkingRemoved = true;
  }

  headerEntries() {
    return [ ...this.#headers.values() ].map(({ name, value }) => [ name, value ]);
  }

  writeHead() {
    this.headersSent = true;
  }

  flushHeaders() {
    this.#begin();
  }

  write(chunk, callback) {
    this.#begin();
    const bytes = toBytes(chunk);
    this.#queued += bytes.length;
    native.write(this.#id, bytes, error => {
      this.#queued -= bytes.length;
      callback(error);
    });
    return this.#queued < HIGH_WATER_MARK;
  }

  end(chunk, callback) {
    this.ended = true;
    // With neither of the two allowed Node closes the connection; an empty length tells the client the same and keeps it.
    if (this.#isLengthRemoved && !this.#isChunkingRemoved && this.#hasBody() && !this.#isFramed()) this.#begin();
    if (!this.#begun) {
      this.headersSent = true;
      this.#begun = true;
      const bytes = chunk === undefined ? undefined : toBytes(chunk);
      if (this.#hasBody() && !this.#isFramed()) this.setHeader('Content-Length', bytes?.length ?? 0);
      native.respond(this.#id, this.statusCode, this.#reason(), this.#flatHeaders(), bytes);
      native.finish(this.#id, callback);
      return;
    }
    if (chunk !== undefined) native.write(this.#id, toBytes(chunk), () => {});
    native.finish(this.#id, callback);
  }

  #begin() {
    if (this.#begun) return;
    this.#begun = true;
    this.headersSent = true;
    native.begin(this.#id, this.statusCode, this.#reason(), this.#flatHeaders());
  }

  #hasBody() {
    const { statusCode: status } = this;
    return this.method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
  }

  #isFramed() {
    return this.#headers.has('content-length') || this.#headers.has('transfer-encoding');
  }

  #reason() {
    const { statusMessage } = this;
    return statusMessage && statusMessage !== STATUS_CODES[this.statusCode] ? statusMessage : undefined;
  }

  #flatHeaders() {
    const flat = [];
    for (const { name, value } of this.#headers.values()) {
      for (const one of Array.isArray(value) ? value : [ value ]) flat.push(name, String(one));
    }
    if (!this.#headers.has('connection')) {
      const staysOpen = this.httpVersion === '1.1'
        ? !/\bclose\b/i.test(this.headers.connection ?? '')
        : /\bkeep-alive\b/i.test(this.headers.connection ?? '');
      flat.push('Connection', staysOpen ? 'keep-alive' : 'close');
      if (staysOpen) flat.push('Keep-Alive', `timeout=${KEEP_ALIVE_SECONDS}`);
    }
    return flat;
  }

  // ---- both

  onClose(callback) {
    if (this.#closeCallbacks) {
      this.#closeCallbacks.push(callback);
      return;
    }
    this.#closeCallbacks = [ callback ];
    native.closed(this.#id, (error, isPremature) => {
      for (const waiting of this.#closeCallbacks) waiting(error ? true : isPremature);
    });
  }

  destroy() {
    native.destroy(this.#id);
  }
}

function toBytes(chunk) {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
