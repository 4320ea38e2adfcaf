'use strict';

/**
 * One request and its answer between the host and JavaScript: the handle of Node's IncomingMessage and ServerResponse
 * (contracts in `internal/http/incoming` and `internal/http/outgoing`).
 *
 * Handles are made natively, with `prototype`. Below it is `native.proto`, over the exchange that ctx.request and ctx.response
 * share: `method`, `url`, `statusCode` and the other plain members; `sendWhole(bytes)` a whole answer, or `sendHead()`,
 * `sendPiece(bytes, callback)` and `sendEnd(callback)`; `nextPiece(callback)` of the request's body, undefined at its end;
 * `whenClosed(callback)` with whether it ended early; `destroy()`.
 */
const { Buffer } = require('buffer');

const HIGH_WATER_MARK = 16 * 1024;

class ExchangeHandle {
  // ---- the request

  get complete() {
    return this._complete ?? !this.hasBody;
  }

  get headers() {
    this._headers ??= this.joinedHeaders();
    return this._headers;
  }

  set headers(headers) {
    this._headers = headers;
  }

  readStart(onData, onEnd, onError) {
    this._reading = { onData, onEnd, onError };
    this._pull();
  }

  readStop() {
    this._reading = undefined;
  }

  _pull() {
    if (this._isPulling) return;
    this._isPulling = true;
    this.nextPiece((error, chunk) => {
      this._isPulling = false;
      this._deliver(error, chunk);
    });
  }

  /** What arrives while delivery is paused still comes: the reader holds it. */
  _deliver(error, chunk) {
    const reader = this._reading ?? this._lastReader;
    if (!reader) return;
    if (!error && chunk) {
      this._lastReader = reader;
      reader.onData(chunk);
      if (this._reading) this._pull();
      return;
    }
    // Nothing comes any more; the reader holds the message, which holds this handle.
    this._reading = this._lastReader = undefined;
    if (error) {
      reader.onError(error);
    } else {
      this._complete = true;
      reader.onEnd();
    }
  }

  // ---- the answer

  /** The store holds texts; a number that was set comes back as one. */
  getHeader(name) {
    const text = super.getHeader(name);
    const given = this._numbers?.get(name);
    return given !== undefined && String(given) === String(text) ? given : text;
  }

  setHeader(name, value) {
    super.setHeader(name, value);
    const isText = typeof value === 'string' || (Array.isArray(value) && value.every(one => typeof one === 'string'));
    if (!isText) (this._numbers ??= new Map()).set(name.toLowerCase(), value);
  }

  /** Native `headerNames()` is flat: each name in lower case and as it was set. */
  headerEntries() {
    const names = this.headerNames();
    const entries = [];
    for (let i = 0; i < names.length; i += 2) entries.push([ names[i + 1], this.getHeader(names[i]) ]);
    return entries;
  }

  writeHead() {
    this.commitHead();
  }

  flushHeaders() {
    this._begin();
  }

  write(chunk, callback) {
    this._begin();
    const bytes = toBytes(chunk);
    this._queued += bytes.length;
    this.sendPiece(bytes, error => {
      this._queued -= bytes.length;
      callback(error);
    });
    return this._queued < HIGH_WATER_MARK;
  }

  end(chunk, callback) {
    if (!this._begun) {
      this._begun = true;
      this.sendWhole(chunk === undefined ? undefined : toBytes(chunk));
    } else if (chunk !== undefined) {
      this.sendPiece(toBytes(chunk), () => {});
    }
    this.sendEnd(callback);
  }

  _begin() {
    if (this._begun) return;
    this._begun = true;
    this.sendHead();
  }

  // ---- both

  onClose(callback) {
    if (this._closeCallbacks) {
      this._closeCallbacks.push(callback);
      return;
    }
    this._closeCallbacks = [ callback ];
    this.whenClosed((error, isPremature) => {
      // Nobody registers later; what the callbacks hold must not live as long as the messages.
      const callbacks = this._closeCallbacks;
      this._closeCallbacks = [];
      for (const waiting of callbacks) waiting(error ? true : isPremature);
    });
  }
}

Object.assign(ExchangeHandle.prototype, { sendDate: true, _begun: false, _queued: 0 });
Object.setPrototypeOf(ExchangeHandle.prototype, native.proto);

exports.prototype = ExchangeHandle.prototype;

let incomingFromHandle;
let responseFromHandle;

/** Node's messages over a handle. Their modules are a twentieth of what a start loads, and most applications never look at a message. */
exports.messagesOf = handle => {
  if (responseFromHandle === undefined) {
    ({ incomingFromHandle } = require('internal/http/incoming'));
    ({ responseFromHandle } = require('internal/http/server_response'));
  }
  const req = incomingFromHandle(handle);
  return [ req, responseFromHandle(handle, req) ];
};

function toBytes(chunk) {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
