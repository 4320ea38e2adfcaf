'use strict';

/**
 * The classes of `zlib`. A chunk is compressed or decompressed on another thread, `chunkSize` bytes of output at a time, and goes on only
 * when the reader has room.
 */

const { codes } = require('internal/errors');
const { Buffer } = require('buffer');
const { Transform, finished } = require('stream');
const { deprecate } = require('util');
const { constants } = require('internal/zlib/constants');
const { errorOf, inRange, openCodec, settingsOf } = require('internal/zlib/settings');
const natives = require('internal/zlib/natives');

const { Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK } = constants;

const kFlush = Symbol('kFlush');
const kOutBuffer = Symbol('kOutBuffer');
const kWaiting = Symbol('kWaiting');

// Input goes to the other thread by copy: a long chunk goes in parts.
const MAX_INPUT = 128 * 1024;

/** `flush()` writes one of these: an empty chunk that says which flush it stands for. */
const flushChunks = [];
for (let kind = Z_NO_FLUSH; kind <= Z_BLOCK; kind++) {
  flushChunks[kind] = Buffer.alloc(0);
  flushChunks[kind][kFlush] = kind;
}

/** How much each kind flushes: partial is less than sync, block more than nothing. */
const strength = [];
[Z_NO_FLUSH, Z_BLOCK, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH].forEach((kind, rank) => { strength[kind] = rank; });

function stronger(a, b) {
  return strength[a] > strength[b] ? a : b;
}

const bufferOf = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** `_handle`: what some packages (pngjs, minizlib) reach for. `writeState`: [room left, input left] after a writeSync. */
function ZlibHandle(codec, owner, writeState) {
  this.codec = codec;
  this.owner = owner;
  this.writeState = writeState;
  this.onerror = (message, errno, code) => {
    this.owner.destroy(errorOf([message, code, errno]));
  };
}

ZlibHandle.prototype.writeSync = function writeSync(flush, input, inOffset, inLength, output, outOffset, outLength) {
  const view = input ? input.subarray(inOffset, inOffset + inLength) : new Uint8Array(0);
  const [consumed, bytes, failure] = natives.step(this.codec, flush, view, outLength);
  output.set(bytes, outOffset);
  this.writeState[0] = outLength - bytes.length;
  this.writeState[1] = inLength - consumed;
  if (failure !== undefined) this.onerror(failure[0], failure[2], failure[1]);
};

ZlibHandle.prototype.params = function params(level, strategy) {
  const failure = natives.params(this.codec, level, strategy);
  if (failure !== undefined) this.onerror(failure[0], failure[2], failure[1]);
};

ZlibHandle.prototype.reset = function reset() {
  natives.reset(this.codec);
};

ZlibHandle.prototype.close = function close() {
  natives.close(this.codec);
};

function ZlibBase(options, mode) {
  const settings = settingsOf(mode, options);
  if (options && (options.encoding || options.objectMode || options.writableObjectMode)) {
    options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
  }
  Transform.call(this, { autoDestroy: true, ...options });
  this._writeState = new Uint32Array(2);
  this.bytesWritten = 0;
  this._handle = new ZlibHandle(openCodec(mode, settings), this, this._writeState);
  this._chunkSize = settings.chunkSize;
  this[kOutBuffer] = null;
  this._outOffset = 0;
  this._defaultFlushFlag = settings.flush;
  this._finishFlushFlag = settings.finishFlush;
  this._defaultFullFlushFlag = settings.fullFlush;
  this._info = settings.info;
  this._maxOutputLength = settings.maxOutputLength;
  this._level = settings.level;
  this._strategy = settings.strategy;
  this[kWaiting] = null;
}
inherit(ZlibBase, Transform);

function inherit(Class, Parent) {
  Object.setPrototypeOf(Class.prototype, Parent.prototype);
  Object.setPrototypeOf(Class, Parent);
}

function accessor(name, descriptor) {
  Object.defineProperty(ZlibBase.prototype, name, { configurable: true, enumerable: true, ...descriptor });
}

// pngjs takes it for the first buffer that it has filled by `_handle.writeSync`. Our own streams have no use for it.
accessor('_outBuffer', { get() { return this[kOutBuffer] ??= Buffer.allocUnsafe(this._chunkSize); } });
accessor('_closed', { get() { return !this._handle; } });

const BYTES_READ = 'zlib.bytesRead is deprecated and will change its meaning in the future. Use zlib.bytesWritten instead.';
accessor('bytesRead', {
  get: deprecate(function bytesRead() { return this.bytesWritten; }, BYTES_READ, 'DEP0108'),
  set: deprecate(function bytesRead(value) { this.bytesWritten = value; }, BYTES_READ, 'DEP0108'),
});

/** Back to the start of a stream. */
ZlibBase.prototype.reset = function reset() {
  if (!this._handle) throw codes.ERR_INTERNAL_ASSERTION('zlib binding closed');
  return this._handle.reset();
};

// The end flushes, like a last empty chunk. It does so at 'prefinish', which _final must not replace.
ZlibBase.prototype._flush = function _flush(callback) {
  this._transform(Buffer.alloc(0), '', callback);
};

ZlibBase.prototype._final = function _final(callback) {
  callback();
};

/** `flush([kind], [callback])`: what was written so far reaches the reader. `kind`: a constant, Z_FULL_FLUSH unless given. */
ZlibBase.prototype.flush = function flush(kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    this.write(flushChunks[kind], '', callback);
  }
};

