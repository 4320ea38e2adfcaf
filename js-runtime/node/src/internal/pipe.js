'use strict';

/**
 * A stream over a descriptor that can be waited for: one end of a child's stdio, or the process's own. Node's are net.Sockets;
 * these have the members of those that mean something without an address.
 */

const { Duplex } = require('stream');
const { Buffer } = require('buffer');
const { ErrnoException } = require('internal/errors');
const { KeepAlive } = require('internal/keep_alive');
const { refuseWrites } = require('internal/net/half_open');

const MOST = 65536;
const CANCELED = -125;

const kReader = Symbol('reader');
const kWriter = Symbol('writer');

/**
 * `options`: { fd, readable = true, writable = true, allowHalfOpen = false, manualStart = false, shared = false }. The stream owns the
 * descriptor; a shared one is left blocking, because others have it too.
 */
function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  const errno = native.open(options.fd, options.shared === true);
  if (errno < 0) throw ErrnoException(errno, 'open');
  Reflect.apply(Duplex, this, [{
    allowHalfOpen: options.allowHalfOpen === true,
    readable: options.readable !== false,
    writable: options.writable !== false,
    decodeStrings: true,
    emitClose: true,
    autoDestroy: true,
  }]);
  this.fd = options.fd;
  this.connecting = false;
  this._bytesRead = 0;
  this._bytesWritten = 0;
  this[kReader] = new KeepAlive('PipeWrap');
  this[kWriter] = new KeepAlive('WriteWrap');
  this.on('end', refuseWrites);
  if (options.readable !== false && options.manualStart !== true) this.read(0);
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

Socket.prototype._read = function () {
  const reader = this[kReader];
  // Stopped: `startReading()` comes back here.
  if (reader.active || this.destroyed || this.readingStopped) return;
  reader.start();
  native.read(this.fd, MOST, (error, bytes) => {
    // A read that was broken off; another one may be under way.
    if (bytes === CANCELED) return;
    reader.stop();
    if (this.destroyed) return;
    if (error || typeof bytes === 'number') {
      this.destroy(error || ErrnoException(bytes, 'read'));
    } else if (bytes.length === 0) {
      this.push(null);
      // Without a reader 'end' would never come, nor the close after it.
      if (this.readableLength === 0) this.read(0);
    } else {
      this._bytesRead += bytes.length;
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
  });
};

/** Breaks off a read that is under way; the next one is `_read()`'s. To Readable it is still under way. */
Socket.prototype.stopReading = function () {
  if (this[kReader].active) native.stopReading(this.fd);
  // At once, not when the native side says so: nothing is waited for any more.
  this[kReader].stop();
  this.readingStopped = true;
};

Socket.prototype.startReading = function () {
  if (!this.readingStopped) return;
  this.readingStopped = false;
  this._read();
};

/** Leaves what comes in to a child that reads from the same descriptor; `resume()` takes it up again. */
Socket.prototype.lend = function () {
  this.stopReading();
  this.pause();
  this.lent = true;
  this.once('resume', () => {
    this.lent = false;
    this.startReading();
  });
};

Socket.prototype._write = function (chunk, encoding, callback) {
  const done = native.writeNow(this.fd, chunk);
  if (done < 0) {
    callback(ErrnoException(done, 'write'));
    return;
  }
  if (done === chunk.length) {
    this._bytesWritten += done;
    callback();
    return;
  }
  const writer = this[kWriter];
  writer.start();
  native.write(this.fd, done === 0 ? chunk : chunk.subarray(done), (error, errno) => {
    writer.stop();
    if (this.destroyed) callback(error || (errno < 0 ? ErrnoException(errno, 'write') : null));
    else if (error || errno < 0) callback(error || ErrnoException(errno, 'write'));
    else {
      this._bytesWritten += chunk.length;
      callback();
    }
  });
};

Socket.prototype._final = function (callback) {
  const errno = native.shutdown(this.fd);
  callback(errno < 0 ? ErrnoException(errno, 'shutdown') : null);
};

Socket.prototype._destroy = function (error, callback) {
  this[kReader].stop();
  native.close(this.fd);
  this.fd = -1;
  callback(error);
};

Socket.prototype.destroySoon = function () {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

Socket.prototype.ref = function () {
  this[kReader].ref();
  return this;
};

Socket.prototype.unref = function () {
  this[kReader].unref();
  return this;
};

Object.defineProperties(Socket.prototype, {
  pending: { configurable: true, enumerable: false, get() { return false; } },
  bytesRead: { configurable: true, enumerable: false, get() { return this._bytesRead; } },
  bytesWritten: { configurable: true, enumerable: false, get() { return this._bytesWritten + this.writableLength; } },
  readyState: {
    configurable: true,
    enumerable: false,
    get() {
      if (this.readable && this.writable) return 'open';
      if (this.readable) return 'readOnly';
      return this.writable ? 'writeOnly' : 'closed';
    },
  },
});

module.exports = { Socket, native };
