'use strict';

// ServerResponse: an OutgoingMessage with a status. The handle's contract stands in outgoing.js.

const { codes } = require('internal/errors');
const { notBuilt } = require('internal/not_built');
const { kHandle, kResponse, kSocket } = require('internal/http/brands');
const { hasInvalidChar } = require('internal/http/headers');
const STATUS_CODES = require('internal/http/status_codes');
const { defineAccessors } = require('internal/streams/properties');
const { OutgoingMessage, outgoingFromHandle, setSocket, startingValues } = require('internal/http/outgoing');
const { ownHead } = require('internal/http/outgoing_whole');

/** Node's constructor: the answer to `req`, sent to the stream that assignSocket() brings. */
function ServerResponse(req, options) {
  if (!(this instanceof ServerResponse)) return new ServerResponse(req, options);
  OutgoingMessage.call(this, options);
  if (req.method === 'HEAD') this._hasBody = false;
  this.req = req;
  if (req.httpVersionMajor < 1 || req.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = /(?:^|\W)chunked(?:$|\W)/i.test(req.headers?.te);
    this.shouldKeepAlive = false;
  }
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

/**
 * The response of `handle` (contract in outgoing.js) to `req`, the IncomingMessage of the same exchange: it hears of the exchange's
 * end through it.
 */
function responseFromHandle(handle, req) {
  const response = outgoingFromHandle(ServerResponse.prototype, handle);
  if (req.method === 'HEAD') response._hasBody = false;
  response.req = req;
  req[kResponse] = response;
  return response;
}

// OutgoingMessage's once more: every answer asks for them, and this is nearer.
Object.assign(ServerResponse.prototype, startingValues, { _sent100: false, _expect_continue: false });

defineAccessors(ServerResponse.prototype, {
  statusCode: [true, function get() { return this[kHandle]?.statusCode ?? 200; }, function set(value) {
    this[kHandle].statusCode = value;
  }],
  statusMessage: [true, function get() { return this[kHandle]?.statusMessage; }, function set(value) {
    this[kHandle].statusMessage = value;
  }],
  // As in Node, a response that was sent lets go of the connection; one that was cut off still shows it.
  socket: [true, function get() {
    if (this[kSocket] === undefined) return this._finishEmitted ? null : this.req?.socket;
    return this[kSocket];
  }, setSocket],
});

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

/** Commits status and headers. `headers`: an object, or a flat or nested array; they are added to those that were set. */
ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, headers) {
  if (this.headersSent) throw new codes.ERR_HTTP_HEADERS_SENT('write');
  const given = statusCode;
  statusCode |= 0;
  if (statusCode < 100 || statusCode > 999) throw new codes.ERR_HTTP_INVALID_STATUS_CODE(given);
  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[statusCode] || 'unknown';
    headers ??= reason;
  }
  this.statusCode = statusCode;
  if (headers) addHeaders(this, headers);
  if (hasInvalidChar(this.statusMessage)) throw new codes.ERR_INVALID_CHAR('statusMessage');
  if (statusCode === 204 || statusCode === 304 || statusCode < 200) this._hasBody = false;
  // Ahead of a chunk that commits by itself and brings the length.
  if (!this._implicit) this[kHandle].writeHead();
  return this;
};

ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;
Object.assign(ownHead, { writeHead: ServerResponse.prototype.writeHead, _implicitHeader: ServerResponse.prototype._implicitHeader });

function addHeaders(response, headers) {
  if (!Array.isArray(headers)) {
    for (const name of Object.keys(headers)) {
      if (name) response.setHeader(name, headers[name]);
    }
    return;
  }
  let flat = headers;
  if (headers.length && Array.isArray(headers[0])) flat = headers.flatMap(([name, value]) => [name, value]);
  else if (headers.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', headers);
  // Names of the list replace what was set before, and may repeat among themselves.
  for (let i = 0; i < flat.length; i += 2) response.removeHeader(flat[i]);
  for (let i = 0; i < flat.length; i += 2) {
    if (flat[i]) response.appendHeader(flat[i], flat[i + 1]);
  }
}

/** Gives a response made by hand the stream to write to. */
ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new codes.ERR_HTTP_SOCKET_ASSIGNED();
  socket.on('close', onAssignedSocketClose);
  assign(this, socket);
};

/** It is the turn of `response` on `socket`: what waits of it goes out. */
function assign(response, socket) {
  socket._httpMessage = response;
  response[kSocket] = socket;
  response.emit('socket', socket);
  response[kHandle].assign?.(socket);
}

function onAssignedSocketClose() {
  if (this._httpMessage) this._httpMessage._emitClose();
}

ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  socket.removeListener('close', onAssignedSocketClose);
  socket._httpMessage = null;
  this.socket = null;
};

function sendInformational(response, what, status, entries, callback) {
  const handle = response[kHandle];
  if (typeof handle.informational !== 'function') {
    throw notBuilt(what, 'Answer the request directly: the HTTP core sends 100 Continue by itself when the body is read.');
  }
  handle.informational(status, entries, (error) => {
    if (callback) callback(error || undefined);
  });
}

ServerResponse.prototype.writeContinue = function writeContinue(callback) {
  sendInformational(this, 'res.writeContinue()', 100, [], callback);
  this._sent100 = true;
};

ServerResponse.prototype.writeProcessing = function writeProcessing(callback) {
  sendInformational(this, 'res.writeProcessing()', 102, [], callback);
};

/** `<target>` and parameters. */
const LINK = /^<[^>]*>(?:\s*;\s*[^;"\s]+(?:=(?:"[^;"\s]*"|[^;"\s]*))?)*$/;

/** `hints`: { link: string or array, ...headers }; nothing is sent without a link. */
ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, callback) {
  require('internal/validators').validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;
  const links = [].concat(hints.link);
  for (const link of links) {
    if (typeof link !== 'string' || !LINK.test(link)) {
      throw new codes.ERR_INVALID_ARG_VALUE('hints', link, 'must be an array or string of format "</styles.css>; rel=preload; as=style"');
    }
  }
  if (links.length === 0) return;
  const link = links.join(', ');
  const entries = [['Link', link]];
  for (const name of Object.keys(hints)) {
    if (name !== 'link') entries.push([name, String(hints[name])]);
  }
  sendInformational(this, 'res.writeEarlyHints()', 103, entries, callback);
};

module.exports = { ServerResponse, assign, responseFromHandle };
