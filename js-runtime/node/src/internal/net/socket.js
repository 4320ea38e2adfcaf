'use strict';

// net.Socket: a Duplex over a stream handle (net/stream.rs, or whatever has its methods: tls layers one over another stream). How it
// comes to be connected stands in connect.js.

const { Buffer } = require('buffer');
const { Duplex } = require('stream');
const natives = require('internal/net/natives');
const { codes, ErrnoException } = require('internal/errors');
const { validateNumber, validateUint32 } = require('internal/validators');
const idleTimer = require('internal/net/idle_timer');
const { refuseWrites } = require('internal/net/half_open');
const { defineAccessors } = require('internal/streams/properties');

const ENOTCONN = -107;

const kBytesRead = Symbol('kBytesRead');
const kBytesWritten = Symbol('kBytesWritten');
const kOnRead = Symbol('kOnRead');
const kOwnBuffer = Symbol('kOwnBuffer');
const kSetNoDelay = Symbol('kSetNoDelay');
const kSetKeepAlive = Symbol('kSetKeepAlive');
const kKeepAliveDelay = Symbol('kKeepAliveDelay');
const kConsumer = Symbol('kConsumer');

/**
 * `options`: handle, fd, allowHalfOpen, readable, writable, signal, onread ({ buffer, callback }), noDelay, keepAlive,
 * keepAliveInitialDelay (ms), pauseOnCreate, highWaterMark; a number is an fd.
 */
function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  options = typeof options === 'number' ? { fd: options } : { ...options };
  refuseObjectMode(options);
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    options.keepAliveInitialDelay = Math.max(options.keepAliveInitialDelay, 0);
  }

  this.connecting = false;
  this._hadError = false;
  this._parent = null;
  this._host = null;
  this._handle = null;
  this._sockname = undefined;
  this._peername = undefined;
  this._server = null;
  this.server = null;
  this._pendingData = null;
  this._pendingEncoding = '';
  idleTimer.initialize(this);
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this[kOnRead] = null;
  this[kConsumer] = null;
  this.timeout = undefined;

  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  // 'close' tells whether there was an error, and waits for the handle.
  options.emitClose = false;
  options.autoDestroy = true;
  // Strings go to the handle as they are.
  options.decodeStrings = false;
  Duplex.call(this, options);

  const { onread } = options;
  if (onread !== null && typeof onread === 'object' &&
      (onread.buffer instanceof Uint8Array || typeof onread.buffer === 'function') && typeof onread.callback === 'function') {
    this[kOwnBuffer] = onread;
  }
  if (options.handle) this._handle = options.handle;
  else if (options.fd !== undefined) this._handle = openDescriptor(options.fd);

  this[kSetNoDelay] = Boolean(options.noDelay);
  this[kSetKeepAlive] = Boolean(options.keepAlive);
  this[kKeepAliveDelay] = Math.trunc((options.keepAliveInitialDelay || 0) / 1000);
  this.on('end', refuseWrites);

  if (this._handle && options.readable !== false && !options.manualStart) {
    if (options.pauseOnCreate) {
      this._readableState.flowing = false;
    } else {
      this.read(0);
    }
  }
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

function refuseObjectMode(options) {
  if (options.objectMode) throw new codes.ERR_INVALID_ARG_VALUE('options.objectMode', options.objectMode, 'is not supported');
  if (options.readableObjectMode || options.writableObjectMode) {
    throw new codes.ERR_INVALID_ARG_VALUE(
      `options.${options.readableObjectMode ? 'readableObjectMode' : 'writableObjectMode'}`, true, 'is not supported');
  }
}

function openDescriptor(fd) {
  validateUint32(fd, 'fd');
  const handle = natives.openStream(fd);
  if (typeof handle !== 'number') return handle;
  if (handle === -22) throw new codes.ERR_INVALID_FD_TYPE('FILE');
  throw ErrnoException(handle, 'open');
}

// ---- Reading ----------------------------------------------------------------------------------------------------------------

Socket.prototype._read = function _read(size) {
  if (this.connecting || !this._handle) this.once('connect', () => this._read(size));
  else if (!this._handle.reading) startReading(this);
};

function startReading(socket) {
  socket[kOnRead] ??= (value) => onRead(socket, value);
  const status = socket._handle.readStart(socket[kOnRead]);
  if (status !== 0) socket.destroy(ErrnoException(status, 'read'));
}

/** `value`: a Uint8Array, null at the end, a negative errno. */
function onRead(socket, value) {
  const handle = socket._handle;
  if (handle === null) return;
  if (value === null) {
    // Nothing more comes, so that it keeps no process alive.
    handle.readStop();
    onEnd(socket);
  } else if (typeof value === 'number') {
    handle.readStop();
    socket.destroy(ErrnoException(value, 'read'));
  } else {
    socket._unrefTimer();
    // Who reads the bytes past the stream: the HTTP parser.
    if (socket[kConsumer] !== null) {
      socket[kConsumer](value);
      return;
    }
    const more = socket[kOwnBuffer] ? fillOwnBuffer(socket, value) :
      socket.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    if (!more && socket._handle) socket._handle.readStop();
  }
}

