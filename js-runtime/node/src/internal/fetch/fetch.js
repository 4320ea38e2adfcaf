'use strict';

/** `fetch`: requests over `http` and `https`, and the contents of `data:` URLs. */

const { Buffer } = require('buffer');
const { announce } = require('internal/fetch/channels');
const { Headers, freeze, fromRaw, toSend } = require('internal/fetch/headers');
const { Request, stateOf } = require('internal/fetch/request');
const { NO_BODY, create } = require('internal/fetch/response');
const { socketError } = require('internal/fetch/socket_error');
const bodies = require('internal/fetch/body');
const { kUnannounced } = require('internal/http/brands');

const MOST_REDIRECTS = 20;
/** Bytes of a body that are read before anybody asks for them. */
const BUFFERED = 16 * 1024;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Ports that no fetch may reach (the standard's list of bad ports). */
const BAD_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117,
  119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
  989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

function failed(cause) {
  return new TypeError('fetch failed', { cause });
}

const because = (message) => failed(new Error(message));

async function fetch(input, init = undefined) {
  return fetchRequest(new Request(input, init));
}

/** `connectOptions(url)`: further options of `http.request` for that URL; what it throws is the cause of the failure. */
async function fetchRequest(request, connectOptions) {
  const { signal } = stateOf(request);
  if (signal.aborted) {
    bodies.bodyOf(request)?.stream?.cancel(signal.reason).catch(() => {});
    throw signal.reason;
  }
  const { url } = stateOf(request);
  if (url.protocol === 'data:') return ofDataUrl(url);
  if (url.protocol === 'about:') throw because('about scheme is not supported');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw because('unknown scheme');
  return ofNetwork(request, connectOptions);
}

function ofDataUrl(url) {
  const text = url.href.slice('data:'.length).split('#', 1)[0];
  const comma = text.indexOf(',');
  if (comma < 0) throw because('invalid data: url string');
  let type = text.slice(0, comma).trim();
  let bytes = percentDecoded(text.slice(comma + 1));
  const base64 = /; *base64$/i.exec(type);
  if (base64 !== null) {
    type = type.slice(0, base64.index);
    bytes = Buffer.from(bytes.toString('latin1'), 'base64');
  }
  if (type.startsWith(';')) type = `text/plain${type}`;
  if (!type.includes('/')) type = 'text/plain;charset=US-ASCII';
  const [body] = bodies.extract(bytes);
  return create({ type: 'basic', url: url.href.split('#', 1)[0], statusText: 'OK', headers: freeze(new Headers({ 'content-type': type })) }, body);
}

function percentDecoded(text) {
  return Buffer.from(text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}

/** The headers that go out; what the caller has set stands. */
function outgoing(request, url) {
  const headers = {};
  const names = new Set();
  for (const [name, value] of toSend(request.headers)) {
    names.add(name.toLowerCase());
    headers[name] = value;
  }
  const put = (name, value) => {
    if (!names.has(name)) headers[name] = value;
  };
  put('connection', 'keep-alive');
  put('accept', '*/*');
  put('accept-language', '*');
  put('sec-fetch-mode', request.mode);
  put('user-agent', 'node');
  put('accept-encoding', url.protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate');
  if (request.body !== null && request.body.length !== null) headers['content-length'] = String(request.body.length);
  else if (request.body === null && (request.method === 'POST' || request.method === 'PUT')) put('content-length', '0');
  return headers;
}

async function ofNetwork(input, connectOptions) {
  const state = stateOf(input);
  const request = { ...state, headers: new Headers(toSend(state.headers)), body: bodies.bodyOf(input) };
  let { url } = request;
  for (let redirects = 0; ; redirects++) {
    if (BAD_PORTS.has(Number(url.port))) throw because('bad port');
    const message = await exchange(request, url, connectOptions);
    const status = message.statusCode;
    const { location } = message.headers;
    if (!REDIRECTS.includes(status) || request.redirect === 'manual' || location === undefined) {
      if (REDIRECTS.includes(status) && request.redirect === 'error') throw because('unexpected redirect');
      return ofMessage(message, request, url, redirects > 0);
    }
    message.resume();
    if (request.redirect === 'error') throw because('unexpected redirect');
    if (redirects === MOST_REDIRECTS) throw because('redirect count exceeded');
    url = follow(request, url, status, location);
  }
}

/** Turns `request` into the one that a redirect asks for; gives its URL. */
function follow(request, url, status, location) {
  let next;
  try {
    next = new URL(location, url);
  } catch (cause) {
    throw failed(cause);
  }
  if (next.protocol !== 'http:' && next.protocol !== 'https:') throw because('URL scheme must be a HTTP(S) scheme');
  if (next.hash === '') next.hash = url.hash;
  if (status !== 303 && request.body !== null && request.body.bytes === null) throw because('cannot send the body of a stream again');
  if (((status === 301 || status === 302) && request.method === 'POST') || (status === 303 && request.method !== 'GET' && request.method !== 'HEAD')) {
    request.method = 'GET';
    request.body = null;
    for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) request.headers.delete(name);
  }
  if (next.origin !== url.origin) for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host']) request.headers.delete(name);
  return next;
}

/** Sends one request; resolves to the IncomingMessage of its answer. */
async function exchange(request, url, connectOptions) {
  const { signal, body } = request;
  let options;
  try {
    options = connectOptions?.(url);
  } catch (error) {
    throw failed(error);
  }
  return new Promise((resolve, reject) => {
    const { request: send } = require(url.protocol === 'https:' ? 'https' : 'http');
    const headers = outgoing(request, url);
    const follow = announce(request.method, url, headers);
    const outgoingMessage = send(url, { ...options, method: request.method, headers, [kUnannounced]: true });
    const reasonOf = (error) => (signal.aborted ? signal.reason : socketError(error, outgoingMessage.socket));
    follow?.(outgoingMessage, reasonOf);
    const onAbort = () => {
      outgoingMessage.destroy(signal.reason);
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    outgoingMessage.on('response', (message) => {
      message.once('close', () => signal.removeEventListener('abort', onAbort));
      resolve(message);
    });
    outgoingMessage.on('error', (error) => {
      signal.removeEventListener('abort', onAbort);
      reject(signal.aborted ? signal.reason : failed(reasonOf(error)));
    });
    if (body === null) {
      outgoingMessage.end();
    } else if (body.stream === null) {
      body.used = true;
      outgoingMessage.end(body.bytes);
    } else {
      sendStream(body.stream, outgoingMessage).catch((error) => {
        outgoingMessage.destroy(error);
        reject(failed(error));
      });
    }
  });
}

async function sendStream(stream, outgoingMessage) {
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
    if (!outgoingMessage.write(chunk)) await new Promise((resolve) => outgoingMessage.once('drain', resolve));
  }
  outgoingMessage.end();
}

/** The content of `message` as it was before it was encoded. */
function decoded(message, method) {
  const encodings = (message.headers['content-encoding'] ?? '').toLowerCase().split(',').map((name) => name.trim()).filter(Boolean);
  if (method === 'HEAD' || encodings.length === 0) return message;
  const zlib = require('zlib');
  const flush = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  const makers = {
    'gzip': () => zlib.createGunzip(flush),
    'x-gzip': () => zlib.createGunzip(flush),
    'deflate': () => zlib.createInflate(flush),
    'br': () => zlib.createBrotliDecompress(),
  };
  // An encoding that is not known leaves the content as it came.
  if (encodings.some((name) => !Object.hasOwn(makers, name))) return message;
  const { pipeline } = require('stream');
  return encodings.reverse().reduce((source, name) => {
    const decoder = makers[name]();
    pipeline(source, decoder, () => {});
    return decoder;
  }, message);
}

function ofMessage(message, { method, signal, redirect }, url, redirected) {
  const status = message.statusCode;
  const headers = fromRaw(message.rawHeaders);
  const fields = { status, statusText: message.statusMessage ?? '', headers, type: 'basic', url: withoutHash(url), redirected };
  if (method === 'HEAD' || NO_BODY.includes(status)) {
    message.resume();
    return create(fields);
  }
  const { ReadableStream } = require('stream/web');
  const { finished } = require('stream');
  const source = decoded(message, method);
  let controller;
  const onAbort = () => {
    controller.error(signal.reason);
    message.destroy();
  };
  const done = () => signal.removeEventListener('abort', onAbort);
  const stream = new ReadableStream({
    type: 'bytes',
    start(own) {
      controller = own;
      signal.addEventListener('abort', onAbort, { once: true });
    },
    pull() { source.resume(); },
    cancel() {
      done();
      source.destroy();
      message.destroy();
    },
  }, { highWaterMark: BUFFERED });
  // A body that nobody reads must not hold its connection: what fits the buffer is read unasked.
  source.on('data', (chunk) => {
    if (signal.aborted) return;
    controller.enqueue(new Uint8Array(chunk));
    if (controller.desiredSize <= 0) source.pause();
  });
  finished(source, (error) => {
    done();
    if (signal.aborted) return;
    if (error) {
      controller.error(new TypeError('terminated', { cause: socketError(error, message.socket) }));
      return;
    }
    controller.close();
    controller.byobRequest?.respond(0);
  });
  return create(fields, { bytes: null, stream, length: null, used: false });
}

function withoutHash(url) {
  const copy = new URL(url.href);
  copy.hash = '';
  return copy.href;
}

Object.defineProperty(fetch, 'length', { value: 1, configurable: true });

module.exports = { fetch, fetchRequest };
