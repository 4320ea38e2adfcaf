'use strict';

/**
 * ReadStream and WriteStream. Constructor functions with a replaceable `open` on the prototype, since graceful-fs and others call them
 * on objects of their own and put their own `open` in place.
 */

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateInteger } = require('internal/validators');
const { Readable, Writable, finished } = require('stream');
const { FileHandle, kRef, kUnref } = require('internal/fs/file_handle');
const { errorOrDestroy } = require('internal/streams/destroy');
const { deprecate } = require('internal/util/deprecate');
const { toPath, toOptions, toFd } = require('internal/fs/arguments');

const kFs = Symbol('kFs');
const kIsPerformingIO = Symbol('kIsPerformingIO');
const kIoDone = Symbol('kIoDone');

/** What the stream does its work with: the functions of `fs`, those of `options.fs`, or a FileHandle's. */
function implementation(options, names) {
  if (options.fs === undefined || options.fs === null) return require('fs');
  for (const name of names) {
    if (options.fs[name] !== undefined) validateFunction(options.fs[name], `options.fs.${name}`);
  }
  return options.fs;
}

/** A copy with what the options inherit, too. */
function copyOptions(options) {
  const copy = {};
  for (const name in options) copy[name] = options[name];
  return copy;
}

/** A FileHandle in the place of `fs`. Its methods are looked up at each call, since they may be replaced. */
function handleOperations(handle) {
  const settle = (promise, callback, of) => promise.then(
    (result) => callback(null, result[of], result.buffer),
    (error) => callback(error, 0));
  return {
    read(fd, buffer, offset, length, position, callback) {
      settle(handle.read(buffer, offset, length, position), callback, 'bytesRead');
    },
    write(fd, buffer, offset, length, position, callback) {
      settle(handle.write(buffer, offset, length, position), callback, 'bytesWritten');
    },
    writev(fd, buffers, position, callback) {
      settle(handle.writev(buffers, position), callback, 'bytesWritten');
    },
    fsync(fd, callback) {
      handle.sync().then(() => callback(), callback);
    },
    close(fd, callback) {
      handle[kUnref]();
      handle.close().then(() => callback(), callback);
    },
  };
}

function adoptFd(stream, options) {
  const { fd } = options;
  if (fd === undefined || fd === null) return null;
  if (typeof fd === 'number') return toFd(fd);
  if (fd instanceof FileHandle) {
    if (options.fs) throw codes.ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
    stream[kFs] = handleOperations(fd);
    fd[kRef]();
    fd.on('close', () => stream.destroy());
    return fd.fd;
  }
  throw codes.ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], fd);
}

/** What both kinds of streams keep. */
function setUp(stream, path, options, names) {
  if (options.autoDestroy === undefined) options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  stream[kFs] = implementation(options, names);
  stream[kIsPerformingIO] = false;
  stream.fd = adoptFd(stream, options);
  if (stream.fd === null) stream.path = toPath(path);
  else stream.path = path === undefined || path === null ? undefined : path;
  stream.flags = options.flags;
  stream.mode = options.mode === undefined ? 0o666 : options.mode;
  stream.start = options.start;
  stream.pos = undefined;
}

