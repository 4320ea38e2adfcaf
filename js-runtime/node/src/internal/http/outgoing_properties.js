'use strict';

// What an OutgoingMessage shows of itself. Without a handle (on the prototype, which packages walk over) it answers all the same.

const { kCorked, kErrored, kHandle, kSocket } = require('internal/http/brands');
const { defineAccessors } = require('internal/streams/properties');

// What may be queued before write() answers false, when no socket says otherwise.
const HIGH_WATER_MARK = 16 * 1024;

/** Units held back by cork(). */
function corkedLength(corked) {
  return corked.chunks.reduce((sum, [chunk]) => sum + chunk.length, 0);
}

function renderHead(message) {
  let text = '';
  for (const [name, value] of message[kHandle].headerEntries()) {
    for (const one of [].concat(value)) text += `${name}: ${one}\r\n`;
  }
  return `${text}\r\n`;
}

/** A getter and a setter that warn once (DEP0066). */
function deprecated(name, ...accessors) {
  let made;
  return accessors.map((accessor, at) => function access(...args) {
    made ??= accessors.map((one) => require('internal/util/deprecate').deprecate(
      one, `OutgoingMessage.prototype.${name} is deprecated`, 'DEP0066'));
    return Reflect.apply(made[at], this, args);
  });
}

/** `setSocket`: the setter of `socket`. */
function install(prototype, setSocket) {
  defineAccessors(prototype, {
    headersSent: [true, function get() { return this[kHandle]?.headersSent ?? false; }],
    sendDate: [true, function get() { return this[kHandle]?.sendDate ?? false; }, function set(value) {
      this[kHandle].sendDate = Boolean(value);
    }],
    writableEnded: [false, function get() { return this._ended || this[kHandle]?.ended === true; }],
    // Node's older name of the same.
    finished: [true, function get() { return this.writableEnded; }, function set(value) { this._ended = Boolean(value); }],
    writableFinished: [false, function get() { return this._finishEmitted; }],
    writableNeedDrain: [false, function get() { return !this.destroyed && !this.writableEnded && this._needDrain; }],
    writableLength: [false, function get() {
      return this._unacknowledgedLength + (this[kCorked] === null ? 0 : corkedLength(this[kCorked]));
    }],
    // What waits for a stream, by its old name.
    outputSize: [true, function get() { return this.writableLength; }],
    writableHighWaterMark: [false, function get() { return this[kSocket]?.writableHighWaterMark ?? HIGH_WATER_MARK; }],
    writableObjectMode: [false, function get() { return false; }],
    writableCorked: [false, function get() { return this[kCorked] === null ? 0 : this[kCorked].depth; }],
    errored: [false, function get() { return this[kErrored]; }],
    closed: [false, function get() { return this._closed; }],
    socket: [true, function get() { return this[kSocket]; }, setSocket],
    connection: [false, function get() { return this.socket; }, function set(value) { this.socket = value; }],
    // Deprecated names that old packages still use.
    _headers: [false, ...deprecated('_headers', function get() { return this[kHandle] ? this.getHeaders() : null; }, function set(headers) {
      for (const name of this.getHeaderNames()) this.removeHeader(name);
      if (headers !== null && typeof headers === 'object') for (const name of Object.keys(headers)) this.setHeader(name, headers[name]);
    })],
    _headerNames: [false, ...deprecated('_headerNames', function get() {
      if (!this[kHandle]) return null;
      const names = Object.create(null);
      for (const name of this.getRawHeaderNames()) names[name.toLowerCase()] = name;
      return names;
    }, function set(names) {
      if (names === null || typeof names !== 'object') return;
      for (const key of Object.keys(names)) {
        const value = this.getHeader(key);
        if (value !== undefined) this.setHeader(names[key], value);
      }
    })],
    // The head as text once it is committed: packages test it, and some match headers in it.
    _header: [false, function get() { return this.headersSent ? this[kHandle].head ?? renderHead(this) : null; }],
  });
}

module.exports = { HIGH_WATER_MARK, corkedLength, install };