function onEnd(socket) {
  if (socket._readableState.endEmitted) {
    if (socket._writableState.finished) socket.destroy();
    return;
  }
  socket.push(null);
  socket.read(0);
}

/** `onread` of the constructor: data goes into the user's buffer, piece by piece; false pauses. */
function fillOwnBuffer(socket, data) {
  const { buffer, callback } = socket[kOwnBuffer];
  let more = true;
  let at = 0;
  while (at < data.length) {
    const target = typeof buffer === 'function' ? buffer() : buffer;
    const length = Math.min(target.length, data.length - at);
    target.set(data.subarray(at, at + length));
    at += length;
    if (callback.call(socket, length, target) === false) more = false;
    if (socket.destroyed) return false;
  }
  return more;
}

for (const name of ['pause', 'resume', 'read']) {
  Socket.prototype[name] = function flow(size) {
    // With a buffer of its own the stream machinery sees no data, so the handle is told directly.
    if (this[kOwnBuffer] && !this.connecting && this._handle) {
      if (name === 'pause') this._handle.readStop();
      else if (!this._handle.reading) startReading(this);
    }
    return Duplex.prototype[name].call(this, size);
  };
}

// ---- Writing ----------------------------------------------------------------------------------------------------------------

Socket.prototype._write = function _write(data, encoding, callback) {
  writeToHandle(this, data, encoding, callback, sendOne);
};

Socket.prototype._writev = function _writev(chunks, callback) {
  writeToHandle(this, chunks, '', callback, sendMany);
};

Socket.prototype._writeGeneric = function _writeGeneric(isMany, data, encoding, callback) {
  writeToHandle(this, data, encoding, callback, isMany ? sendMany : sendOne);
};

function writeToHandle(socket, data, encoding, callback, send) {
  if (socket.connecting) {
    socket._pendingData = data;
    socket._pendingEncoding = encoding;
    const onClose = () => callback(new codes.ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
    socket.once('connect', function onConnect() {
      socket.off('close', onClose);
      writeToHandle(socket, data, encoding, callback, send);
    });
    socket.once('close', onClose);
    return;
  }
  socket._pendingData = null;
  socket._pendingEncoding = '';
  const handle = socket._handle;
  if (!handle) {
    callback(new codes.ERR_SOCKET_CLOSED());
    return;
  }
  socket._unrefTimer();
  const status = send(handle, data, encoding, (error, later) => onWritten(socket, error || later, callback));
  if (status === 0) callback();
  else if (status < 0) socket.destroy(ErrnoException(status, 'write'), callback);
}

function sendOne(handle, data, encoding, done) {
  if (typeof data !== 'string') return handle.write(data, done);
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return handle.write(data, done);
    case 'latin1':
    case 'binary':
    case 'ascii':
      return handle.writeLatin1(data, done);
    default:
      return handle.write(Buffer.from(data, encoding), done);
  }
}

function sendMany(handle, chunks, _, done) {
  const all = chunks.map(({ chunk, encoding }) => {
    if (typeof chunk !== 'string' || encoding === 'utf8' || encoding === 'utf-8') return chunk;
    return Buffer.from(chunk, encoding);
  });
  return handle.writev(all, done);
}

function onWritten(socket, status, callback) {
  if (socket.destroyed) {
    callback(new codes.ERR_SOCKET_CLOSED());
  } else if (status < 0) {
    const error = ErrnoException(status, 'write');
    socket.destroy(error);
    callback(error);
  } else {
    socket._unrefTimer();
    callback();
  }
}

Socket.prototype._final = function _final(callback) {
  if (this.connecting) {
    this.once('connect', () => this._final(callback));
    return;
  }
  if (!this._handle) {
    callback();
    return;
  }
  const status = this._handle.shutdown((error, later) => {
    if (later < 0 && later !== ENOTCONN) callback(ErrnoException(later, 'shutdown'));
    else callback();
  });
  if (status < 0) {
    if (status === ENOTCONN) callback();
    else callback(ErrnoException(status, 'shutdown'));
  }
};

// ---- The end ----------------------------------------------------------------------------------------------------------------

/** Ends the writable side, and destroys the socket when everything is written. */
Socket.prototype.destroySoon = function destroySoon() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

Socket.prototype._destroy = function _destroy(error, callback) {
  this.connecting = false;
  idleTimer.clearIdleTimeout(this);
  this._abortConnecting?.();
  if (this._handle) {
    const handle = this._handle;
    this[kBytesRead] = handle.bytesRead;
    this[kBytesWritten] = handle.bytesWritten;
    // Still told after the end, as in Node, when somebody asked before.
    if (this._peername === undefined) this._getpeername();
    this._handle = null;
    const hadError = Boolean(error);
    handle.close(() => this.emit('close', hadError));
    callback(error);
  } else {
    callback(error);
    process.nextTick(emitClose, this, Boolean(error));
  }
  if (this._server) {
    this._server._connections--;
    if (this._server._emitCloseIfDrained) this._server._emitCloseIfDrained();
    this._server = null;
  }
};

