'use strict';

// Duplex: a Readable and a Writable in one object, with one death. It inherits from Readable and borrows Writable's methods.

const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');
const { kIsDuplex } = require('internal/streams/brands');
const { defineAccessors } = require('internal/streams/properties');

/**
 * `options`: a Readable's and a Writable's, where `readableHighWaterMark`, `writableObjectMode` and their like set one side only;
 * `readable` or `writable` false switches a side off; `allowHalfOpen` false ends the writable side with the readable one.
 */
function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  Readable.call(this, options);
  Writable.call(this, options);
  if (options) {
    this.allowHalfOpen = options.allowHalfOpen !== false;
    if (options.readable === false) {
      this._readableState.readable = false;
      this._readableState.ended = true;
      this._readableState.endEmitted = true;
    }
    if (options.writable === false) {
      this._writableState.writable = false;
      this._writableState.ending = true;
      this._writableState.ended = true;
      this._writableState.finished = true;
    }
  } else {
    this.allowHalfOpen = true;
  }
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

Duplex.prototype[kIsDuplex] = true;

for (const name of Object.keys(Writable.prototype)) {
  if (!Duplex.prototype[name]) Duplex.prototype[name] = Writable.prototype[name];
}
for (const name of [
  'writable', 'writableHighWaterMark', 'writableObjectMode', 'writableBuffer', 'writableLength', 'writableFinished',
  'writableCorked', 'writableEnded', 'writableNeedDrain',
]) {
  Object.defineProperty(Duplex.prototype, name, Object.getOwnPropertyDescriptor(Writable.prototype, name));
}
Duplex.prototype.destroy = Writable.prototype.destroy;

defineAccessors(Duplex.prototype, {
  destroyed: [false, function get() {
    if (this._readableState === undefined || this._writableState === undefined) return false;
    return this._readableState.destroyed && this._writableState.destroyed;
  }, function set(value) {
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    }
  }],
});

/** A Duplex of a stream, iterable, generator function, promise, or `{ readable, writable }` pair. */
Duplex.from = function from(body) {
  return require('internal/streams/duplexify').duplexify(body, 'body');
};

module.exports = { Duplex };

require('internal/streams/web_adapters').install(Duplex);
