'use strict';

// What a Readable shows of its state. Subclasses that never called the constructor have no state: they answer all the same.

const { defineAccessors } = require('internal/streams/properties');

function install(Readable) {
  defineAccessors(Readable.prototype, {
    readable: [false, function get() {
      const state = this._readableState;
      return Boolean(state) && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
    }, function set(value) {
      if (this._readableState) this._readableState.readable = Boolean(value);
    }],
    readableDidRead: [false, function get() { return this._readableState.dataEmitted; }],
    readableAborted: [false, function get() {
      const state = this._readableState;
      return Boolean(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
    }],
    readableHighWaterMark: [false, function get() { return this._readableState.highWaterMark; }],
    readableBuffer: [false, function get() { return this._readableState && this._readableState.buffer; }],
    readableFlowing: [false, function get() { return this._readableState.flowing; }, function set(value) {
      if (this._readableState) this._readableState.flowing = value;
    }],
    readableLength: [false, function get() { return this._readableState.length; }],
    readableObjectMode: [false, function get() { return this._readableState ? this._readableState.objectMode : false; }],
    readableEncoding: [false, function get() { return this._readableState ? this._readableState.encoding : null; }],
    errored: [false, function get() { return this._readableState ? this._readableState.errored : null; }],
    closed: [false, function get() { return this._readableState ? this._readableState.closed : false; }],
    destroyed: [false, function get() { return this._readableState ? this._readableState.destroyed : false; }, function set(value) {
      if (this._readableState) this._readableState.destroyed = value;
    }],
    readableEnded: [false, function get() { return this._readableState ? this._readableState.endEmitted : false; }],
  });
}

module.exports = { install };
