'use strict';

// What undici, the client below Node's fetch, publishes of its requests: monitors follow fetch by it, and add the headers that
// carry a trace. Its channels of connections (undici:client:beforeConnect, connected, connectError) are not among them.

const { Buffer } = require('buffer');
const {
  'undici:client:sendHeaders': sendHeaders,
  'undici:request:bodySent': bodySent,
  'undici:request:create': create,
  'undici:request:error': failure,
  'undici:request:headers': answer,
  'undici:request:trailers': trailers,
} = require('internal/channels');
const { validateHeaderName, validateHeaderValue } = require('internal/http/headers');

const all = [sendHeaders, bodySent, create, failure, answer, trailers];

/** A request as subscribers see it: what describes undici's, and `addHeader`. `outgoing`: the headers that will be sent, by name. */
class Request {
  #outgoing;

  constructor(method, url, outgoing) {
    this.method = method;
    this.completed = false;
    this.aborted = false;
    this.upgrade = null;
    this.path = url.pathname + url.search;
    this.origin = url.origin;
    this.idempotent = method === 'GET' || method === 'HEAD';
    this.host = null;
    this.contentLength = null;
    this.contentType = null;
    /** Names and values by turns. */
    this.headers = [];
    this.#outgoing = outgoing;
    for (const [name, value] of Object.entries(outgoing)) this.#show(name, value);
  }

  #show(name, value) {
    switch (name.toLowerCase()) {
      case 'connection': return;
      case 'content-length': this.contentLength = parseInt(value, 10); return;
      case 'host': this.host = value; return;
      case 'content-type': this.contentType = value;
    }
    this.headers.push(name, value);
  }

  addHeader(name, value) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    this.#outgoing[name] = value;
    this.#show(name, value);
    return this;
  }
}

/** Publishes that a request comes to be. What follows it, or undefined when nobody listens; `outgoing` as above. */
function announce(method, url, outgoing) {
  if (!all.some((one) => one.channel)) return undefined;
  const request = new Request(method, url, outgoing);
  create.channel?.publish({ request });
  return (message, reasonOf) => follow(request, message, reasonOf);
}

/** Publishes what becomes of `request`, which the ClientRequest `message` sends. `reasonOf(error)`: why it failed, as fetch says it. */
function follow(request, message, reasonOf) {
  let isConnected = false;
  let isWritten = false;
  const onStep = () => {
    if (isConnected && isWritten) bodySent.channel?.publish({ request });
  };
  const onConnected = () => {
    if (!message.headersSent) message.flushHeaders();
    sendHeaders.channel?.publish({ request, headers: message._header.slice(0, -2), socket: message.socket });
    isConnected = true;
    onStep();
  };
  const fail = (error) => {
    if (request.aborted || request.completed) return;
    failure.channel?.publish({ request, error: reasonOf(error) });
    request.aborted = true;
  };
  message.on('socket', (socket) => {
    if (socket.connecting || socket.secureConnecting) socket.once(socket.encrypted ? 'secureConnect' : 'connect', onConnected);
    else onConnected();
  });
  message.on('prefinish', () => {
    isWritten = true;
    onStep();
  });
  message.on('error', fail);
  message.on('response', (response) => {
    const { statusCode, statusMessage: statusText } = response;
    answer.channel?.publish({ request, response: { statusCode, headers: bytesOf(response.rawHeaders), statusText } });
    const onWhole = () => {
      if (request.completed) return;
      request.completed = true;
      trailers.channel?.publish({ request, trailers: bytesOf(response.rawTrailers) });
    };
    response.on('end', onWhole);
    response.on('close', () => {
      // It may have come whole without being read to its end.
      if (response.complete) onWhole();
      else fail(response.errored ?? new DOMException('The operation was aborted.', 'AbortError'));
    });
  });
}

function bytesOf(fields) {
  return fields.map((text) => Buffer.from(text, 'latin1'));
}

module.exports = { announce };
