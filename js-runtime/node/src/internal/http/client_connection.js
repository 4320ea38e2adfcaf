'use strict';

// A client's side of a connection while it serves one request: reads the answer, and tells the request how it ended. Afterwards the
// connection is the agent's again.

const { coded } = require('internal/errors');
const { Buffer } = require('buffer');
const { 'http.client.request.error': requestError, 'http.client.response.finish': responseFinish } = require('internal/channels');
const { kHandle, kSocket, kStarted, kUnannounced } = require('internal/http/brands');
const { connectionReset } = require('internal/http/connection');
const { IncomingMessage } = require('internal/http/incoming');
const { FOLLOWS, MessageParser } = require('internal/http/parser');
const { ParsedMessage } = require('internal/http/parsed_message');
const reading = require('internal/http/reading');
const { record } = require('internal/perf/watched');

const MOST_HEADERS = 2000;

/** The error of a request whose connection ended before an answer came. */
function connectionHangUp() {
  return coded(Error, 'ECONNRESET', 'socket hang up');
}

/** Tells why there is no answer, or no whole one. */
function emitError(request, error) {
  if (!request[kUnannounced]) requestError.channel?.publish({ request, error });
  request.emit('error', error);
}

class ClientConnection {
  constructor(request, socket) {
    this.request = request;
    this.socket = socket;
    this.parser = new MessageParser(false, this, request.maxHeaderSize, request.insecureHTTPParser);
    this.current = null;
    this.over = false;
    this.listeners = {
      error: (error) => this.onError(error),
      end: () => this.onEnd(),
      close: () => this.onClose(),
      timeout: () => this.request.res?.emit('timeout'),
    };
    for (const event of ['error', 'end', 'close']) socket.on(event, this.listeners[event]);
    reading.attach(this, (chunk) => this.onBytes(chunk));
  }

  // ---- Reading ------------------------------------------------------------------------------------------------------------------

  onBytes(chunk) {
    if (this.over) return;
    const { socket, request } = this;
    const result = this.parser.execute(chunk);
    if (result === undefined) return;
    if (typeof result === 'number') {
      this.handOver(chunk, result);
      return;
    }
    this.stopReading();
    socket.destroy();
    socket._hadError = true;
    emitError(request, result);
  }

  stopReading() {
    this.parser.stop();
    reading.detach(this);
    this.socket.removeListener('end', this.listeners.end);
  }

  onHead(head) {
    const { request } = this;
    const handle = new ParsedMessage(head, this);
    const most = request.maxHeadersCount ?? MOST_HEADERS;
    if (most > 0 && handle.raw.length > 2 * most) handle.raw.length = 2 * most;
    // An answer has neither.
    handle.method = null;
    handle.url = '';
    const response = new IncomingMessage(this.socket);
    response[kHandle] = handle;
    response.statusCode = head[3];
    response.statusMessage = head[4];
    if (request.joinDuplicateHeaders) response.joinDuplicateHeaders = handle.joinDuplicates = true;

    const status = head[3];
    const isUpgrade = head[6];
    if (request.res) {
      // A second answer: the peer does not know what it does, and what follows is not looked at.
      this.socket.destroy();
      return FOLLOWS.UPGRADE;
    }
    this.current = response;
    if (request.method === 'CONNECT') {
      response.upgrade = true;
      request.res = response;
      return FOLLOWS.UPGRADE;
    }
    response.upgrade = isUpgrade && request.listenerCount('upgrade') > 0;
    if (isUpgrade && response.upgrade) {
      request.res = response;
      return FOLLOWS.UPGRADE;
    }
    if (status >= 100 && status < 200 && status !== 101) {
      this.inform(response);
      return FOLLOWS.NOTHING;
    }
    if (status === 101 && !response.upgrade) {
      // It switched to what nobody here speaks. That is an answer: no error is made of the connection's end.
      request.res = response;
      this.socket.destroy();
      return FOLLOWS.UPGRADE;
    }
    request.res = response;
    if (request.shouldKeepAlive && !this.parser.keepsAlive) request.shouldKeepAlive = false;
    if (!request[kUnannounced]) responseFinish.channel?.publish({ request, response });
    response.req = request;
    this.socket.on('timeout', this.listeners.timeout);
    response.on('end', () => this.onResponseEnd(response));
    request.on('finish', () => this.onRequestFinish());
    record('http', 'HttpClient', request[kStarted], () => ({
      req: { method: request.method, url: `${request.protocol}//${request.host}${request.path}`, headers: request.getHeaders() },
      res: { statusCode: status, statusMessage: response.statusMessage, headers: response.headers },
    }));
    if (request.aborted || !request.emit('response', response)) response._dump();
    if (request.method === 'HEAD') return FOLLOWS.NOTHING;
    return FOLLOWS.BODY;
  }

