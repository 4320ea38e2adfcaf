'use strict';

// IncomingMessage: a request's head and body as Node shows them, over a native handle.
//
// THE INCOMING HANDLE. Whoever owns a connection (the koa layer's Exchange; http.Server's stands in exchange.js) makes the
// message with `incomingFromHandle(handle)`; applications keep Node's own signature, `new IncomingMessage(socket)`.
// One native object may be the incoming and the outgoing handle (see outgoing.js) at once: no name means two things.
// Members are read with ordinary property access, so accessors and methods on a prototype are fine.
//
//   method        string, get/set. `req.method` reads and writes through, so that an override is seen on both sides.
//   url           string, get/set: the request target as received. Written through, like `method`.
//   httpVersion   '1.1' or '1.0'.
//   rawHeaders()  -> [name, value, name, value, ...] as received, names in the peer's case. Called at most once.
//   headers       object, get/set: lower-case names, values joined by Node's rules (CTX-129). Read at the first need and
//                 not kept here: the handle keeps the one object that ctx.request.headers and req.headers share. A
//                 handle that cannot build it returns `joinHeaders(handle.rawHeaders())` from internal/http/headers.
//   rawTrailers() -> flat array like rawHeaders(); called after onEnd. Optional: absent means no trailers.
//   passed        boolean: the message is over, and nobody has looked at its body. Optional.
//   complete      boolean: the peer sent the whole message (at once true when it has no body).
//   consumed      boolean: native code has read, or is reading, the body; there is nothing for JavaScript. A message made of
//                 such a handle is at its end from the start. Native code that takes the body of a message that exists calls
//                 `markConsumed(message)` when it has it all: listeners then see 'end' and 'close'.
//   remoteAddress, localAddress   string or undefined.
//   remotePort, localPort         number or undefined.
//   encrypted                     boolean: TLS.
//   readStart(onData, onEnd, onError)   starts or resumes delivery. Nothing is read from the peer before the first call, and
//                 nothing is delivered inside the call itself: callbacks come as macrotasks, one chunk each.
//                   onData(Uint8Array)  non-empty and owned by JavaScript from then on (no copy is made here);
//                   onEnd()             after the last chunk, once; `complete` is true and rawTrailers() valid by then;
//                   onError(Error)      the body cannot be had (too large, malformed, reset), once; ends delivery.
//                 Every call brings the same three functions.
//   readStop()    pauses delivery. Chunks already under way may still come; none is lost. Harmless when paused.
//   onClose(cb)   registers cb(premature: boolean), any number of times; each is called once, as a macrotask, or never when the
//                 process ends first:
//                   false  the response was handed to the transport whole;
//                   true   the connection ended, or was destroyed, before that.
//   destroy()     closes the connection now, response sent or not. Harmless when repeated.
//
// WHAT THIS SIDE PROMISES. After `destroy()` nothing is read, and no member that acts is called but destroy(). `readStart` is
// never called when `consumed`, nor for the first time after onClose's callbacks: an unread body is then the handle's to discard.

const { codes } = require('internal/errors');
const { Buffer } = require('buffer');
const { Readable } = require('stream');
const { HttpConnection, connectionReset } = require('internal/http/connection');
const { kHandle, kResponse, kSocket } = require('internal/http/brands');
const { ReadableState } = require('internal/streams/readable_state');
const { PlainHead } = require('internal/http/plain_head');
const { addJoined, distinctHeaders, joinHeaders } = require('internal/http/headers');

const kOver = Symbol('kOver');
const kHasState = Symbol('kHasState');
const kReader = Symbol('kReader');
const kTrailers = Symbol('kTrailers');
const kDistinct = Symbol('kDistinct');
const kRawHeaders = Symbol('kRawHeaders');

