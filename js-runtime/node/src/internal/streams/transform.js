'use strict';

// Transform: a Duplex whose output is made of its input. Back-pressure passes through it: a `_transform` is acknowledged
// only when the readable side has room again.

const { codes } = require('internal/errors');
const { Duplex } = require('internal/streams/duplex');
const { highWaterMarkOf } = require('internal/streams/high_water_mark');

const kCallback = Symbol('kCallback');

/** `options`: a Duplex's, and the methods transform and flush. */
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  // A readable mark of 0 asks for no buffering at all, in either direction.
  const readableMark = options ? highWaterMarkOf(options.objectMode || options.readableObjectMode, options, 'readableHighWaterMark', true) : null;
  if (readableMark === 0) {
    options = {
      ...options,
      highWaterMark: null,
      readableHighWaterMark: readableMark,
      writableHighWaterMark: options.writableHighWaterMark || 0,
    };
  }
  Duplex.call(this, options);
  // A chunk pushed by _transform goes out at once when somebody reads: it does not come from inside _read.
  this._readableState.sync = false;
  this[kCallback] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  // 'prefinish' and not _final where a subclass has one of its own.
  this.on('prefinish', onPrefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function flushAndEnd(callback) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    if (callback) callback();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (data !== null && data !== undefined) this.push(data);
    this.push(null);
    if (callback) callback();
  });
}

function onPrefinish() {
  if (this._final !== flushAndEnd) flushAndEnd.call(this);
}

Transform.prototype._final = flushAndEnd;

Transform.prototype._transform = function _transform() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function _write(chunk, encoding, callback) {
  const readable = this._readableState;
  const writable = this._writableState;
  const before = readable.length;
  this._transform(chunk, encoding, (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (value !== null && value !== undefined) this.push(value);
    // After push(null) the input goes nowhere: its producer is told a tick later, to find out by the events that come first.
    if (readable.ended) process.nextTick(callback);
    else if (writable.ended || before === readable.length || readable.length < readable.highWaterMark) callback();
    else this[kCallback] = callback;
  });
};

Transform.prototype._read = function _read() {
  const callback = this[kCallback];
  if (callback) {
    this[kCallback] = null;
    callback();
  }
};

module.exports = { Transform };
