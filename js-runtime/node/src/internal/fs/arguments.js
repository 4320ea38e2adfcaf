'use strict';

/** What the arguments of `fs` functions mean: paths, flags, modes, encodings, times. */

const { codes } = require('internal/errors');
const { isInt32, validateAbortSignal, validateInt32 } = require('internal/validators');
const { constants } = require('internal/fs/constants');

function nullCheck(path, name) {
  if (path.includes('\0')) {
    throw codes.ERR_INVALID_ARG_VALUE(name, path, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return path;
}

/** A path as a string: of a string, a Buffer, or a file: URL. */
function toPath(path, name = 'path') {
  if (typeof path === 'string') return nullCheck(path, name);
  if (path instanceof Uint8Array) {
    const { Buffer } = require('buffer');
    return nullCheck(Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString(), name);
  }
  if (path !== null && typeof path === 'object' && typeof path.href === 'string' && path.protocol) {
    return nullCheck(require('url').fileURLToPath(path), name);
  }
  throw codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], path);
}

/** A descriptor's number. */
function toFd(fd) {
  if (Object.is(fd, -0)) return 0;
  validateInt32(fd, 'fd', 0);
  return fd;
}

function isFd(value) {
  return isInt32(value) && value >= 0;
}

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants;
const FLAGS = {
  '__proto__': null,
  'r': O_RDONLY,
  'rs': O_RDONLY | O_SYNC,
  'sr': O_RDONLY | O_SYNC,
  'r+': O_RDWR,
  'rs+': O_RDWR | O_SYNC,
  'sr+': O_RDWR | O_SYNC,
  'w': O_TRUNC | O_CREAT | O_WRONLY,
  'wx': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'xw': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'w+': O_TRUNC | O_CREAT | O_RDWR,
  'wx+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'xw+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'a': O_APPEND | O_CREAT | O_WRONLY,
  'ax': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'xa': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'as': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'sa': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'a+': O_APPEND | O_CREAT | O_RDWR,
  'ax+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'xa+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'as+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
  'sa+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

/** `'w+'` and friends as a number. */
function toFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    validateInt32(flags, name);
    return flags;
  }
  if (flags == null) return O_RDONLY;
  const known = FLAGS[flags];
  if (known === undefined) throw codes.ERR_INVALID_ARG_VALUE(name, flags);
  return known;
}

/** A mode of access() or copyFile(): small flags. The errors are worded as Node's natives word them. */
function toAccessMode(mode) {
  if (mode === undefined || mode === null) return 0;
  if (!isInt32(mode)) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  if (mode < 0 || mode > 7) throw coded(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range: >= 0 && <= 7');
  return mode;
}

function coded(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
}

function checkEncoding(encoding) {
  const { Buffer } = require('buffer');
  if (encoding && !Buffer.isEncoding(encoding)) {
    throw codes.ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
}

/** The options of a function that takes an encoding in their place too. */
function toOptions(options, defaults = {}) {
  if (options == null || typeof options === 'function') return defaults;
  if (typeof options === 'string') {
    options = { ...defaults, encoding: options };
  } else if (typeof options !== 'object') {
    throw codes.ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  }
  if (options.encoding !== 'buffer') checkEncoding(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return options;
}

/** A name that the system gave, in the encoding that was asked for. */
function encodeName(name, encoding) {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return name;
  const { Buffer } = require('buffer');
  const bytes = Buffer.from(name);
  return encoding === 'buffer' ? bytes : bytes.toString(encoding);
}

/** Seconds since 1970 of a number, a numeric string or a Date. */
function toSeconds(time, name = 'time') {
  if (typeof time === 'string' && +time == time) return +time;
  if (Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (time instanceof Date) return time.getTime() / 1000;
  throw codes.ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

/** The bytes of a view. */
function toBytes(view) {
  if (view instanceof Uint8Array) return view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** What is to be written: a view as its bytes, a string in its encoding. */
function toData(data, encoding, name = 'data') {
  if (ArrayBuffer.isView(data)) return toBytes(data);
  if (typeof data !== 'string') {
    throw codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return data;
  return require('buffer').Buffer.from(data, encoding);
}

module.exports = {
  toPath, toFd, isFd, toFlags, toAccessMode, toOptions, toSeconds, toBytes, toData, encodeName, checkEncoding,
};
