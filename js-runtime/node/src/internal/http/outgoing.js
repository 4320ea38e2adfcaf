'use strict';

// OutgoingMessage: the answer under construction as Node shows it, over a native handle. Its status stands in server_response.js.
//
// THE OUTGOING HANDLE. The owner of a connection makes the response with `responseFromHandle(handle, req)` from
// internal/http/server_response, where req is the IncomingMessage of the same exchange; applications keep Node's own signature, `new ServerResponse(req)`, which gets a
// handle in JavaScript (message_writer.js) that writes HTTP/1.1 to whatever stream `assignSocket` brings.
//
//   statusCode    number, get/set. Already validated by writeHead; a plain `res.statusCode = x` is not, as in Node.
//   statusMessage string or undefined, get/set. Undefined: the standard phrase of the code at the time of sending.
//   sendDate      boolean, get/set: add a Date header when there is none.
//   headersSent   boolean, get: status and headers are committed.
//   ended         boolean, get: end() was called, by this side or by native code (which may answer without the ServerResponse knowing).
//   getHeader(lowerName)     -> what was set (string, number, or array of them; the type is kept), or undefined.
//   setHeader(name, value)   replaces all of that name without regard to case; `name` keeps its case on the wire. A
//                            replacement keeps the place of the first setting and takes the new case.
//   removeHeader(lowerName)  forgets it; harmless when absent.
//   headerEntries()          -> [[name, value], ...] in order of first setting, names in the case given.
//                 Names and values are validated before the handle sees them; it may trust them. This store is the one that
//                 ctx.set, ctx.remove and ctx.response.headers use.
//   writeHead()   commits status and headers; what is set later does not reach the peer. Called at most once; never after write
//                 or end, which commit by themselves.
//   flushHeaders()   sends the committed headers without waiting for the first chunk. Optional: absent means writeHead() sends.
//   write(chunk, cb) -> boolean   chunk: non-empty string (sent as UTF-8) or Uint8Array (not changed by this side until cb).
//                 Commits the headers if that was not done. cb(err?) once, as a macrotask: the chunk was
//                 handed to the transport, or (with an Error) never will be. False: more is queued than the handle wants; the caller
//                 should wait. When all queued chunks are handed over (their cb's called) it may go on.
//   end(chunk, cb)   chunk as above or undefined. As the only chunk of a response its length is known: the handle then answers
//                 with Content-Length, where Node does (a body is allowed and no Content-Length or Transfer-Encoding is set or was
//                 removed). cb(err?) once, as a macrotask: everything was handed to the transport; it comes
//                 before onClose's callbacks. At most once.
//   socket        the stream that it is assigned to, or null while it waits for one: 'prefinish' comes then. Optional: there is one.
//   whole(chunk) -> boolean or Uint8Array   ends the message with its last chunk, if it has one, head and framing included. True: all
//                 is handed over already; bytes: these are left for put(bytes, cb); false: nothing was done, and end() is called.
//                 Fixes the head by itself. Optional.
//   plain(chunk)  as whole(), but false as well where something of the head has to be checked or chosen. Optional.
//   closesApart   true: somebody else tells 'close', not 'finish'. Optional.
//   onFinished(message)      the message's 'finish' is about to be told. Optional.
//   addTrailers(entries)     [[name, value], ...] to follow a chunked body. Optional.
//   informational(status, entries, cb)   sends a 100, 102 or 103 response ahead of the answer; cb(err?). Optional: without it
//                 writeContinue() and its like fail with ERR_FEATURE_UNAVAILABLE_ON_PLATFORM.
//   destroy()     as in incoming.js. The end of the exchange is heard through the incoming handle's onClose.
//
// The handle frames the body (chunked, Content-Length, none for HEAD, 1xx, 204 and 304, where it drops chunks) and adds Date,
// Connection and Keep-Alive. It may refuse what HTTP forbids by calling cb with an Error.
//
// WHAT THIS SIDE PROMISES. No empty chunks; nothing after end() or destroy(); corked chunks arrive as one.
//
// 'finish' comes with end's cb, or before 'close' when native code ended the response; 'close' a tick after 'finish', or when
// onClose says that the exchange ended early.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const Stream = require('stream');
const { validateHeaderValue } = require('internal/http/headers');
const { kCorked, kErrored, kHandle, kSocket } = require('internal/http/brands');
const { MessageWriter } = require('internal/http/message_writer');
const { endWhole, endsAtOnce } = require('internal/http/outgoing_whole');
const { HIGH_WATER_MARK, corkedLength } = require('internal/http/outgoing_properties');

