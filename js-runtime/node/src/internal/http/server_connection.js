'use strict';

// One connection of an http.Server: reads requests, pairs them with responses in order, and knows when the connection is idle, slow or
// over.

const { Buffer } = require('buffer');
const { codes: { ERR_HTTP_SOCKET_ENCODING } } = require('internal/errors');
const { connectionReset } = require('internal/http/connection');
const { kHandle, kSocket } = require('internal/http/brands');
const { FOLLOWS, MessageParser } = require('internal/http/parser');
const { IncomingMessage, finishUnread, incomingFromHandle } = require('internal/http/incoming');
const { ParsedMessage } = require('internal/http/parsed_message');
const { begin, record } = require('internal/perf/watched');
const reading = require('internal/http/reading');

const kConnection = Symbol('kConnection');

const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** The default most header fields of a request. */
const MOST_HEADERS = 2000;

class ServerConnection {
  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    this.parser = new MessageParser(true, this, server.maxHeaderSize, server.insecureHTTPParser);
    /** Requests that are not answered yet, and responses that wait for the one before them. */
    this.incoming = [];
    this.waiting = [];
    /** The request that is being read. */
    this.current = null;
    this.requestCount = 0;
    this.isIdleTimed = false;
    /** When the message that is being read began, and its head while that is not whole; 0: none is. */
    this.messageStart = this.headStart = Date.now();
    this.over = false;

