'use strict';

// `req.socket`: the connection of one exchange as applications see it. Its bytes belong to the HTTP core, which writes and reads
// them: this object knows the addresses, can end the connection, and watches for silence. One is made for each exchange, so
// what an application hangs on it does not last for the next request of a kept connection.

const { Duplex } = require('stream');
const { notBuilt } = require('internal/not_built');
const { validateFunction, validateNumber } = require('internal/validators');
const { coded, codes } = require('internal/errors');

const { kHandle, kResponse } = require('internal/http/brands');

const kRequest = Symbol('kRequest');
const kTimer = Symbol('kTimer');
const kGone = Symbol('kGone');

const LONGEST_TIMER = 2 ** 31 - 1;

/** `handle`: the incoming handle of `request`. */
function HttpConnection(handle, request) {
  Duplex.call(this, { allowHalfOpen: true });
  this[kHandle] = handle;
  this[kRequest] = request;
  this[kTimer] = null;
  this[kGone] = false;
  // A broken connection is the exchange's end, told by 'aborted' and 'close'; it must not crash the worker.
  this.on('error', noop);
  this.on('close', onConnectionClose);
}
Object.setPrototypeOf(HttpConnection.prototype, Duplex.prototype);
Object.setPrototypeOf(HttpConnection, Duplex);

function noop() {}

function onConnectionClose() {
  const request = this[kRequest];
  if (request === null) return;
  this[kRequest] = null;
  const response = request[kResponse];
  if (!request.destroyed) request.destroy(connectionReset());
  if (response) response._emitClose();
}

/** The error of a message whose peer went away. */
function connectionReset() {
  return coded(Error, 'ECONNRESET', 'aborted');
}

/** The exchange is over, and the connection may serve another: this object no longer speaks for it. */
HttpConnection.prototype._release = function _release() {
  clearTimeout(this[kTimer]);
  this[kTimer] = null;
  this[kRequest] = null;
};

/** The response that is being sent, as Node calls it. */
Object.defineProperty(HttpConnection.prototype, '_httpMessage', {
  __proto__: null,
  configurable: true,
  get() { return this[kRequest]?.[kResponse] ?? null; },
});

for (const name of ['remoteAddress', 'remotePort', 'localAddress', 'localPort']) {
  Object.defineProperty(HttpConnection.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return this[kHandle][name]; },
    // Proxies' middleware corrects the peer's address here.
    set(value) { define(this, name, value); },
  });
}

for (const [family, address] of [['remoteFamily', 'remoteAddress'], ['localFamily', 'localAddress']]) {
  Object.defineProperty(HttpConnection.prototype, family, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      const value = this[address];
      return value === undefined ? undefined : (value.includes(':') ? 'IPv6' : 'IPv4');
    },
    set(value) { define(this, family, value); },
  });
}

// Undefined, not false, on plain connections: that is how packages tell.
Object.defineProperty(HttpConnection.prototype, 'encrypted', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return this[kHandle].encrypted ? true : undefined; },
  set(value) { define(this, 'encrypted', value); },
});

Object.defineProperty(HttpConnection.prototype, 'readyState', {
  __proto__: null,
  configurable: true,
  get() { return this.destroyed ? 'closed' : 'open'; },
});

Object.assign(HttpConnection.prototype, { connecting: false, pending: false, timeout: 0 });

function define(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
}

HttpConnection.prototype.address = function address() {
  return { address: this.localAddress, family: this.localFamily, port: this.localPort };
};

// The core reads the connection; nothing arrives here.
HttpConnection.prototype._read = function _read() {};

HttpConnection.prototype._write = function _write(chunk, encoding, callback) {
  callback(notBuilt('Writing to req.socket past the HTTP response', 'Write through res.write() and res.end().'));
};

HttpConnection.prototype._final = function _final(callback) {
  this[kHandle].destroy();
  callback();
};

HttpConnection.prototype._destroy = function _destroy(error, callback) {
  clearTimeout(this[kTimer]);
  this[kTimer] = null;
  if (this[kGone]) {
    callback(error);
    return;
  }
  this[kHandle].destroy();
  // Like a real socket it closes a turn of the loop later, after those who ended it have had their say.
  setImmediate(callback, error);
};

/** The handle says that the connection is gone. */
HttpConnection.prototype._onGone = function _onGone() {
  this[kGone] = true;
  this.destroy();
};

/** Emits 'timeout' after `msecs` milliseconds without traffic in this exchange, and destroys it if nobody listens; 0: never. */
HttpConnection.prototype.setTimeout = function setIdleTimeout(msecs, callback) {
  validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) throw new codes.ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  if (this.destroyed) return this;
  this.timeout = msecs;
  clearTimeout(this[kTimer]);
  this[kTimer] = null;
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (msecs === 0) {
    if (callback) this.removeListener('timeout', callback);
    return this;
  }
  if (callback) this.once('timeout', callback);
  this[kTimer] = setTimeout(onIdle, Math.min(msecs, LONGEST_TIMER), this);
  // Silence alone keeps no process alive.
  this[kTimer].unref();
  return this;
};

/** Traffic in either direction. */
HttpConnection.prototype._refreshTimeout = function _refreshTimeout() {
  if (this[kTimer] !== null) this[kTimer].refresh();
};

function onIdle(socket) {
  if (socket.destroyed) return;
  const request = socket[kRequest];
  const response = socket._httpMessage;
  const requestHeard = request && !request.complete && request.emit('timeout', socket);
  const responseHeard = response && response.emit('timeout', socket);
  if (!requestHeard && !responseHeard) socket.destroy();
  socket.emit('timeout');
}

/** TCP options are the listener's: it sets them when it accepts. These exist for packages that ask for what is already so. */
HttpConnection.prototype.setNoDelay = function setNoDelay() {
  return this;
};
HttpConnection.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};

/** The worker's listener keeps the process alive, not a connection. */
HttpConnection.prototype.ref = function ref() {
  return this;
};
HttpConnection.prototype.unref = function unref() {
  return this;
};

HttpConnection.prototype.destroySoon = function destroySoon() {
  this.destroy();
};

module.exports = { HttpConnection, connectionReset };