function noop() {}

/** A message to be sent. Made without a handle it writes HTTP/1.1 to the stream that it is assigned to. */
function OutgoingMessage(options) {
  if (!(this instanceof OutgoingMessage)) return new OutgoingMessage(options);
  Stream.call(this);
  this[kHandle] = new MessageWriter(this);
  this[kSocket] = null;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

// Starting values; a message owns only what changed.
const startingValues = {
  // As EventEmitter's prototype has it, but nearer.
  _events: undefined,
  writable: true,
  destroyed: false,
  shouldKeepAlive: true,
  useChunkedEncodingByDefault: true,
  // By these, packages and our own streams recognise an HTTP message.
  _last: false,
  _closed: false,
  _defaultKeepAlive: true,
  _removedConnection: false,
  _removedContLen: false,
  _removedTE: false,
  _hasBody: true,
  // The server's `rejectNonStandardBodyWrites`.
  _refusesBody: false,
  _ended: false,
  _finishEmitted: false,
  _needDrain: false,
  _unacknowledged: 0,
  maxRequestsOnConnectionReached: false,
  strictContentLength: false,
  _unacknowledgedLength: 0,
  _implicit: false,
  [kErrored]: null,
  // null, or { depth, chunks: [[chunk, callback]] } while corked.
  [kCorked]: null,
};
Object.assign(OutgoingMessage.prototype, startingValues);

/**
 * A message of `prototype` over the native `handle`, without the detached handle that the constructor makes. Made for every
 * request: an EventEmitter's own parts come with its first listener.
 */
function outgoingFromHandle(prototype, handle) {
  const message = Object.create(prototype);
  message[kHandle] = handle;
  return message;
}

// ---- Head ---------------------------------------------------------------------------------------------------------------

/** Commits and sends status and headers now. */
OutgoingMessage.prototype.flushHeaders = function flushHeaders() {
  if (!this.headersSent) this._implicitHeader();
  this[kHandle].flushHeaders?.();
};

/** Commits a head of its own: `firstLine` with its line end, `headers` an object or a list. */
OutgoingMessage.prototype._storeHeader = function _storeHeader(firstLine, headers) {
  let entries = [];
  if (Array.isArray(headers)) {
    if (Array.isArray(headers[0])) entries = headers;
    else for (let i = 0; i + 1 < headers.length; i += 2) entries.push([headers[i], headers[i + 1]]);
  } else if (headers) {
    // Values of the internal store come as [name, value] by their lower-case name.
    for (const key of Object.keys(headers)) entries.push([key, headers[key]]);
  }
  for (const [name, value] of entries) {
    for (const one of [].concat(value)) validateHeaderValue(name, one);
  }
  this[kHandle].store(firstLine.replace(/\r\n$/, ''), entries);
};

OutgoingMessage.prototype._implicitHeader = function _implicitHeader() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
};

/**
 * Runs `_implicitHeader`, which packages intercept through writeHead(), ahead of the first chunk, but leaves it to that chunk to
 * commit: only with it does the handle know whether the length is known.
 */
function prepareHead(message) {
  if (message.headersSent) return;
  message._implicit = true;
  try {
    message._implicitHeader();
  } finally {
    message._implicit = false;
  }
}

// ---- Body --------------------------------------------------------------------------------------------------------------

/** Later 'error' and callback, as for a chunk that came too late. */
function failLater(message, error, callback) {
  process.nextTick(() => {
    callback(error);
    if (!message.destroyed) message.emit('error', error);
  });
}

function checkChunk(chunk) {
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !Stream._isUint8Array(chunk)) {
    throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
}

/** The handle takes UTF-8 strings and bytes. */
function encode(chunk, encoding) {
  if (typeof chunk !== 'string' || !encoding || encoding === 'utf8' || encoding === 'utf-8') return chunk;
  return Buffer.from(chunk, encoding);
}