/** Node's constructor: a message over `socket` (or nothing), whose head and body the caller fills in. */
function IncomingMessage(socket) {
  if (!(this instanceof IncomingMessage)) return new IncomingMessage(socket);
  Readable.call(this, socket ? { highWaterMark: socket.readableHighWaterMark } : undefined);
  this._readableState.readingMore = true;
  this[kHandle] = new PlainHead();
  this[kSocket] = socket;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

/**
 * The request of `handle` (contract above). Made for every request, and most are never read or listened to: what a Readable and an
 * EventEmitter set up at birth is made when somebody asks for it.
 */
function incomingFromHandle(handle) {
  const message = Object.create(IncomingMessage.prototype);
  message[kHandle] = handle;
  if (handle.consumed) {
    message[kOver] = true;
    message._consumed = true;
  }
  handle.onClose((premature) => onExchangeClosed(message, premature));
  return message;
}

/** As incomingFromHandle, of a connection that tells its messages itself how they end: the handle needs no `onClose`. */
function MessageOn(handle, socket) {
  this[kHandle] = handle;
  this[kSocket] = socket;
}
MessageOn.prototype = IncomingMessage.prototype;

Object.defineProperty(IncomingMessage.prototype, '_readableState', {
  __proto__: null,
  configurable: true,
  get() {
    // Not of the prototype itself, which packages walk over.
    if (!Object.hasOwn(this, kHandle)) return undefined;
    const state = new ReadableState(undefined, false);
    // Nothing is read ahead: an unread body must not be pulled off the connection.
    state.readingMore = true;
    if (this[kOver] || this[kHandle].passed) {
      state.ended = state.endEmitted = state.dataEmitted = true;
      state.destroyed = state.closed = state.closeEmitted = true;
    }
    this._readableState = state;
    return state;
  },
  set(value) {
    this[kHasState] = true;
    Object.defineProperty(this, '_readableState', { __proto__: null, configurable: true, enumerable: true, writable: true, value });
  },
});

/** Native code has read the whole body of `message`, which may have listeners by now. */
function markConsumed(message) {
  message._consumed = true;
  finishUnread(message);
}

/** Whether anybody has listened to a message, or looked at its state as a stream. */
function isObserved(message) {
  return message._events !== undefined || message[kHasState];
}

/** Ends a message whose body JavaScript will not see. */
function finishUnread(message) {
  if (!isObserved(message)) {
    message[kOver] = true;
    return;
  }
  const state = message._readableState;
  if (state.ended || state.destroyed) return;
  state.reading = false;
  message.push(null);
  message.resume();
}

function onExchangeClosed(message, premature) {
  closeMessage(message, premature);
  message[kResponse]?._onExchangeClosed(premature);
  // The two know each other: a cycle, which would be left to the collector with each request.
  if (!premature) message[kResponse] = undefined;
}

function closeMessage(message, premature) {
  const socket = message[kSocket];
  if (!premature) {
    socket?._release?.();
    if (!message._consumed) finishUnread(message);
  } else if (socket) {
    // Its 'close' ends the message and the response, in Node's order.
    if (socket._onGone) socket._onGone();
    else socket.destroy();
  } else if (!message.destroyed) {
    message.destroy(connectionReset());
  }
}

Object.assign(IncomingMessage.prototype, {
  // As EventEmitter's prototype has it, but nearer.
  _events: undefined,
  // Its body is gone, and it was before anybody looked.
  [kOver]: false,
  [kHasState]: false,
  aborted: false,
  upgrade: null,
  joinDuplicateHeaders: false,
  // Set by clients only; here because packages look for them on any message.
  statusCode: null,
  statusMessage: null,
  _consumed: false,
  _consuming: false,
  _dumped: false,
});

/** Properties that live in the handle, so that both sides see what either sets. */
for (const name of ['method', 'url', 'httpVersion', 'complete', 'headers']) {
  Object.defineProperty(IncomingMessage.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: name !== 'headers',
    get() { return this[kHandle]?.[name]; },
    set(value) {
      const handle = this[kHandle];
      // The handle alone knows whether the whole message is here.
      if (name === 'complete' && !(handle instanceof PlainHead)) return;
      handle[name] = value;
    },
  });
}

function accessor(name, get, set) {
  Object.defineProperty(IncomingMessage.prototype, name, { __proto__: null, configurable: true, enumerable: false, get, set });
}

accessor('httpVersionMajor', function get() {
  const version = this.httpVersion;
  return version ? Number(version.split('.')[0]) : null;
}, override('httpVersionMajor'));

accessor('httpVersionMinor', function get() {
  const version = this.httpVersion;
  return version ? Number(version.split('.')[1]) : null;
}, override('httpVersionMinor'));

