'use strict';

// The messages of an exchange on a server's connection: of the classes that the server names, over the native handle.

const { kHandle, kSocket } = require('internal/http/brands');
const { IncomingMessage, MessageOn } = require('internal/http/incoming');
const { exchangePrototype } = require('internal/http/parser_natives');
const { ServerResponse } = require('internal/http/server_response');
const { keepShapes } = require('internal/known_shapes');

const CHUNKED = /(?:^|\W)chunked(?:$|\W)/i;

/** What native code says of a head (http/server/connection.rs). */
const HEAD = { WANTS_UPGRADE: 1, IS_SPECIAL: 2, HAS_BODY: 4, IS_HEAD: 8, KEEPS_ALIVE: 16 };

function requestOf(server, exchange, socket) {
  const { _IncomingMessage: Class } = server;
  let request;
  if (Class === IncomingMessage) {
    request = new MessageOn(exchange, socket);
  } else {
    request = new Class(socket);
    request[kHandle] = exchange;
  }
  if (server.joinDuplicateHeaders) request.joinDuplicateHeaders = true;
  return request;
}

/** A ServerResponse over the native handle, without the detached one that its constructor makes. */
function ResponseTo(exchange, request) {
  this[kHandle] = exchange;
  this.req = request;
}
ResponseTo.prototype = ServerResponse.prototype;

// As they are in exchanges that end as most do.
keepShapes(exchangePrototype, []);
keepShapes(IncomingMessage.prototype, [kHandle, kSocket]);
keepShapes(ServerResponse.prototype, [kHandle, 'req', kSocket, '_finishEmitted', 'destroyed', '_closed']);

function responseOf(server, exchange, request, socket, flags) {
  const { _ServerResponse: Class, rejectNonStandardBodyWrites } = server;
  let response;
  if (Class === ServerResponse) {
    response = new ResponseTo(exchange, request);
    if (flags & HEAD.IS_HEAD) response._hasBody = false;
    if (flags & HEAD.IS_SPECIAL && request.httpVersion < '1.1') response.useChunkedEncodingByDefault = CHUNKED.test(request.headers.te);
  } else {
    response = new Class(request, { highWaterMark: socket.writableHighWaterMark, rejectNonStandardBodyWrites });
    takeOver(response, exchange);
  }
  const keepsAlive = (flags & HEAD.KEEPS_ALIVE) !== 0;
  if (response.shouldKeepAlive !== keepsAlive) response.shouldKeepAlive = keepsAlive;
  if (rejectNonStandardBodyWrites) response._refusesBody = true;
  if (server._uniqueHeaders) response._uniqueHeaders = server._uniqueHeaders;
  return response;
}

/** Puts `exchange` below a response that its own constructor made, and what that has set. */
function takeOver(response, exchange) {
  const before = response[kHandle];
  for (const [name, value] of before.headerEntries()) exchange.setHeader(name, value);
  exchange.statusCode = before.statusCode;
  exchange.statusMessage = before.statusMessage;
  exchange.sendDate = before.sendDate;
  response[kHandle] = exchange;
}

module.exports = { HEAD, requestOf, responseOf };
