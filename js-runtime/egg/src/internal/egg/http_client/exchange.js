'use strict';

// One request of the HTTP client and its answer: options and results as urllib 2 has them (LCH-061 and on).

const http = require('http');
const https = require('https');
const os = require('os');
const legacyUrl = require('url');
const { pipeline } = require('stream');
const { bareHost, checkedLookup, refusedLiteral, refusedSocket } = require('internal/egg/http_client/address');
const { HttpAgent, HttpsAgent, milliseconds } = require('internal/egg/http_client/agent');
const { prepare } = require('internal/egg/http_client/body');
const { toJson, toText, unpack } = require('internal/egg/http_client/decode');
const { digestHeader } = require('internal/egg/http_client/digest');
const { askProxy, proxyFor, tunnelThrough } = require('internal/egg/http_client/proxy');
const { nextOf } = require('internal/egg/http_client/redirect');

/** The client whose options and results these are. */
const URLLIB_VERSION = '2.44.1';
const DEFAULT_TIMEOUT = 5000;
const TLS_OPTIONS = ['pfx', 'key', 'passphrase', 'cert', 'ca', 'ciphers', 'rejectUnauthorized', 'secureProtocol', 'secureOptions'];
const TEXT_TYPES = new Set(['json', 'text']);

const kRequests = Symbol('kRequests');
const kResponses = Symbol('kResponses');

let lastId = 0;
let defaultAgents;

function sharedAgents() {
  defaultAgents ??= { http: new HttpAgent({}), https: new HttpsAgent({}) };
  return defaultAgents;
}

/** `Linux 6.1`: the system and the first two numbers of its release. */
const SYSTEM = `${os.type()} ${os.release().split('.').slice(0, 2).join('.')}`;
const USER_AGENT = `node-urllib/${URLLIB_VERSION} Node.js/${process.version.slice(1)} (${SYSTEM}; ${process.arch})`;

function named(name, message, properties) {
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, properties);
}