  /** An answer before the answer. */
  inform(response) {
    const { request } = this;
    if (response.statusCode === 100) request.emit('continue');
    request.emit('information', {
      statusCode: response.statusCode,
      statusMessage: response.statusMessage,
      httpVersion: response.httpVersion,
      httpVersionMajor: response.httpVersionMajor,
      httpVersionMinor: response.httpVersionMinor,
      headers: response.headers,
      rawHeaders: response.rawHeaders,
    });
  }

  onBody(chunk) {
    this.current[kHandle].body(chunk);
  }

  onComplete(trailers) {
    this.current[kHandle].end(trailers);
  }

  pauseReading() {
    if (!this.over) reading.pause(this);
  }

  resumeReading() {
    if (!this.over) reading.resume(this);
  }

  // ---- The answer is whole -------------------------------------------------------------------------------------------------------

  onResponseEnd(response) {
    const { request, socket } = this;
    if (!request.shouldKeepAlive) {
      if (socket.writable) {
        if (typeof socket.destroySoon === 'function') socket.destroySoon();
        else socket.end();
      }
    } else if (request.writableFinished && !response.aborted) {
      this.finish();
    }
  }

  /** The answer may be there before the request is written. */
  onRequestFinish() {
    const { request } = this;
    if (request.shouldKeepAlive && request.res?.readableEnded) this.finish();
  }

  /** Both messages are over: the connection is free. */
  finish() {
    if (this.over) return;
    const { request, socket } = this;
    this.release();
    if (request.timeoutCb) {
      socket.setTimeout(0, request.timeoutCb);
      socket.removeListener('timeout', request.timeoutCb);
      request.timeoutCb = null;
    }
    request.destroyed = true;
    request[kHandle].socket = null;
    process.nextTick(emitFree, request, socket);
  }

  /** Listens no more. */
  release() {
    this.over = true;
    this.parser.stop();
    reading.detach(this);
    for (const event of Object.keys(this.listeners)) this.socket.removeListener(event, this.listeners[event]);
    this.socket.parser = null;
    this.request.parser = null;
  }

  // ---- Another protocol -----------------------------------------------------------------------------------------------------------

  handOver(chunk, at) {
    const { request, socket, current: response } = this;
    if (socket.destroyed) return;
    this.release();
    response[kHandle].end(null);
    if (request.timeoutCb) socket.removeListener('timeout', request.timeoutCb);
    const rest = Buffer.from(chunk.buffer, chunk.byteOffset + at, chunk.byteLength - at);
    const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
    if (request.listenerCount(event) === 0) {
      socket.destroy();
      return;
    }
    request.upgradeOrConnect = true;
    // The agent has no claim on it any longer.
    socket.emit('agentRemove');
    socket._httpMessage = null;
    socket.readableFlowing = null;
    request.emit(event, response, socket, rest);
    request.destroyed = true;
    request._closed = true;
    request.emit('close');
  }

  // ---- Broken connections -----------------------------------------------------------------------------------------------------------

  onError(error) {
    const { request, socket } = this;
    socket._hadError = true;
    emitError(request, error);
    this.parser.finish();
    this.stopReading();
    socket.destroy();
  }

  onEnd() {
    const { request, socket } = this;
    if (!request.res && !socket._hadError) {
      socket._hadError = true;
      emitError(request, connectionHangUp());
    }
    this.parser.finish();
    socket.end();
  }

  onClose() {
    if (this.over) return;
    const { request, socket } = this;
    this.parser.finish();
    this.over = true;
    this.parser.stop();
    const response = request.res;
    request.destroyed = true;
    if (response) {
      if (!response.complete) response.destroy(connectionReset());
      this.closeRequest();
    } else {
      if (!socket._hadError) {
        socket._hadError = true;
        emitError(request, connectionHangUp());
      }
      this.closeRequest();
    }
  }

  closeRequest() {
    const { request } = this;
    request.destroyed = true;
    if (request._closed) return;
    request._closed = true;
    request.emit('close');
  }
}

function emitFree(request, socket) {
  if (!request._closed) {
    request._closed = true;
    request.emit('close');
  }
  socket.emit('free');
}

/** `socket` serves `request` from now on. */
function attach(request, socket) {
  const connection = new ClientConnection(request, socket);
  request.parser = connection;
  socket.parser = connection;
  socket._httpMessage = request;
  request._connection = connection;
  request[kSocket] = socket;
  if (request.timeout !== undefined || request.agent?.options?.timeout) {
    require('internal/http/client_request').listenForTimeout(request, socket);
  }
  request.emit('socket', socket);
}

module.exports = { attach, connectionHangUp, emitError };
