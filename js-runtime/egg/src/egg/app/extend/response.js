'use strict';

const { Buffer } = require('buffer');
const Stream = require('stream');
const { installLengthAndType } = require('internal/koa/hooks');
const negotiate = require('internal/koa/negotiate');

const REAL_STATUS = Symbol('Context#realStatus');

module.exports = {
  // As koa's, with header names in lower case.
  get length() {
    const { body } = this;
    const length = this.res.getHeader('content-length');
    if (length !== undefined) return Number.parseInt(length, 10);
    if (!body || body instanceof Stream) return undefined;
    if (typeof body === 'string') return Buffer.byteLength(body);
    return Buffer.isBuffer(body) ? body.length : Buffer.byteLength(JSON.stringify(body));
  },

  set length(length) {
    this.set('content-length', length);
  },

  get type() {
    return this.get('content-type').split(';')[0];
  },

  set type(type) {
    const full = negotiate.contentType(type);
    if (full) this.set('content-type', full);
    else this.remove('content-type');
  },

  /** The status before a redirect to an error page hid it. */
  get realStatus() {
    return this[REAL_STATUS] || this.status;
  },

  set realStatus(status) {
    this[REAL_STATUS] = status;
  },
};

// The host's requests have theirs natively.
installLengthAndType(module.exports);