/** False: wait for 'drain'. */
OutgoingMessage.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (typeof callback !== 'function') callback = noop;
  checkChunk(chunk);

  if (this.writableEnded || this.destroyed) {
    const error = this.writableEnded ? new codes.ERR_STREAM_WRITE_AFTER_END() : new codes.ERR_STREAM_DESTROYED('write');
    if (this.destroyed) process.nextTick(callback, error);
    else failLater(this, error, callback);
    return false;
  }
  prepareHead(this);
  if (!this._hasBody && this._refusesBody) throw new codes.ERR_HTTP_BODY_NOT_ALLOWED();
  if (!this._hasBody || chunk.length === 0) {
    if (!this.headersSent) this[kHandle].writeHead();
    process.nextTick(callback);
    return true;
  }
  chunk = encode(chunk, encoding);
  if (this[kCorked] !== null) {
    this[kCorked].chunks.push([chunk, callback]);
    if (!this.headersSent) this[kHandle].writeHead();
    return corkedLength(this[kCorked]) < HIGH_WATER_MARK;
  }
  return send(this, chunk, callback);
};

/** Node's names of the steps below write(), which packages call: a piece of the message with its head before it, and a piece as it is. */
OutgoingMessage.prototype._send = function _send(data, encoding, callback) {
  if (typeof encoding === 'function') [callback, encoding] = [encoding, null];
  const handle = this[kHandle];
  handle.commit(undefined);
  return handle.writeHeadOnce(encode(data, encoding), callback);
};

OutgoingMessage.prototype._writeRaw = function _writeRaw(data, encoding, callback) {
  if (typeof encoding === 'function') [callback, encoding] = [encoding, null];
  return this[kHandle].put(encode(data, encoding), callback);
};

function send(message, chunk, callback) {
  const { length } = chunk;
  message._unacknowledged++;
  message._unacknowledgedLength += length;
  const room = message[kHandle].write(chunk, (error) => {
    message._unacknowledged--;
    message._unacknowledgedLength -= length;
    message[kSocket]?._refreshTimeout?.();
    callback(error || undefined);
    if (message._needDrain && message._unacknowledged === 0 && !message.writableEnded && !message.destroyed) {
      message._needDrain = false;
      message.emit('drain');
    }
  });
  if (room === false) message._needDrain = true;
  return room !== false;
}

/** Holds chunks back until as many uncork() calls, or end(), and sends them as one. */
OutgoingMessage.prototype.cork = function cork() {
  if (this[kCorked] === null) this[kCorked] = { depth: 1, chunks: [] };
  else this[kCorked].depth++;
};

OutgoingMessage.prototype.uncork = function uncork() {
  const corked = this[kCorked];
  if (corked === null || --corked.depth > 0) return;
  const joined = takeCorked(this);
  if (joined !== null && !this.destroyed) send(this, joined.chunk, joined.callback);
};