ZlibBase.prototype.close = function close(callback) {
  if (callback) finished(this, callback);
  this.destroy();
};

function closeHandle(stream) {
  if (!stream._handle) return;
  stream._handle.close();
  stream._handle = null;
}

ZlibBase.prototype._destroy = function _destroy(error, callback) {
  closeHandle(this);
  callback(error);
};

ZlibBase.prototype._transform = function _transform(chunk, encoding, callback) {
  let flush = this._defaultFlushFlag;
  // Several flushes may wait behind each other: each chunk tells its own. The last chunk of all is flushed at once.
  if (typeof chunk[kFlush] === 'number') flush = chunk[kFlush];
  else if (this.writableEnded && this.writableLength === chunk.byteLength) flush = stronger(flush, this._finishFlushFlag);
  processChunk(this, chunk, flush, callback);
};

/** Without a callback: at once, returning what came of it; the stream cannot be used after. */
ZlibBase.prototype._processChunk = function _processChunk(chunk, flush, callback) {
  if (typeof callback === 'function') return processChunk(this, chunk, flush, callback);
  const result = natives.run(this._handle.codec, flush, chunk, this._maxOutputLength);
  let error;
  if (result === undefined) error = codes.ERR_BUFFER_TOO_LARGE(this._maxOutputLength);
  else if (result[2] !== undefined) error = errorOf(result[2]);
  if (error !== undefined) {
    // Thrown here, it need not be heard there.
    this.on('error', () => {});
    this.destroy(error);
    throw error;
  }
  this.bytesWritten = result[0];
  closeHandle(this);
  return bufferOf(result[1]);
};

function processChunk(stream, chunk, flush, callback) {
  if (!stream._handle) {
    process.nextTick(callback);
    return;
  }
  take(stream, { chunk, flush, callback, at: 0, part: 0 });
}

/** One step of `work`: { chunk, flush, callback, at: the first byte not consumed, part: where the input given ends }. */
function take(stream, work) {
  work.part = Math.min(work.at + MAX_INPUT, work.chunk.length);
  const isLast = work.part === work.chunk.length;
  natives.stepBeside(
    stream._handle.codec, isLast ? work.flush : 0, work.chunk.subarray(work.at, work.part), stream._chunkSize,
    (error, result) => stepped(stream, work, error, result));
}

function stepped(stream, work, error, result) {
  if (stream.destroyed) {
    work.callback();
    return;
  }
  if (error || result[2] !== undefined) {
    stream.destroy(error || errorOf(result[2]));
    return;
  }
  const [consumed, bytes] = result;
  stream.bytesWritten += consumed;
  work.at += consumed;
  const hasRoom = bytes.length === 0 || stream.push(bufferOf(bytes));
  if (stream.destroyed) {
    work.callback();
    return;
  }
  const isFilled = bytes.length >= stream._chunkSize;
  if (isFilled || (work.at === work.part && work.at < work.chunk.length)) {
    if (hasRoom) take(stream, work);
    else stream[kWaiting] = work;
    return;
  }
  // Input that is left although there is room for output: the stream has ended, and nobody wants what follows.
  if (work.at < work.part) stream.push(null);
  work.callback();
}

ZlibBase.prototype._read = function _read(size) {
  const work = this[kWaiting];
  if (work !== null) {
    this[kWaiting] = null;
    if (this._handle) take(this, work);
    else work.callback();
  }
  Transform.prototype._read.call(this, size);
};

function Zlib(options, mode) {
  ZlibBase.call(this, options, mode);
}
inherit(Zlib, ZlibBase);

/** `params(level, strategy, callback)`: another level and strategy for what is written from now on. */
Zlib.prototype.params = function params(level, strategy, callback) {
  inRange(level, 'level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL);
  inRange(strategy, 'strategy', constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED);
  if (this._level === level && this._strategy === strategy) {
    process.nextTick(callback);
    return;
  }
  this.flush(Z_SYNC_FLUSH, (error) => {
    if (!error && this._handle) {
      this._handle.params(level, strategy || 0);
      if (!this.destroyed) {
        this._level = level;
        this._strategy = strategy;
      }
    }
    if (callback) callback(error);
  });
};

/** A class of the zlib family for `mode`. */
function zlibClass(name, mode, Parent = Zlib) {
  const Class = {
    [name]: function (options) {
      if (!(this instanceof Class)) return new Class(options);
      Parent.call(this, options, mode);
    },
  }[name];
  inherit(Class, Parent);
  return Class;
}

function Brotli(options, mode) {
  ZlibBase.call(this, options, mode);
}
inherit(Brotli, Zlib);

module.exports = {
  Deflate: zlibClass('Deflate', constants.DEFLATE),
  Inflate: zlibClass('Inflate', constants.INFLATE),
  Gzip: zlibClass('Gzip', constants.GZIP),
  Gunzip: zlibClass('Gunzip', constants.GUNZIP),
  DeflateRaw: zlibClass('DeflateRaw', constants.DEFLATERAW),
  InflateRaw: zlibClass('InflateRaw', constants.INFLATERAW),
  Unzip: zlibClass('Unzip', constants.UNZIP),
  BrotliCompress: zlibClass('BrotliCompress', constants.BROTLI_ENCODE, Brotli),
  BrotliDecompress: zlibClass('BrotliDecompress', constants.BROTLI_DECODE, Brotli),
};