function emitClose(socket, hadError) {
  socket.emit('close', hadError);
}

/** Ends a TCP connection with a reset instead of FIN. */
Socket.prototype.resetAndDestroy = function resetAndDestroy() {
  if (this.connecting) {
    this.once('connect', () => this._reset());
  } else if (!this._handle) {
    this.destroy(new codes.ERR_SOCKET_CLOSED());
  } else {
    this._reset();
  }
  return this;
};

Socket.prototype._reset = function _reset() {
  const status = this._handle?.reset?.() ?? 0;
  this.resetAndClosing = true;
  return this.destroy(status < 0 ? ErrnoException(status, 'reset') : undefined);
};

// ---- Settings -----------------------------------------------------------------------------------------------------------------

Socket.prototype.setTimeout = idleTimer.setIdleTimeout;

Socket.prototype._unrefTimer = function _unrefTimer() {
  idleTimer.refreshIdleTimeout(this);
};

Socket.prototype._onTimeout = function _onTimeout() {
  this.emit('timeout');
};

Socket.prototype.setNoDelay = function setNoDelay(enable) {
  enable = Boolean(enable === undefined ? true : enable);
  this[kSetNoDelay] = enable;
  this._handle?.setNoDelay?.(enable);
  return this;
};

/** `delay`: ms of silence before the first probe, 0 for the system's. */
Socket.prototype.setKeepAlive = function setKeepAlive(enable, delay) {
  enable = Boolean(enable);
  this[kSetKeepAlive] = enable;
  if (delay !== undefined && delay > 0) this[kKeepAliveDelay] = Math.trunc(delay / 1000);
  this._handle?.setKeepAlive?.(enable, this[kKeepAliveDelay]);
  return this;
};

/** What was set before the handle was there, or connected. */
Socket.prototype._applySettings = function _applySettings() {
  if (this[kSetNoDelay]) this._handle.setNoDelay?.(true);
  if (this[kSetKeepAlive]) this._handle.setKeepAlive?.(true, this[kKeepAliveDelay]);
};

for (const name of ['ref', 'unref']) {
  Socket.prototype[name] = function changeReference() {
    // Not there yet: the handle is told when it is.
    if (this._handle) this._handle[name]?.();
    else this.once('connect', this[name]);
    return this;
  };
}

// ---- Addresses ------------------------------------------------------------------------------------------------------------------

Socket.prototype.address = function address() {
  return this._getsockname();
};

Socket.prototype._getpeername = function _getpeername() {
  if (!this._handle || this.connecting) return this._peername || {};
  if (!this._peername) this._peername = this._handle.getpeername?.();
  return this._peername || {};
};

Socket.prototype._getsockname = function _getsockname() {
  if (!this._handle) return this._sockname || {};
  if (!this._sockname) this._sockname = this._handle.getsockname?.();
  return this._sockname || {};
};

function stateOf(socket) {
  if (socket.connecting) return 'opening';
  if (socket.readable && socket.writable) return 'open';
  if (socket.readable) return 'readOnly';
  return socket.writable ? 'writeOnly' : 'closed';
}

/** Bytes that were written but wait for the connection or for their turn. */
function waitingBytes(socket) {
  let bytes = 0;
  for (const { chunk, encoding } of socket._writableState?.getBuffer() ?? []) {
    bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
  }
  const pending = socket._pendingData;
  if (Array.isArray(pending)) {
    for (const { chunk, encoding } of pending) bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
  } else if (pending) {
    bytes += typeof pending === 'string' ? Buffer.byteLength(pending, socket._pendingEncoding) : pending.length;
  }
  return bytes;
}

defineAccessors(Socket.prototype, {
  _connecting: [false, function get() { return this.connecting; }],
  pending: [true, function get() { return !this._handle || this.connecting; }],
  readyState: [true, function get() { return stateOf(this); }],
  bufferSize: [true, function get() { return this._handle ? this.writableLength : undefined; }],
  bytesRead: [true, function get() { return this._handle ? this._handle.bytesRead : this[kBytesRead]; }],
  _bytesDispatched: [true, function get() { return this._handle ? this._handle.bytesWritten : this[kBytesWritten]; }],
  bytesWritten: [true, function get() {
    // A prototype has sent nothing.
    return this[kBytesWritten] === undefined ? undefined : this._bytesDispatched + waitingBytes(this);
  }],
  remoteAddress: [true, function get() { return this._getpeername().address; }],
  remoteFamily: [true, function get() { return this._getpeername().family; }],
  remotePort: [true, function get() { return this._getpeername().port; }],
  localAddress: [true, function get() { return this._getsockname().address; }],
  localFamily: [true, function get() { return this._getsockname().family; }],
  localPort: [true, function get() { return this._getsockname().port; }],
});

module.exports = { Socket, kConsumer };

require('internal/net/connect').install(Socket);
