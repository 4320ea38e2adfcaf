'use strict';

// The header methods of OutgoingMessage. Values live in the handle (contract in outgoing.js); what reaches it was checked here.

const { codes } = require('internal/errors');
const { notBuilt } = require('internal/not_built');
const { validateString } = require('internal/validators');
const { kHandle } = require('internal/http/brands');
const { hasInvalidChar, isToken, validateHeaderName, validateHeaderValue } = require('internal/http/headers');

function setHeader(name, value) {
  if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('set');
  validateHeaderName(name);
  validateValues(name, value);
  this[kHandle].setHeader(name, value);
  return this;
}

function validateValues(name, value) {
  if (!Array.isArray(value)) {
    validateHeaderValue(name, value);
    return;
  }
  for (let i = 0; i < value.length; i++) validateHeaderValue(name, value[i]);
}

/** Sets every header of a Headers or Map; several Set-Cookie stay several. */
function setHeaders(headers) {
  if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('set');
  if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
  }
  const cookies = [];
  for (const [name, value] of headers) {
    if (name === 'set-cookie') {
      if (Array.isArray(value)) cookies.push(...value);
      else cookies.push(value);
    } else {
      this.setHeader(name, value);
    }
  }
  if (cookies.length) this.setHeader('set-cookie', cookies);
  return this;
}

/** Adds a value, or several, to those that the name has. */
function appendHeader(name, value) {
  if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('append');
  validateHeaderName(name);
  validateValues(name, value);
  const handle = this[kHandle];
  const before = handle.getHeader(name.toLowerCase());
  handle.setHeader(name, before === undefined ? value : [].concat(before, value));
  return this;
}

function getHeader(name) {
  validateString(name, 'name');
  return this[kHandle].getHeader(name.toLowerCase());
}

function hasHeader(name) {
  validateString(name, 'name');
  return this[kHandle].getHeader(name.toLowerCase()) !== undefined;
}

function removeHeader(name) {
  validateString(name, 'name');
  if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('remove');
  const key = name.toLowerCase();
  if (key === 'connection') this._removedConnection = true;
  else if (key === 'content-length') this._removedContLen = true;
  else if (key === 'transfer-encoding') this._removedTE = true;
  else if (key === 'date') this.sendDate = false;
  this[kHandle].removeHeader(key);
}

/** Lower-case names to values, without a prototype (CTX-130). */
function getHeaders() {
  const headers = Object.create(null);
  const entries = this[kHandle].headerEntries();
  for (let i = 0; i < entries.length; i++) headers[entries[i][0].toLowerCase()] = entries[i][1];
  return headers;
}

function getHeaderNames() {
  return this[kHandle].headerEntries().map(([name]) => name.toLowerCase());
}

function getRawHeaderNames() {
  return this[kHandle].headerEntries().map(([name]) => name);
}

function addTrailers(headers) {
  const entries = Array.isArray(headers) ? headers : Object.entries(headers);
  for (const [name, value] of entries) {
    if (typeof name !== 'string' || !name || !isToken(name)) throw new codes.ERR_INVALID_HTTP_TOKEN('Trailer name', name);
    if (hasInvalidChar(value)) throw new codes.ERR_INVALID_CHAR('trailer content', name);
  }
  const handle = this[kHandle];
  if (typeof handle.addTrailers !== 'function') {
    throw notBuilt('Sending trailers', 'Put what they hold into the body, or into headers before it.');
  }
  handle.addTrailers(entries.map(([name, value]) => [name, String(value)]));
}

function install(prototype) {
  Object.assign(prototype, {
    setHeader,
    setHeaders,
    appendHeader,
    getHeader,
    hasHeader,
    removeHeader,
    getHeaders,
    getHeaderNames,
    getRawHeaderNames,
    addTrailers,
  });
}

module.exports = { install };
