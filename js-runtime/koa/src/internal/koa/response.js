'use strict';

/** What `ctx.response` is: the answer under construction, over Node's `res`. */
const assert = require('assert');
const path = require('path');
const { Buffer } = require('buffer');
const Stream = require('stream');
const negotiate = require('internal/koa/negotiate');
const { onFinished } = require('internal/koa/on_finished');

const response = {
  get socket() {
    return this.res.socket;
  },

  get header() {
    return this.res.getHeaders();
  },

  get headers() {
    return this.header;
  },

  get status() {
    return this.res.statusCode;
  },

  set status(code) {
    if (this.headerSent) return;
    assert(Number.isInteger(code), 'status code must be a number');
    assert(code >= 100 && code <= 999, `invalid status code: ${code}`);
    this._explicitStatus = true;
    this.res.statusCode = code;
    if (this.req.httpVersionMajor < 2) this.res.statusMessage = negotiate.statusText(code);
    if (this.body && negotiate.isEmptyStatus(code)) this.body = null;
  },

  get message() {
    return this.res.statusMessage || negotiate.statusText(this.status);
  },

  set message(text) {
    this.res.statusMessage = text;
  },

  get body() {
    return this._body;
  },

  /** Text, a Buffer, a stream, null, or anything that JSON can show. Sets type, length and, unless one was set, the status. */
  set body(body) {
    const original = this._body;
    this._body = body;
    if (body === null || body === undefined) {
      if (!negotiate.isEmptyStatus(this.status)) this.status = 204;
      if (body === null) this._explicitNullBody = true;
      for (const name of [ 'Content-Type', 'Content-Length', 'Transfer-Encoding' ]) this.remove(name);
      return;
    }
    if (!this._explicitStatus) this.status = 200;

    const hasType = this.has('Content-Type');
    if (typeof body === 'string') {
      if (!hasType) this.type = /^\s*</.test(body) ? 'html' : 'text';
      this.length = Buffer.byteLength(body);
    } else if (Buffer.isBuffer(body)) {
      if (!hasType) this.type = 'bin';
      this.length = body.length;
    } else if (body instanceof Stream) {
      adopt(this, body, original);
      if (!hasType) this.type = 'bin';
    } else {
      this.remove('Content-Length');
      this.type = 'json';
    }
  },

  set length(length) {
    if (!this.has('Transfer-Encoding')) this.set('Content-Length', length);
  },

  get length() {
    if (this.has('Content-Length')) return Number.parseInt(this.get('Content-Length'), 10) || 0;
    const { body } = this;
    if (!body || body instanceof Stream) return undefined;
    if (typeof body === 'string') return Buffer.byteLength(body);
    return Buffer.isBuffer(body) ? body.length : Buffer.byteLength(JSON.stringify(body));
  },

  get headerSent() {
    return this.res.headersSent;
  },

  vary(field) {
    if (this.headerSent) return;
    const present = this.get('Vary');
    const value = negotiate.vary([ present ].flat().join(', '), [ field ].flat());
    if (value) this.set('Vary', value);
  },

  /** `back` means where the client came from, if that is our own page, else `alt` or `/`. */
  redirect(target, alt) {
    let location = target === 'back' ? this._getBackReferrer() || alt || '/' : target;
    if (/^https?:\/\//i.test(location)) location = new (require('url').URL)(location).toString();
    this.set('Location', negotiate.encodeUrl(location));
    if (!negotiate.isRedirectStatus(this.status)) this.status = 302;
    if (this.ctx.accepts('html')) {
      this.type = 'text/html; charset=utf-8';
      this.body = `Redirecting to ${negotiate.escapeHtml(location)}.`;
    } else {
      this.type = 'text/plain; charset=utf-8';
      this.body = `Redirecting to ${location}.`;
    }
  },

  _getBackReferrer() {
    const referrer = this.ctx.get('Referrer');
    if (!referrer) return undefined;
    const { host } = new (require('url').URL)(referrer, this.ctx.href);
    return host === this.ctx.host ? referrer : undefined;
  },

  attachment(filename, options) {
    if (filename) this.type = path.extname(filename);
    this.set('Content-Disposition', negotiate.contentDisposition(filename, options));
  },

  /** A full type, an extension or a short name; an unknown one removes the header. */
  set type(type) {
    const full = negotiate.contentType(type);
    if (full) this.set('Content-Type', full);
    else this.remove('Content-Type');
  },

  get type() {
    return this.get('Content-Type').split(';', 1)[0];
  },

  set lastModified(date) {
    this.set('Last-Modified', (typeof date === 'string' ? new Date(date) : date).toUTCString());
  },

  get lastModified() {
    const date = this.get('last-modified');
    return date ? new Date(date) : undefined;
  },

  set etag(tag) {
    this.set('ETag', /^(?:W\/)?"/.test(tag) ? tag : `"${tag}"`);
  },

  get etag() {
    return this.get('ETag');
  },

  is(...types) {
    return negotiate.typeIs(this.type, types.flat());
  },

  get(field) {
    return this.res.getHeader(field) || '';
  },

  has(field) {
    return this.res.hasHeader(field);
  },

  /** `set(field, value)` or `set({ field: value })`. */
  set(...args) {
    if (this.headerSent) return;
    const [ field, value ] = args;
    if (args.length !== 2) {
      for (const key in field) this.set(key, field[key]);
    } else if (Array.isArray(value)) {
      this.res.setHeader(field, value.map(String));
    } else {
      this.res.setHeader(field, String(value));
    }
  },

  append(field, value) {
    const present = this.get(field);
    return this.set(field, present ? [ present, value ].flat() : value);
  },

  remove(field) {
    if (!this.headerSent) this.res.removeHeader(field);
  },

  get writable() {
    const { res } = this;
    if (res.writableEnded || res.finished) return false;
    return res.socket ? res.socket.writable : true;
  },

  inspect() {
    return this.res ? { ...this.toJSON(), body: this.body } : undefined;
  },

  toJSON() {
    const { status, message, header } = this;
    return { status, message, header };
  },

  flushHeaders() {
    this.res.flushHeaders();
  },
};

/** A stream is closed with the answer, and its error is the request's. */
function adopt(target, stream, original) {
  onFinished(target.res, () => stream.destroy());
  if (original === stream) return;
  stream.once('error', error => target.ctx.onerror(error));
  if (original !== null && original !== undefined) target.remove('Content-Length');
}

response[Symbol.for('nodejs.util.inspect.custom')] = response.inspect;

module.exports = response;