    socket[kConnection] = this;
    socket.parser = this;
    socket._paused = false;
    socket.setEncoding = refuseEncoding;
    this.listeners = {
      end: () => this.onEnd(),
      close: () => this.onClose(),
      error: (error) => this.onError(error),
      timeout: () => this.onTimeout(),
      drain: () => this.onDrain(),
    };
    for (const event of Object.keys(this.listeners)) socket.on(event, this.listeners[event]);
    if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
    reading.attach(this, (chunk) => this.onBytes(chunk));
  }

  // ---- Reading ----------------------------------------------------------------------------------------------------------------

  onBytes(chunk) {
    if (this.over) return;
    if (this.messageStart === 0) this.messageStart = this.headStart = Date.now();
    const result = this.parser.execute(chunk);
    if (result === undefined || this.over) return;
    if (typeof result === 'number') this.handOver(chunk, result);
    else this.onError(result);
  }

  onHead(head) {
    const { server, socket } = this;
    const handle = new ParsedMessage(head, this);
    const most = server.maxHeadersCount ?? MOST_HEADERS;
    if (most > 0 && handle.raw.length > 2 * most) handle.raw.length = 2 * most;
    if (server.joinDuplicateHeaders) handle.joinDuplicates = true;
    const request = requestOf(server, handle, socket);
    this.current = request;
    this.headStart = 0;
    this.requestCount++;
    if (head[6]) {
      request.upgrade = head[0] === 'CONNECT' || server.listenerCount('upgrade') > 0;
      if (request.upgrade) return FOLLOWS.UPGRADE;
    }
    this.answer(request, this.parser.keepsAlive);
    return FOLLOWS.BODY;
  }

  onBody(chunk) {
    this.current[kHandle].body(chunk);
  }

  onComplete(trailers) {
    const request = this.current;
    this.current = null;
    this.messageStart = this.headStart = 0;
    request[kHandle].end(trailers);
  }

  pauseReading() {
    if (!this.over) reading.pause(this);
  }

  resumeReading() {
    if (!this.over) reading.resume(this);
  }

  // ---- Answering --------------------------------------------------------------------------------------------------------------

  /** Makes the response of `request` and tells the server. */
  answer(request, keepsAlive) {
    const { server, socket } = this;
    this.incoming.push(request);
    if (this.isIdleTimed) {
      socket.setTimeout(server.timeout || 0);
      this.isIdleTimed = false;
    }
    const response = new server._ServerResponse(request, {
      highWaterMark: socket.writableHighWaterMark,
      rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
    });
    response._keepAliveTimeout = server.keepAliveTimeout;
    response._maxRequestsPerSocket = server.maxRequestsPerSocket;
    response.shouldKeepAlive = keepsAlive;
    if (server.rejectNonStandardBodyWrites) response._refusesBody = true;
    if (server._uniqueHeaders) response._uniqueHeaders = server._uniqueHeaders;
    if (socket._httpMessage) this.waiting.push(response);
    else response.assignSocket(socket);
    const startTime = begin('http');
    response.on('finish', () => {
      record('http', 'HttpRequest', startTime, () => ({
        req: { method: request.method, url: request.url, headers: request.headers },
        res: { statusCode: response.statusCode, statusMessage: response.statusMessage, headers: response.getHeaders() },
      }));
      this.onFinish(request, response);
    });

    const version = request.httpVersion;
    const headers = request.headers;
    if (version === '1.1' && server.requireHostHeader && headers.host === undefined) {
      response.writeHead(400, ['Connection', 'close']);
      response.end();
      return;
    }
    if (server.maxRequestsPerSocket > 0) {
      response.maxRequestsOnConnectionReached = server.maxRequestsPerSocket <= this.requestCount;
      if (server.maxRequestsPerSocket < this.requestCount) {
        server.emit('dropRequest', request, socket);
        response.writeHead(503);
        response.end();
        return;
      }
    }
    const { expect } = headers;
    if (expect === undefined || version !== '1.1') {
      server.emit('request', request, response);
    } else if (CONTINUE.test(expect)) {
      response._expect_continue = true;
      if (server.listenerCount('checkContinue') > 0) {
        server.emit('checkContinue', request, response);
      } else {
        response.writeContinue();
        server.emit('request', request, response);
      }
    } else if (server.listenerCount('checkExpectation') > 0) {
      server.emit('checkExpectation', request, response);
    } else {
      response.writeHead(417);
      response.end();
    }
  }

  /** A response was written whole: the next may go, or the connection rests, or ends. */
  onFinish(request, response) {
    const { socket, server } = this;
    const at = this.incoming.indexOf(request);
    if (at !== -1) this.incoming.splice(at, 1);
    // A body that nobody wants must not block what follows it.
    if (!request._consumed) {
      request[kHandle].discard(() => finishUnread(request));
    } else if (!request.complete) {
      request._dump();
    }
    response.detachSocket(socket);
    process.nextTick(emitClose, response);
    if (response._last) {
      if (typeof socket.destroySoon === 'function') socket.destroySoon();
      else socket.end();
    } else if (this.waiting.length > 0) {
      this.waiting.shift().assignSocket(socket);
    } else if (server.keepAliveTimeout && typeof socket.setTimeout === 'function') {
      socket.setTimeout(server.keepAliveTimeout);
      this.isIdleTimed = true;
    }
  }

  // ---- Another protocol -----------------------------------------------------------------------------------------------------------

  /** From `at` on the bytes are the application's: 'upgrade' or 'connect'. */
  handOver(chunk, at) {
    const { server, socket, current: request } = this;
    const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
    if (server.listenerCount(event) === 0) {
      socket.destroy();
      return;
    }
    this.release();
    request[kHandle].end(null);
    const rest = Buffer.from(chunk.buffer, chunk.byteOffset + at, chunk.byteLength - at);
    // Whoever takes it decides anew whether it flows.
    socket.readableFlowing = null;
    server.emit(event, request, socket, rest);
  }

  /** The connection is nobody's here any longer. */
  release() {
    this.over = true;
    this.parser.stop();
    reading.detach(this);
    for (const event of Object.keys(this.listeners)) this.socket.removeListener(event, this.listeners[event]);
    this.server._connectionsOpen.delete(this);
    this.socket.parser = null;
  }

  // ---- The end ---------------------------------------------------------------------------------------------------------------------

  /** The peer sends no more. */
  onEnd() {
    const { server, socket } = this;
    const error = this.parser.finish();
    if (error) {
      this.onError(error);
    } else if (!server.httpAllowHalfOpen) {
      this.abortIncoming();
      socket.end();
    } else if (this.waiting.length > 0) {
      this.waiting[this.waiting.length - 1]._last = true;
    } else if (socket._httpMessage) {
      socket._httpMessage._last = true;
    } else {
      socket.end();
    }
  }

  onClose() {
    if (this.over) return;
    this.over = true;
    this.parser.stop();
    this.server._connectionsOpen.delete(this);
    this.abortIncoming();
  }

  abortIncoming() {
    for (const request of this.incoming.splice(0)) {
      if (!request.destroyed) request.destroy(connectionReset());
    }
  }

  /** A request that cannot be read, or a connection that broke. */
  onError(error) {
    const { server, socket } = this;
    socket.removeListener('error', this.listeners.error);
    if (socket.listenerCount('error') === 0) socket.on('error', noop);
    if (server.emit('clientError', error, socket)) return;
    // Not into the middle of an answer.
    if (socket.writable && !socket._httpMessage?._headerSent) socket.write(refusalOf(error), 'latin1');
    socket.destroy(error);
  }

  onTimeout() {
    const { server, socket, current } = this;
    const requestHeard = current !== null && !current.complete && current.emit('timeout', socket);
    const response = socket._httpMessage;
    const responseHeard = response && response.emit('timeout', socket);
    const serverHeard = server.emit('timeout', socket);
    if (!requestHeard && !responseHeard && !serverHeard) socket.destroy();
  }

  onDrain() {
    const response = this.socket._httpMessage;
    if (response) response._onSocketDrain?.();
  }

  /** No message is under way in either direction. */
  get isIdle() {
    return this.messageStart === 0 && this.incoming.length === 0;
  }
}

function noop() {}

/** The parser needs bytes. */
function refuseEncoding() {
  throw new ERR_HTTP_SOCKET_ENCODING();
}

function emitClose(response) {
  response._emitClose();
}

/** The bytes that tell the peer of `error`. */
function refusalOf({ code }) {
  let status = '400 Bad Request';
  if (code === 'HPE_HEADER_OVERFLOW') status = '431 Request Header Fields Too Large';
  else if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') status = '413 Payload Too Large';
  else if (code === 'ERR_HTTP_REQUEST_TIMEOUT') status = '408 Request Timeout';
  return `HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`;
}

function requestOf(server, handle, socket) {
  const { _IncomingMessage: Class } = server;
  let request;
  if (Class === IncomingMessage) {
    request = incomingFromHandle(handle);
    request[kSocket] = socket;
  } else {
    request = new Class(socket);
    request[kHandle] = handle;
  }
  if (server.joinDuplicateHeaders) request.joinDuplicateHeaders = true;
  return request;
}

module.exports = { ServerConnection, kConnection };
