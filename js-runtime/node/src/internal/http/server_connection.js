'use strict';

// One connection of an http.Server: is told of requests by native code (http/server/connection.rs), pairs them with responses in
// order, and knows when the connection is idle, slow or over.

const { Buffer } = require('buffer');
const { setKnownTimeout } = require('internal/net/idle_timer');
const { Socket } = require('internal/net/socket');
const { 'http.server.request.start': requestStart, 'http.server.response.finish': responseFinish } = require('internal/channels');
const { codes } = require('internal/errors');
const { connectionReset } = require('internal/http/connection');
const { kHandle, kSocket } = require('internal/http/brands');
const { kConnection } = require('internal/http/exchange');
const { DEFAULT_MAX_HEADER_SIZE, parseError } = require('internal/http/parser');
const { finishUnread, isObserved } = require('internal/http/incoming');
const { HEAD, requestOf, responseOf } = require('internal/http/server_messages');
const { assign } = require('internal/http/server_response');
const natives = require('internal/http/parser_natives');
const { begin, record, watched } = require('internal/perf/watched');
const reading = require('internal/http/reading');

const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** The default most header fields of a request. */
const MOST_HEADERS = 2000;

/** The ways to listen to a socket; a listener of its bytes wants to see them too. */
const LISTENING = ['on', 'addListener', 'prependListener'];

class ServerConnection {
  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    this.native = natives.createServerConnection(
      this, socket, Socket.prototype.write, server.maxHeaderSize || DEFAULT_MAX_HEADER_SIZE, Boolean(server.insecureHTTPParser));
    /** The request that is being answered, or null; those that came after it, and their responses, which wait for its response. */
    this.current = null;
    this.following = [];
    this.waiting = [];
    this.requestCount = 0;
    this.isIdleTimed = false;
    this.over = false;
    /** What native code was told of the server. */
    this.keepAliveTimeout = this.maxRequestsPerSocket = 0;