class Exchange {
  /** `callback(error, data, response)`, once. Throws for what is no url. */
  constructor(url, args, callback) {
    if (!url || (typeof url !== 'string' && typeof url !== 'object')) {
      throw new Error(require('util').format('expect request url to be a string or a http request options, but got %j', url));
    }
    this.id = ++lastId;
    this.args = args;
    this.callback = callback;
    // Callers see these on the object that they gave.
    args.requestUrls ||= [];
    args.timeout ||= DEFAULT_TIMEOUT;
    args.maxRedirects ||= 10;
    args.streaming ||= args.customResponse;
    this.started = Date.now();
    if (typeof url === 'string') {
      if (!/^https?:\/\//i.test(url)) url = `http://${url}`;
      this.parsed = legacyUrl.parse(new URL(url).href);
    } else {
      this.parsed = url;
    }
    this.url = url;
    this.meta = { requestId: this.id, url: this.parsed.href, args, ctx: args.ctx };
    args.emitter?.emit('request', this.meta);

    this.status = -1;
    this.statusMessage = null;
    this.connected = false;
    this.keepAliveSocket = false;
    this.handledRequests = 0;
    this.handledResponses = 0;
    this.size = 0;
    this.aborted = false;
    this.remoteAddress = '';
    this.remotePort = '';
    this.timing = args.timing ? { queuing: 0, dnslookup: 0, connected: 0, requestSent: 0, waiting: 0, contentDownload: 0 } : null;
    this.failure = null;
    this.request = null;
    this.timer = null;
    this.start();
  }

  get elapsed() {
    return Date.now() - this.started;
  }

  /** Options of http.request. */
  prepareOptions() {
    const { args, parsed } = this;
    const isTls = parsed.protocol === 'https:';
    const agent = isTls ? args.httpsAgent : args.agent;
    this.agent = agent === undefined ? sharedAgents()[isTls ? 'https' : 'http'] : agent;
    this.proxy = proxyFor(parsed, args);
    if (this.proxy && isTls) this.agent = tunnelThrough(this.proxy);
    const options = this.options = {
      host: parsed.hostname || parsed.host || 'localhost',
      path: parsed.path || '/',
      method: (args.type || args.method || parsed.method || 'GET').toUpperCase(),
      port: parsed.port || (isTls ? 443 : 80),
      agent: this.agent,
      headers: {},
      lookup: args.checkAddress ? checkedLookup(args.checkAddress, args.lookup) : args.lookup,
    };
    options.host = bareHost(options.host);
    this.names = {};
    for (const name of Object.keys(args.headers || {})) {
      this.names[name.toLowerCase()] = name;
      options.headers[name.toLowerCase()] = args.headers[name];
    }
    if (args.socketPath) options.socketPath = args.socketPath;
    for (const name of TLS_OPTIONS) if (Object.hasOwn(args, name)) options[name] = args[name];
    const auth = args.auth || parsed.auth;
    if (auth) options.auth = auth;
    const sent = prepare(args, options, Boolean(parsed.query));
    // A form's is not counted.
    this.sentSize = sent.body === undefined || args.files ? 0 : Buffer.byteLength(sent.body);
    if (args.dataType === 'json') options.headers.accept ||= 'application/json';
    args.beforeRequest?.(options);
    const userAgent = args.headers && (args.headers['User-Agent'] === null || args.headers['user-agent'] === null);
    if (userAgent) delete options.headers['user-agent'];
    else options.headers['user-agent'] ||= USER_AGENT;
    if (args.gzip && options.headers['accept-encoding'] !== null) options.headers['accept-encoding'] ||= 'gzip, deflate';
    return { isTls, ...sent };
  }

  start() {
    const { args, parsed } = this;
    const { isTls, body, stream } = this.prepareOptions();
    const { options } = this;
    args.requestUrls.push(parsed.href);
    [this.connectTimeout, this.responseTimeout] = (Array.isArray(args.timeout) ? args.timeout : [args.timeout, args.timeout]).map(milliseconds);

    const refused = args.checkAddress && refusedLiteral(args.checkAddress, parsed.hostname ?? '');
    if (refused) {
      this.done(refused);
      return;
    }
    let request;
    try {
      const final = { ...options, headers: {} };
      for (const name of Object.keys(options.headers)) {
        const value = options.headers[name];
        if (value === null || value === undefined) continue;
        final.headers[args.keepHeaderCase ? this.names[name] || name : name] = value;
      }
      if (this.proxy && !isTls) askProxy(final, this.proxy);
      request = this.request = (isTls ? https : http).request(final, (response) => this.onResponse(response));
    } catch (error) {
      this.done(error);
      return;
    }
    request.requestId = this.id;
    if (args.trace) this.callSite = new Error().stack;
    this.wait(this.connectTimeout, () => this.onConnectTimeout());
    if (this.timing) request.on('finish', () => { this.timing.requestSent = this.elapsed; });
    request.once('socket', (socket) => this.onSocket(socket));
    request.on('error', (error) => this.onRequestError(error));
    args.writeStream?.once('error', (error) => {
      error.message += ' (writeStream "error")';
      this.abort(error);
    });
    if (stream) pipeline(stream, request, (error) => { if (error) this.onRequestError(error); });
    else request.end(body);
  }

  // ---- Time ---------------------------------------------------------------------------------------------------------------------

  wait(msecs, run) {
    clearTimeout(this.timer);
    this.timer = setTimeout(run, msecs);
  }

  onConnectTimeout() {
    if (this.status === -1) this.status = -2;
    const hasSocket = Boolean(this.request.socket);
    this.abort(named(hasSocket ? 'ConnectionTimeoutError' : 'SocketAssignTimeoutError',
      `Connect timeout for ${this.connectTimeout}ms${hasSocket ? '' : ', working sockets is full'}`, { requestId: this.id }));
  }

  onResponseTimeout() {
    this.abort(named('ResponseTimeoutError', `Response timeout for ${this.responseTimeout}ms`, { requestId: this.id }));
  }

  abort(error) {
    if (this.failure) return;
    this.failure = error;
    if (!this.request.socket) {
      error.noSocket = true;
      this.done(error);
    }
    this.request.abort();
  }

  // ---- The way -------------------------------------------------------------------------------------------------------------------

  onSocket(socket) {
    const { timing } = this;
    if (timing) timing.queuing = this.elapsed;
    if (socket.timeout && socket.timeout < this.responseTimeout) socket.setTimeout(this.responseTimeout + 500);
    this.handledRequests = socket[kRequests] = (socket[kRequests] || 0) + 1;
    this.handledResponses = socket[kResponses] || 0;
    if (!socket.connecting) {
      // Nobody looks up the host of a connection that is there already: urllib lets it pass, and with it what checkAddress forbids.
      const refused = this.args.checkAddress && refusedSocket(this.args.checkAddress, this.parsed.hostname, socket);
      if (refused) {
        this.abort(refused);
        return;
      }
      this.keepAliveSocket = true;
      this.onConnected(socket);
      return;
    }
    socket.once('lookup', (error, ip) => {
      if (timing) timing.dnslookup = this.elapsed;
      if (ip) this.remoteAddress = ip;
    });
    socket.once('connect', () => {
      if (timing) timing.connected = this.elapsed;
      this.onConnected(socket);
    });
  }

  onConnected(socket) {
    this.connected = true;
    this.remoteAddress ||= socket.remoteAddress;
    this.remotePort = socket.remotePort;
    this.wait(this.responseTimeout, () => this.onResponseTimeout());
  }

  onRequestError(error) {
    // After the answer it is the answer's affair.
    if (this.response) return;
    if (error.name === 'Error') error.name = this.connected ? 'ResponseError' : 'RequestError';
    this.done(this.failure || error);
  }

  // ---- The answer -----------------------------------------------------------------------------------------------------------------

  onResponse(response) {
    const { args, timing } = this;
    this.response = response;
    const { socket } = response;
    this.handledResponses = socket[kResponses] = (socket[kResponses] || 0) + 1;
    this.agent?.restsAtMost?.(socket, response.headers['keep-alive']);
    if (timing) timing.waiting = this.elapsed;
    if (args.streaming) {
      if (!this.redirected(response, null, () => response.resume())) this.done(null, null, response);
      return;
    }
    response.on('error', (error) => { this.responseError = error; });
    response.on('aborted', () => { this.aborted = true; });
    if (args.writeStream) {
      this.writeOut(response, args.writeStream);
      return;
    }
    const chunks = [];
    response.on('data', (chunk) => {
      this.size += chunk.length;
      chunks.push(chunk);
    });
    let told = false;
    const onOver = () => {
      if (told) return;
      told = true;
      this.onBody(response, Buffer.concat(chunks));
    };
    response.on('end', onOver);
    response.on('close', onOver);
  }

  /** Whether the answer was a redirect, which is followed or has failed. */
  redirected(response, body, before) {
    const next = nextOf(this, response);
    if (next === undefined) return false;
    before?.();
    if (next.error) {
      this.done(next.error, body, response);
      return true;
    }
    clearTimeout(this.timer);
    const { callback } = this;
    this.callback = null;
    new Exchange(next.url, next.args, callback);
    this.emitResponse(null, this.describe(null, response));
    return true;
  }

  writeOut(response, target) {
    if (this.redirected(response, null, () => response.resume())) return;
    if (this.args.consumeWriteStream === false) {
      response.on('end', () => this.done(null, null, response));
      response.pipe(target);
      return;
    }
    pipeline(response, target, (error) => this.done(this.failure || error, null, response));
  }

  onBody(response, body) {
    if (this.failure) {
      this.done(this.failure, body, response);
      return;
    }
    if (this.redirected(response, body)) return;
    if (this.aborted) {
      const error = this.responseError || new Error('Remote socket was terminated before `response.end()` was called');
      this.done(error, body, response);
      return;
    }
    unpack(body, response.headers, (error, data, encoding) => {
      if (error) {
        this.done(error, body, response);
        return;
      }
      if (encoding || !TEXT_TYPES.has(this.args.dataType)) {
        this.done(null, data, response);
        return;
      }
      let value;
      try {
        value = toText(data, response.headers);
      } catch {
        // Text of a charset that nobody knows stays bytes.
        this.done(null, data, response);
        return;
      }
      let failed = null;
      if (this.args.dataType === 'json') {
        try {
          value = this.size === 0 ? null : toJson(value, this.args.fixJSONCtlChars);
        } catch (jsonError) {
          failed = jsonError;
        }
      }
      this.done(failed, value, response);
    });
  }

  // ---- The result ------------------------------------------------------------------------------------------------------------------

  done(error, data, response) {
    clearTimeout(this.timer);
    const { callback, options, args } = this;
    // Told already: aborting a request brings its error after the one that made us abort it.
    if (callback === null) return;
    this.callback = null;
    let headers = {};
    if (response) {
      this.status = response.statusCode;
      this.statusMessage = response.statusMessage;
      headers = response.headers;
      if (this.authenticates(response, callback)) return;
    }
    const result = this.describe(data, response);
    if (error) {
      const pool = typeof this.agent?.getCurrentStatus === 'function' ? `, agent status: ${JSON.stringify(this.agent.getCurrentStatus())}` : '';
      error.message += `, ${options.method} ${typeof this.url === 'string' ? this.url : this.parsed.href} ${this.status}` +
        ` (connected: ${this.connected}, keepalive socket: ${this.keepAliveSocket}${pool}` +
        `, socketHandledRequests: ${this.handledRequests}, socketHandledResponses: ${this.handledResponses})` +
        `\nheaders: ${JSON.stringify(headers)}`;
      Object.assign(error, { data, path: options.path, status: this.status, headers, res: result });
      if (this.callSite) this.addCallSite(error);
    }
    callback(error, data, args.streaming ? response : result);
    this.emitResponse(error, result);
  }

  /** `args.trace`: the stack also says who made the request. */
  addCallSite(error) {
    if (error._longStack) return;
    error._longStack = true;
    const [, ...lines] = this.callSite.split('\n');
    error.stack += `\n    --------------------\n${lines.join('\n')}`;
  }

  /** Asks again with the login, where the server wants a digest of it. */
  authenticates(response, callback) {
    const { args, options } = this;
    const challenge = response.headers['www-authenticate'];
    if (response.statusCode !== 401 || !challenge?.includes('Digest ') || options.headers.authorization || !args.digestAuth) return false;
    options.headers.authorization = digestHeader(options.method, options.path, challenge, args.digestAuth);
    if (response.headers['set-cookie']) options.headers.cookie = response.headers['set-cookie'].join(';');
    args.headers = options.headers;
    new Exchange(this.url, args, callback);
    return true;
  }

  describe(data, response) {
    const rt = this.elapsed;
    if (this.timing) this.timing.contentDownload = rt;
    const status = response?.statusCode || this.status;
    return {
      status,
      statusCode: status,
      statusMessage: response?.statusMessage || this.statusMessage,
      headers: response?.headers || {},
      size: this.size,
      aborted: this.aborted,
      rt,
      keepAliveSocket: this.keepAliveSocket,
      data,
      requestUrls: this.args.requestUrls,
      timing: this.timing,
      remoteAddress: this.remoteAddress,
      remotePort: this.remotePort,
      socketHandledRequests: this.handledRequests,
      socketHandledResponses: this.handledResponses,
    };
  }

  emitResponse(error, result) {
    const { emitter } = this.args;
    if (!emitter) return;
    Object.assign(this.meta, { url: this.parsed.href, socket: this.request?.socket, options: this.options, size: this.sentSize });
    emitter.emit('response', { requestId: this.id, error, ctx: this.args.ctx, req: this.meta, res: result });
  }
}

module.exports = { Exchange };