function openDefault(stream, callback) {
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

/** An `open` of somebody else's tells by the events that it emits. */
function openReplaced(stream, callback) {
  const emit = stream.emit;
  stream.emit = function (...args) {
    if (args[0] === 'open') {
      this.emit = emit;
      callback();
      Reflect.apply(emit, this, args);
    } else if (args[0] === 'error') {
      this.emit = emit;
      callback(args[1]);
    } else {
      Reflect.apply(emit, this, args);
    }
  };
  stream.open();
}

/** The prototypes' own `open`: a stream opens by itself. */
const ownOpen = ['ReadStream', 'WriteStream'].map((name) => deprecate(function open() {}, `${name}.prototype.open() is deprecated`, 'DEP0135'));

function construct(callback) {
  if (typeof this.fd === 'number') {
    callback();
    return;
  }
  if (!ownOpen.includes(this.open)) openReplaced(this, callback);
  else openDefault(this, callback);
}

function destroyStream(error, callback) {
  // The number must not be closed under a read or write in flight: it may soon be another file's.
  if (this[kIsPerformingIO]) this.once(kIoDone, (failure) => closeStream(this, error || failure, callback));
  else closeStream(this, error, callback);
}

function closeStream(stream, error, callback) {
  const done = (failure) => {
    stream.fd = null;
    callback(failure || error);
  };
  if (typeof stream.fd !== 'number') {
    callback(error);
    return;
  }
  stream[kFs].close(stream.fd, done);
}

function ioDone(stream, error) {
  stream[kIsPerformingIO] = false;
  if (stream.destroyed) {
    stream.emit(kIoDone, error);
    return true;
  }
  return false;
}

function checkRange(stream) {
  const { start, end } = stream;
  if (start !== undefined) validateInteger(start, 'start', 0);
  if (end === undefined) stream.end = Infinity;
  else if (end !== Infinity) {
    validateInteger(end, 'end', 0);
    if (start !== undefined && start > end) throw codes.ERR_OUT_OF_RANGE('start', `<= "end" (here: ${end})`, start);
  }
}

// ---- ReadStream ------------------------------------------------------------------------------------------------------

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = copyOptions(toOptions(options, {}));
  if (options.highWaterMark === undefined) options.highWaterMark = 64 * 1024;
  setUp(this, path, options, ['open', 'read', 'close']);
  if (options.flags === undefined) this.flags = 'r';
  this.end = options.end;
  this.bytesRead = 0;
  checkRange(this);
  this.pos = this.start;
  Reflect.apply(Readable, this, [options]);
  if (options.encoding) this.setEncoding(options.encoding);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

[ReadStream.prototype.open] = ownOpen;
ReadStream.prototype._construct = construct;
ReadStream.prototype._destroy = destroyStream;

ReadStream.prototype._read = function (size) {
  size = this.pos !== undefined ? Math.min(this.end - this.pos + 1, size) : Math.min(this.end - this.bytesRead + 1, size);
  if (size <= 0) {
    this.push(null);
    return;
  }
  const buffer = require('buffer').Buffer.allocUnsafeSlow(size);
  this[kIsPerformingIO] = true;
  this[kFs].read(this.fd, buffer, 0, size, this.pos, (error, bytesRead, chunk) => {
    if (ioDone(this, error)) return;
    if (error) {
      errorOrDestroy(this, error);
      return;
    }
    if (bytesRead > 0) {
      if (this.pos !== undefined) this.pos += bytesRead;
      this.bytesRead += bytesRead;
      // A part of a large allocation would keep all of it.
      this.push(bytesRead === chunk.length ? chunk : Uint8Array.prototype.slice.call(chunk, 0, bytesRead));
    } else {
      this.push(null);
    }
  });
};

ReadStream.prototype.close = function (callback) {
  if (callback) finished(this, callback);
  this.destroy();
};

Object.defineProperty(ReadStream.prototype, 'pending', {
  configurable: true,
  get() { return this.fd === null; },
});

// ---- WriteStream -----------------------------------------------------------------------------------------------------

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = copyOptions(toOptions(options, {}));
  // Strings are turned to bytes in the encoding of their write().
  options.decodeStrings = true;
  if (options.flush !== undefined && options.flush !== null) validateBoolean(options.flush, 'options.flush');
  setUp(this, path, options, ['open', 'write', 'close', 'writev']);
  if (options.flags === undefined) this.flags = 'w';
  this.bytesWritten = 0;
  this.flush = options.flush === true;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  if (options.fs && !options.fs.writev) this._writev = null;
  Reflect.apply(Writable, this, [options]);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

[, WriteStream.prototype.open] = ownOpen;
WriteStream.prototype._construct = construct;

WriteStream.prototype._destroy = function (error, callback) {
  if (!this.flush || error || typeof this.fd !== 'number') {
    destroyStream.call(this, error, callback);
    return;
  }
  this[kFs].fsync(this.fd, (failure) => destroyStream.call(this, failure, callback));
};

// Writes all of `data`: the system may take a part of it.
function writeAll(stream, data, size, position, callback, retries = 0) {
  stream[kFs].write(stream.fd, data, 0, size, position, (error, written, buffer) => {
    if (error && error.code === 'EAGAIN') {
      error = null;
      written = 0;
    }
    if (stream.destroyed || error) {
      callback(error || codes.ERR_STREAM_DESTROYED('write'));
      return;
    }
    stream.bytesWritten += written;
    retries = written ? 0 : retries + 1;
    size -= written;
    if (position !== undefined) position += written;
    if (retries > 5) callback(new Error('writev failed'));
    else if (size > 0) writeAll(stream, buffer.subarray(written), size, position, callback, retries);
    else callback();
  });
}

/** Tells that a write is over; a stream that was destroyed meanwhile waits for that. */
function written(stream, error, callback) {
  stream[kIsPerformingIO] = false;
  callback(error);
  if (stream.destroyed) stream.emit(kIoDone, error);
}

WriteStream.prototype._write = function (data, encoding, callback) {
  this[kIsPerformingIO] = true;
  writeAll(this, data, data.length, this.pos, (error) => written(this, error, callback));
  if (this.pos !== undefined) this.pos += data.length;
};

WriteStream.prototype._writev = function (requests, callback) {
  const chunks = requests.map((request) => request.chunk);
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const position = this.pos;
  const done = (error) => written(this, error, callback);
  this[kIsPerformingIO] = true;
  if (this.pos !== undefined) this.pos += size;
  this[kFs].writev(this.fd, chunks, position, (error, count) => {
    if (error && error.code === 'EAGAIN') {
      error = null;
      count = 0;
    }
    if (this.destroyed || error) {
      done(error || codes.ERR_STREAM_DESTROYED('writev'));
      return;
    }
    this.bytesWritten += count;
    if (count === size) {
      done();
      return;
    }
    const rest = require('buffer').Buffer.concat(chunks).subarray(count);
    writeAll(this, rest, rest.length, position === undefined ? undefined : position + count, done);
  });
};

WriteStream.prototype.close = function (callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // Without autoClose, only this ends the file.
  if (!this._writableState.autoDestroy) this.on('finish', this.destroy);
  this.end();
};

WriteStream.prototype.destroySoon = WriteStream.prototype.end;

Object.defineProperty(WriteStream.prototype, 'pending', {
  configurable: true,
  get() { return this.fd === null; },
});

for (const Stream of [ReadStream, WriteStream]) {
  Object.defineProperty(Stream.prototype, 'autoClose', {
    configurable: true,
    get() { return (this._readableState || this._writableState).autoDestroy; },
    set(value) { (this._readableState || this._writableState).autoDestroy = value; },
  });
}

module.exports = { ReadStream, WriteStream };