/** Everything that is corked as one chunk, or null; the message is uncorked after it. */
function takeCorked(message) {
  const corked = message[kCorked];
  message[kCorked] = null;
  if (corked === null || corked.chunks.length === 0) return null;
  const { chunks } = corked;
  const allText = chunks.every(([chunk]) => typeof chunk === 'string');
  const chunk = allText ?
    chunks.map(([text]) => text).join('') :
    Buffer.concat(chunks.map(([part]) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return {
    chunk,
    callback(error) {
      for (let i = 0; i < chunks.length; i++) chunks[i][1](error);
    },
  };
}

/** Sends `chunk`, if any, and ends the message; `callback` runs at 'finish'. */
OutgoingMessage.prototype.end = function end(chunk, encoding, callback) {
  if (callback === undefined && endsAtOnce(this, chunk, encoding, emitFinish)) return this;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  const hasCallback = typeof callback === 'function';
  if (chunk !== null && chunk !== undefined) {
    checkChunk(chunk);
    if (this.writableEnded) {
      failLater(this, new codes.ERR_STREAM_WRITE_AFTER_END(), hasCallback ? callback : noop);
      return this;
    }
  } else if (this.writableEnded) {
    if (hasCallback) {
      const refuse = () => callback(new codes.ERR_STREAM_ALREADY_FINISHED('end'));
      if (this.writableFinished) refuse();
      else this.once('finish', refuse);
    }
    return this;
  } else {
    chunk = undefined;
  }
  if (this.destroyed) {
    if (hasCallback) process.nextTick(callback, new codes.ERR_STREAM_DESTROYED('end'));
    return this;
  }

  prepareHead(this);
  if (chunk !== undefined && !this._hasBody && this._refusesBody) throw new codes.ERR_HTTP_BODY_NOT_ALLOWED();
  if (hasCallback) this.once('finish', callback);
  let body = chunk === undefined || chunk.length === 0 || !this._hasBody ? undefined : encode(chunk, encoding);
  const corked = takeCorked(this);
  if (corked !== null) {
    if (body === undefined) {
      body = corked.chunk;
    } else if (typeof body === 'string' && typeof corked.chunk === 'string') {
      body = corked.chunk + body;
    } else {
      body = Buffer.concat([corked.chunk, body].map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
    }
  }
  const handle = this[kHandle];
  if (corked === null && handle.whole !== undefined && endWhole(this, handle, body, emitFinish)) return this;
  // A handle that finds the body too short or too long leaves the message as it is.
  handle.checkEnd?.(body);
  this._ended = true;
  const length = body === undefined ? 0 : body.length;
  this._unacknowledgedLength += length;
  handle.end(body, (error) => {
    this._unacknowledgedLength -= length;
    corked?.callback(error || undefined);
    if (!error) emitFinish(this);
  });
  if (handle.socket !== null) this._finish();
  return this;
};

/** The message is handed over to the connection, from end() or when that comes. */
OutgoingMessage.prototype._finish = function _finish() {
  this.emit('prefinish');
};

function emitFinish(message) {
  if (message._finishEmitted) return;
  message._finishEmitted = true;
  const handle = message[kHandle];
  handle.onFinished?.(message);
  if (message._events !== undefined) message.emit('finish');
  // A response made by hand closes with its stream.
  if (handle.closesApart !== true) process.nextTick(emitClose, message);
}

function emitClose(message) {
  if (message._closed) return;
  message.destroyed = true;
  message._closed = true;
  if (message._events !== undefined) message.emit('close');
}

OutgoingMessage.prototype._emitClose = function _emitClose() {
  emitClose(this);
};

/** 'close' a tick from now; at once where nobody hears it. */
OutgoingMessage.prototype._closeSoon = function _closeSoon() {
  if (this._events === undefined) emitClose(this);
  else process.nextTick(emitClose, this);
};

/** The handle's word that the exchange is over. */
OutgoingMessage.prototype._onExchangeClosed = function _onExchangeClosed(premature) {
  // A tick later: the request, told in the same turn, comes first.
  if (premature) process.nextTick(emitClose, this);
  else emitFinish(this);
};

/** Ends the connection without finishing the message. `error` shows as `errored`; no 'error' event follows, as in Node. */
OutgoingMessage.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  const { socket } = this;
  if (socket) socket.destroy(error);
  else this[kHandle].destroy();
  return this;
};

/** 'timeout' after `msecs` without traffic; the connection is destroyed then unless somebody listens. 0: never. */
OutgoingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  const { socket } = this;
  if (socket) socket.setTimeout(msecs);
  else this.once('socket', (assigned) => assigned.setTimeout(msecs));
  return this;
};

/** What a listener's rejected promise does under captureRejections. */
OutgoingMessage.prototype[Symbol.for('nodejs.rejection')] = function onRejection(error) {
  this.destroy(error);
};

OutgoingMessage.prototype.pipe = function pipe() {
  // A message is written to, never read.
  this.emit('error', new codes.ERR_STREAM_CANNOT_PIPE());
};

/** Whoever made the message by hand may set its stream without ceremony. */
function setSocket(value) {
  this[kSocket] = value;
  this[kHandle].assign?.(value ?? null);
}

module.exports = { OutgoingMessage, outgoingFromHandle, setSocket, startingValues };

require('internal/http/outgoing_headers').install(OutgoingMessage.prototype);
require('internal/http/outgoing_properties').install(OutgoingMessage.prototype, setSocket);