/** A setter that makes `name` an ordinary own property. */
function override(name) {
  return function set(value) {
    Object.defineProperty(this, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
  };
}

accessor('rawHeaders', function get() {
  if (this[kRawHeaders] === undefined) this[kRawHeaders] = this[kHandle] ? this[kHandle].rawHeaders() : [];
  return this[kRawHeaders];
}, function set(value) {
  this[kRawHeaders] = value;
  if (this[kHandle] instanceof PlainHead) this[kHandle].setRawHeaders(value);
});

accessor('headersDistinct', function get() {
  if (this[kDistinct] === undefined) this[kDistinct] = distinctHeaders(this.rawHeaders);
  return this[kDistinct];
}, function set(value) { this[kDistinct] = value; });

accessor('rawTrailers', function get() {
  const handle = this[kHandle];
  if (!handle || !handle.complete || typeof handle.rawTrailers !== 'function') return [];
  return handle.rawTrailers() || [];
}, override('rawTrailers'));

accessor('trailers', function get() {
  // Not kept before the end: they are not here yet.
  if (this[kTrailers] !== undefined) return this[kTrailers];
  const trailers = joinHeaders(this.rawTrailers);
  if (this.complete) this[kTrailers] = trailers;
  return trailers;
}, function set(value) { this[kTrailers] = value; });

accessor('trailersDistinct', function get() {
  return distinctHeaders(this.rawTrailers);
}, override('trailersDistinct'));

function getSocket() {
  if (this[kSocket] === undefined && this[kHandle] && !(this[kHandle] instanceof PlainHead)) {
    this[kSocket] = new HttpConnection(this[kHandle], this);
  }
  return this[kSocket];
}
function setSocket(value) {
  this[kSocket] = value;
}
accessor('socket', getSocket, setSocket);
accessor('connection', getSocket, setSocket);
accessor('client', getSocket, setSocket);

/** 'timeout' after `msecs` without traffic; the connection is destroyed then unless somebody listens. 0: never. */
IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

IncomingMessage.prototype._read = function _read() {
  if (!this._consumed) {
    this._readableState.readingMore = false;
    this._consumed = true;
  }
  const handle = this[kHandle];
  if (handle === undefined) throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_read()');
  if (handle instanceof PlainHead || handle.consumed) return;
  if (this[kReader] === undefined) this[kReader] = readerOf(this, handle);
  const { onData, onEnd, onError } = this[kReader];
  handle.readStart(onData, onEnd, onError);
};

/** The end and an error are the last words: then the message forgets its reader, which holds it. */
function readerOf(message, handle) {
  return {
    onData(chunk) {
      if (message.destroyed) return;
      message[kSocket]?._refreshTimeout?.();
      if (!message.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))) handle.readStop();
    },
    onEnd() {
      message[kReader] = undefined;
      if (!message.destroyed) message.push(null);
    },
    onError(error) {
      message[kReader] = undefined;
      if (!message.destroyed) message.destroy(error);
    },
  };
}

IncomingMessage.prototype._destroy = function _destroy(error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
  }
  const socket = this[kSocket];
  // Whoever set `socket` to null (pipeline does) keeps the connection for the response.
  if (this.aborted && socket === undefined) this[kHandle].destroy?.();
  else if (this.aborted && socket !== null && !socket.destroyed) socket.destroy(error);
  process.nextTick(reportDestroyed, this, error, callback);
};

/** Without a listener an aborted request is no error: Node never made it one. */
function reportDestroyed(message, error, callback) {
  if (message.listenerCount('error') === 0) callback();
  else callback(error);
}

/** Lets an unread body go by. */
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  this._dumped = true;
  this.removeAllListeners('data');
  this.resume();
};

IncomingMessage.prototype._addHeaderLine = function _addHeaderLine(name, value, into) {
  addJoined(into, name, value);
};

IncomingMessage.prototype._addHeaderLines = function _addHeaderLines(headers, count) {
  if (!headers || !headers.length) return;
  this.rawHeaders = headers.slice(0, count);
};

module.exports = { IncomingMessage, MessageOn, finishUnread, incomingFromHandle, isObserved, markConsumed };
