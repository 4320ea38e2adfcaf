'use strict';

// The head of an IncomingMessage that an application made itself, `new IncomingMessage(socket)`: what a handle would answer,
// as plain values that the maker fills in.

const { joinHeaders } = require('internal/http/headers');

class PlainHead {
  constructor() {
    this.method = null;
    this.url = '';
    this.httpVersion = null;
    this.complete = false;
    this.raw = [];
    this.joined = undefined;
  }

  rawHeaders() {
    return this.raw;
  }

  setRawHeaders(raw) {
    this.raw = raw;
    this.joined = undefined;
  }

  get headers() {
    if (this.joined === undefined) this.joined = joinHeaders(this.raw);
    return this.joined;
  }

  set headers(value) {
    this.joined = value;
  }
}

module.exports = { PlainHead };
