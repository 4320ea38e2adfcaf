'use strict';

// One request of the newer HTTP client and its answer: options and results as urllib 4 has them (LCH-087).

const http = require('http');
const { performance } = require('perf_hooks');
const { pipeline } = require('stream/promises');
const { toJson } = require('internal/egg/http_client/decode');
const { digestHeader } = require('internal/egg/http_client/digest');
const { isSensitive } = require('internal/egg/http_client/redirect');
const { NotBuiltError } = require('internal/egg/not_built');
const { prepare } = require('internal/egg/http_client/next/body');
const { decoders, streamOf, unpacked, watch } = require('internal/egg/http_client/next/response_body');
const { describe, emptyInfo } = require('internal/egg/http_client/next/socket_info');
const { headersOf, onAbort, since } = require('internal/egg/http_client/next/transport');
const { socketError } = require('internal/fetch/socket_error');

/** The client whose options and results these are. */
const URLLIB_VERSION = '4.9.1';
const USER_AGENT = `node-urllib/${URLLIB_VERSION} Node.js/${process.version.slice(1)} (${process.platform}; ${process.arch})`;
const DEFAULT_TIMEOUT = 5000;
const MOST_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

let lastId = 0;

function urlOf(url) {
  if (typeof url === 'string') return new URL(/^https?:\/\//i.test(url) ? url : `http://${url}`);
  return new URL(url.searchParams ? url.toString() : require('url').format(url));
}

/** What the attempts at one request share: how often, since when, and where to. */
function newHistory() {
  return { retries: 0, socketErrorRetries: 0, redirects: 0, urls: [], started: performance.now() };
}

class Exchange {
  /** `client`: `transport`, `defaultArgs`, `emit`, `listenerCount`. */
  constructor(client, url, options, history = newHistory()) {
    this.client = client;
    this.options = options;
    this.history = history;
    this.id = ++lastId;
    this.given = url;
    this.url = urlOf(url);
    const method = (options?.type || options?.method || 'GET').toUpperCase();
    const headers = {};
    this.args = { retry: 0, socketErrorRetry: 1, timing: true, ...client.defaultArgs, ...options, method, headers };
    if (this.args.dispatcher) throw new NotBuiltError('the option `dispatcher` of the HTTP client', 'there is no undici; give `connect` to the client');
    history.urls.push(this.url.href);
    this.meta = { requestId: this.id, url: this.url.href, args: this.args, ctx: this.args.ctx, retries: history.retries };
    this.socket = null;
    this.timing = { queuing: 0, dnslookup: 0, connected: 0, requestHeadersSent: 0, requestSent: 0, waiting: 0, contentDownload: 0 };
    this.res = {
      status: -1,
      statusCode: -1,
      statusText: '',
      statusMessage: '',
      headers: {},
      size: 0,
      aborted: false,
      rt: 0,
      keepAliveSocket: true,
      requestUrls: history.urls,
      timing: this.timing,
      socket: emptyInfo(),
      retries: history.retries,
      socketErrorRetries: history.socketErrorRetries,
    };
    [this.headersTimeout, this.bodyTimeout] = timeoutsOf(this.args.timeout);
  }

  /** Resolves to `{ opaque, data, status, statusCode, statusText, headers, url, redirected, requestUrls, res }`. */
  async run() {
    try {
      return await this.ask();
    } catch (error) {
      return this.fail(socketError(error, this.socket));
    }
  }

  async ask() {
    const { args, history } = this;
    const request = this.prepare();
    this.client.told('request', { request: this.meta }, this.meta);
    const message = await this.send(request);
    const encoding = message.headers['content-encoding'];
    this.readHead(message);
    const next = this.redirectOf(message);
    if (next) {
      message.resume();
      history.redirects++;
      return new Exchange(this.client, next.url, next.options, history).run();
    }
    const data = await this.readBody(message, encoding);
    this.res.rt = since(history.started);
    this.describeSocket();
    const { res } = this;
    const result = {
      opaque: args.opaque,
      data,
      status: res.status,
      statusCode: res.status,
      statusText: res.statusText,
      headers: res.headers,
      url: this.url.href,
      redirected: history.urls.length > 1,
      requestUrls: res.requestUrls,
      res,
    };
    if (history.retries < args.retry && (args.isRetry ?? isServerError)(result)) {
      if (args.retryDelay) await new Promise((resolve) => { setTimeout(resolve, args.retryDelay); });
      history.retries++;
      return this.again();
    }
    this.emitResponse(null);
    return result;
  }

  again() {
    return new Exchange(this.client, this.given, this.options, this.history).run();
  }

  /** Fills in the headers and what depends on the kind of body; gives the transport's request. */
  prepare() {
    const { args, history } = this;
    const { headers } = args;
    for (const name of Object.keys(this.options?.headers ?? {})) headers[name.toLowerCase()] = this.options.headers[name];
    if ('user-agent' in headers && !headers['user-agent']) delete headers['user-agent'];
    else headers['user-agent'] ||= USER_AGENT;
    if (args.streaming || args.customResponse) args.dataType = 'stream';
    if (args.dataType === 'json') headers.accept ||= 'application/json';
    if (args.gzip && args.compressed !== false) args.compressed = true;
    if (args.compressed) headers['accept-encoding'] ||= 'gzip, br';
    if (history.retries > 0) headers['x-urllib-retry'] = `${history.retries}/${args.retry}`;
    if (history.socketErrorRetries > 0) headers['x-urllib-retry-on-socket-error'] = `${history.socketErrorRetries}/${args.socketErrorRetry}`;
    if (args.auth) headers.authorization ||= `Basic ${Buffer.from(args.auth).toString('base64')}`;

    const request = {
      url: this.url,
      method: args.method,
      headers,
      headersTimeout: this.headersTimeout,
      signal: args.signal,
      isReset: args.reset === true,
      highWaterMark: args.highWaterMark,
    };
    const { body, isStream } = prepare(args, request);
    this.url = request.url;
    request.body = body;
    // What can be sent or read only once cannot be tried again.
    this.isStream = isStream;
    if (isStream || args.dataType === 'stream' || args.writeStream) Object.assign(args, { retry: 0, socketErrorRetry: 0 });
    return request;
  }

  async send(request) {
    const told = (name) => { if (this.args.timing) this.timing[name] = since(this.history.started); };
    const watcher = { told, onSocket: (socket) => { this.socket = socket; } };
    const { transport } = this.client;
    told('queuing');
    const message = await transport.send(request, watcher);
    const { headers } = request;
    const challenge = message.statusCode === 401 && !headers.authorization && this.args.digestAuth && challengeOf(headersOf(message));
    if (!challenge) return message;
    headers.authorization = digestHeader(request.method, `${this.url.pathname}${this.url.search}`, challenge, this.args.digestAuth);
    const cookies = headersOf(message)['set-cookie'];
    if (Array.isArray(cookies)) headers.cookie = cookies.join(';');
    message.resume();
    return transport.send(request, watcher);
  }

  readHead(message) {
    const { res } = this;
    res.headers = headersOf(message);
    res.status = res.statusCode = message.statusCode;
    res.statusMessage = res.statusText = http.STATUS_CODES[res.status] || '';
    if (res.headers['content-length']) res.size = parseInt(res.headers['content-length'], 10);
    message.once('end', () => { if (this.args.timing) this.timing.contentDownload = since(this.history.started); });
    if (this.bodyTimeout > 0) watch(message, this.bodyTimeout);
    const stop = onAbort(this.args.signal, (reason) => message.destroy(reason));
    message.once('close', stop);
  }

  /** The url and the options of the request that an answer sends us to. */
  redirectOf(message) {
    const { args, history, options, url } = this;
    const most = this.isStream || args.followRedirect === false ? 0 : args.maxRedirects ?? MOST_REDIRECTS;
    const { location } = message.headers;
    if (!REDIRECTS.has(message.statusCode) || history.redirects >= most || !location) return undefined;
    const next = new URL(location, url.href);
    if (next.origin === url.origin) return { url: next.href, options };
    const headers = Object.fromEntries(Object.entries(options?.headers ?? {}).filter(([name]) => !isSensitive(name)));
    return { url: next.href, options: { ...options, headers, auth: undefined, digestAuth: undefined } };
  }

  async readBody(message, encoding) {
    const { args } = this;
    if (args.dataType === 'stream') {
      this.res = Object.assign(streamOf(message, args.compressed === true ? encoding : undefined), this.res);
      return null;
    }
    if (args.writeStream) {
      await pipeline([message, ...(args.compressed === true ? decoders(encoding) : []), args.writeStream]);
      return null;
    }
    const chunks = [];
    for await (const chunk of message) chunks.push(chunk);
    const data = chunks.length === 0 ? Buffer.alloc(0) : unpacked(Buffer.concat(chunks), encoding);
    if (args.dataType === 'text' || args.dataType === 'html') return data.toString();
    if (args.dataType !== 'json') return data;
    return data.length === 0 ? null : toJson(data.toString(), args.fixJSONCtlChars);
  }

  /** Tries again where the connection broke, as often as `socketErrorRetry` says; else rejects. */
  fail(error) {
    const { args, history, res } = this;
    const isBroken = error.code === 'UND_ERR_SOCKET' || error.code === 'ECONNRESET';
    if (isBroken && history.socketErrorRetries < args.socketErrorRetry) {
      history.socketErrorRetries++;
      return this.again();
    }
    if (error.socket) error._rawSocket = error.socket;
    Object.assign(error, { opaque: args.opaque, status: res.status, headers: res.headers, res, socket: res.socket });
    res.rt = since(history.started);
    this.describeSocket();
    this.emitResponse(error);
    throw error;
  }

  describeSocket() {
    if (this.socket) describe(this.res.socket, this.socket);
  }

  emitResponse(error) {
    const { args, id, meta, res } = this;
    const published = error ? { request: meta, response: res, error } : { request: meta, response: res };
    this.client.told('response', published, { requestId: id, error, ctx: args.ctx, req: { ...meta, options: args }, res });
  }
}

/** For the headers and for silence inside the body: a number for both, a pair, or the digits of a text. */
function timeoutsOf(timeout) {
  if (!timeout) return [DEFAULT_TIMEOUT, DEFAULT_TIMEOUT];
  if (Array.isArray(timeout)) return [timeout[0] ?? DEFAULT_TIMEOUT, timeout[1] ?? DEFAULT_TIMEOUT];
  const both = typeof timeout === 'string' ? parseInt(timeout, 10) : timeout;
  return [both, both];
}

function isServerError(result) {
  return result.status >= 500;
}

function challengeOf(headers) {
  const given = headers['www-authenticate'] ?? headers['x-www-authenticate'];
  return [given].flat().find((one) => one?.startsWith('Digest '));
}

module.exports = { Exchange };