    socket[kConnection] = this;
    socket.parser = this;
    socket._paused = false;
    socket.setEncoding = refuseEncoding;
    for (const name of LISTENING) socket[name] = wrappers[name];
    this.listeners = {
      end: () => this.onEnd(),
      close: () => this.onClose(),
      error: (error) => this.onError(error),
      timeout: () => this.onTimeout(),
      drain: () => this.onDrain(),
    };
    for (const event of Object.keys(this.listeners)) socket.on(event, this.listeners[event]);
    if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
    /** Bytes come and go past the socket. */
    this.isNative = Boolean(socket._handle) && this.native.sendsTo(socket._handle);
    reading.attach(this, (chunk) => this.onBytes(chunk));
    if (this.direct && this.isNative) this.native.readsFrom(true);
  }

  // ---- Reading ----------------------------------------------------------------------------------------------------------------

  onBytes(chunk) {
    if (!this.over) this.native.feed(chunk);
  }

  /** From native code: a head is whole. True: another protocol follows. */
  onRequest(exchange, flags) {
    const { server, socket } = this;
    const most = server.maxHeadersCount ?? MOST_HEADERS;
    if (most !== MOST_HEADERS || server.joinDuplicateHeaders) exchange.shows(most, Boolean(server.joinDuplicateHeaders));
    if (flags & HEAD.HAS_BODY) exchange.connection = this;
    const request = requestOf(server, exchange, socket);
    this.requestCount++;
    if (flags & HEAD.WANTS_UPGRADE) {
      request.upgrade = request.method === 'CONNECT' || server.listenerCount('upgrade') > 0;
      if (request.upgrade) {
        this.upgrading = request;
        return true;
      }
    }
    this.answer(request, exchange, flags);
    return false;
  }

  onBody(exchange, chunk) {
    exchange.body(chunk);
  }

  /** The body is whole, and somebody waits for that. */
  onComplete(exchange) {
    exchange.bodyEnd();
  }

  onFault(fault, at, chunk) {
    this.onError(parseError(fault, at, chunk));
  }

  pauseReading() {
    if (!this.over) reading.pause(this);
  }

  resumeReading() {
    if (!this.over && !this.socket._paused) reading.resume(this);
  }

  /** Somebody else wants to see the bytes: they come by the socket from now on. */
  readBySocket() {
    const { socket } = this;
    if (this.over || !this.direct) return;
    reading.detach(this);
    this.native.readsFrom(false);
    this.direct = false;
    if (socket._paused) socket.pause();
    Socket.prototype.prependListener.call(socket, 'data', this.onData);
  }

  // ---- Answering --------------------------------------------------------------------------------------------------------------

  /** Makes the response of `request` and tells the server. */
  answer(request, exchange, flags) {
    const { server, socket } = this;
    if (this.current === null) this.current = request;
    else this.following.push(request);
    if (this.isIdleTimed) {
      this.isIdleTimed = false;
      setKnownTimeout(socket, server.timeout || 0, this.isNative);
    } else if (socket.timeout) {
      socket._unrefTimer?.();
    }
    // A peer that asks and does not read must not fill the memory with answers.
    if (socket._writableState?.needDrain || (this.waiting.length > 0 && this.isFlooded)) this.hold();
    const response = responseOf(server, exchange, request, socket, flags);
    if (requestStart.channel) {
      this.tellStart(exchange, response);
    } else {
      const isFirst = !socket._httpMessage;
      exchange.begin(response, isFirst ? socket : null, this.native);
      response[kSocket] = isFirst ? socket : null;
      if (isFirst) socket._httpMessage = response;
      else this.waiting.push(response);
    }
    if (watched.http > 0) measure(request, response);
    const { keepAliveTimeout, maxRequestsPerSocket } = server;
    if (keepAliveTimeout !== this.keepAliveTimeout || maxRequestsPerSocket !== this.maxRequestsPerSocket) {
      this.keepAliveTimeout = keepAliveTimeout;
      this.maxRequestsPerSocket = maxRequestsPerSocket;
      this.native.keepsAlive(keepAliveTimeout, Math.trunc(maxRequestsPerSocket));
    }
    if (maxRequestsPerSocket > 0) response.maxRequestsOnConnectionReached = maxRequestsPerSocket <= this.requestCount;
    if (!(flags & HEAD.IS_SPECIAL) && !response.maxRequestsOnConnectionReached) server.emit('request', request, response);
    else this.answerSpecial(request, response);
  }

  /** Publishes that a request has come. Subscribers see, and may end, a response that has no connection yet. */
  tellStart(exchange, response) {
    const { server, socket } = this;
    exchange.begin(response, null, this.native);
    response[kSocket] = null;
    requestStart.channel.publish({ request: response.req, response, socket, server });
    // Their listeners of 'finish' come first.
    exchange.onFinished = undefined;
    response.on('finish', () => this.onFinish(exchange, response));
    if (socket._httpMessage) this.waiting.push(response);
    else assign(response, socket);
  }

  /** More waits for the answers before it than the socket would take. */
  get isFlooded() {
    const waiting = this.waiting.reduce((sum, response) => sum + response[kHandle].waitingLength, 0);
    return waiting > this.socket.writableHighWaterMark;
  }

  /** Reads no more requests until what was written is gone. */
  hold() {
    this.socket._paused = true;
    this.pauseReading();
  }

  /** A request that may not be for the application. */
  answerSpecial(request, response) {
    const { server, socket } = this;
    const version = request.httpVersion;
    const headers = request.headers;
    if (version === '1.1' && server.requireHostHeader && headers.host === undefined) {
      response.writeHead(400, ['Connection', 'close']);
      response.end();
      return;
    }
    if (server.maxRequestsPerSocket > 0 && server.maxRequestsPerSocket < this.requestCount) {
      server.emit('dropRequest', request, socket);
      response.writeHead(503);
      response.end();
      return;
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
  onFinish(exchange, response) {
    const { socket, server } = this;
    const request = response.req;
    if (responseFinish.channel) responseFinish.channel.publish({ request, response, socket, server });
    const observed = isObserved(request);
    const isWhole = exchange.finished(observed);
    if (this.current === request) this.current = this.following.length > 0 ? this.following.shift() : null;
    // A body that nobody wants must not block what follows it.
    if (!request._consumed) {
      if (!isWhole) exchange.discard(() => finishUnread(request));
      else if (observed) finishUnread(request);
    } else if (!request.complete) {
      request._dump();
    }
    socket._httpMessage = null;
    response[kSocket] = null;
    response._closeSoon();
    if (response._last) {
      if (typeof socket.destroySoon === 'function') socket.destroySoon();
      else socket.end();
    } else if (this.waiting.length > 0) {
      assign(this.waiting.shift(), socket);
    } else if (server.keepAliveTimeout) {
      setKnownTimeout(socket, server.keepAliveTimeout, this.isNative);
      this.isIdleTimed = true;
    }
  }

  // ---- Another protocol -----------------------------------------------------------------------------------------------------------

  /** From native code: what follows the head of `exchange` is the application's: 'upgrade' or 'connect'. */
  onUpgrade(exchange, rest) {
    const { server, socket, upgrading: request } = this;
    const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
    if (server.listenerCount(event) === 0) {
      socket.destroy();
      return;
    }
    this.release();
    exchange.bodyEnd();
    // Whoever takes it decides anew whether it flows.
    socket.readableFlowing = null;
    server.emit(event, request, socket, Buffer.from(rest.buffer, rest.byteOffset, rest.byteLength));
  }

  /** The connection is nobody's here any longer. */
  release() {
    const { socket } = this;
    this.over = true;
    reading.detach(this);
    this.native.close();
    for (const name of LISTENING) delete socket[name];
    for (const event of Object.keys(this.listeners)) socket.removeListener(event, this.listeners[event]);
    this.server._connectionsOpen.delete(this);
    socket.parser = null;
  }

  // ---- The end ---------------------------------------------------------------------------------------------------------------------

  /** The peer sends no more. */
  onEnd() {
    const { server, socket } = this;
    const fault = this.native.finish();
    if (fault) {
      this.onError(parseError(fault, 0, undefined));
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
    this.native.close();
    this.server._connectionsOpen.delete(this);
    this.abortIncoming();
    this.socket._httpMessage?._emitClose();
  }

  abortIncoming() {
    const { current } = this;
    if (current === null) return;
    this.current = null;
    for (const request of [current, ...this.following.splice(0)]) {
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
    const { server, socket } = this;
    const last = this.following.length > 0 ? this.following[this.following.length - 1] : this.current;
    const requestHeard = last !== null && !last.complete && last.emit('timeout', socket);
    const response = socket._httpMessage;
    const responseHeard = response && response.emit('timeout', socket);
    const serverHeard = server.emit('timeout', socket);
    if (!requestHeard && !responseHeard && !serverHeard) socket.destroy();
  }

  onDrain() {
    const { socket } = this;
    if (!socket._paused || this.isFlooded) return;
    socket._paused = false;
    this.resumeReading();
  }

  /** No message is under way in either direction. */
  get isIdle() {
    return this.native.messageTime === undefined && this.current === null;
  }
}

function noop() {}

/** The parser needs bytes. */
function refuseEncoding() {
  throw new codes.ERR_HTTP_SOCKET_ENCODING();
}

/** Makes the entry that observers of performance get. */
function measure(request, response) {
  const startTime = begin('http');
  response.on('finish', () => record('http', 'HttpRequest', startTime, () => ({
    req: { method: request.method, url: request.url, headers: request.headers },
    res: { statusCode: response.statusCode, statusMessage: response.statusMessage, headers: response.getHeaders() },
  })));
}

/** The bytes that tell the peer of `error`. */
function refusalOf({ code }) {
  let status = '400 Bad Request';
  if (code === 'HPE_HEADER_OVERFLOW') status = '431 Request Header Fields Too Large';
  else if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') status = '413 Payload Too Large';
  else if (code === 'ERR_HTTP_REQUEST_TIMEOUT') status = '408 Request Timeout';
  return `HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`;
}

/** The socket's own ways to listen, which tell the connection when somebody wants the bytes. */
const wrappers = Object.fromEntries(LISTENING.map((name) => [name, function listen(event, listener) {
  Object.getPrototypeOf(this)[name].call(this, event, listener);
  if (event === 'data' || event === 'readable') this[kConnection].readBySocket();
  return this;
}]));

module.exports = { ServerConnection, kConnection };
