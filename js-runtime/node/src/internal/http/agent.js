'use strict';

// http.Agent: a client's pool of connections. A request gets a free one of its host, a new one, or waits.

const EventEmitter = require('events');
const net = require('net');
const { codes } = require('internal/errors');
const { validateNumber, validateOneOf, validateString } = require('internal/validators');

const kRequestOptions = Symbol('kRequestOptions');

/** `options`: keepAlive, keepAliveMsecs, maxSockets, maxFreeSockets, maxTotalSockets, scheduling, timeout, noDelay. */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  this.defaultPort = 80;
  this.protocol = 'http:';
  this.options = { __proto__: null, ...options };
  if (this.options.noDelay === undefined) this.options.noDelay = true;
  // Connections are by host and port, never by a request's path.
  this.options.path = null;
  this.requests = Object.create(null);
  this.sockets = Object.create(null);
  this.freeSockets = Object.create(null);
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets === undefined) {
    this.maxTotalSockets = Infinity;
  } else {
    validateNumber(this.maxTotalSockets, 'maxTotalSockets');
    if (!(this.maxTotalSockets > 0)) throw new codes.ERR_OUT_OF_RANGE('maxTotalSockets', '> 0', this.maxTotalSockets);
  }
  this.on('free', onFree);
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

Agent.prototype.createConnection = net.createConnection;

/** The pool's key: `host:port:localAddress[:family][:socketPath]`. */
Agent.prototype.getName = function getName(options = {}) {
  let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

/** A socket's request is over: the next one of its host takes it, or it rests, or it is closed. */
function onFree(socket, options) {
  const name = this.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const waiting = this.requests[name];
  if (waiting && waiting.length > 0) {
    const request = waiting.shift();
    if (waiting.length === 0) delete this.requests[name];
    request[kRequestOptions] = undefined;
    give(this, request, socket);
    return;
  }
  const request = socket._httpMessage;
  if (!request || !request.shouldKeepAlive || !this.keepAlive) {
    socket.destroy();
    return;
  }
  const free = this.freeSockets[name] || [];
  const count = free.length + (this.sockets[name]?.length ?? 0);
  if (this.totalSocketCount > this.maxTotalSockets || count > this.maxSockets || free.length >= this.maxFreeSockets ||
      !this.keepSocketAlive(socket)) {
    socket.destroy();
    return;
  }
  this.freeSockets[name] = free;
  socket._httpMessage = null;
  this.removeSocket(socket, options);
  socket.once('error', onFreeSocketError);
  free.push(socket);
}

/** A free socket that breaks is nobody's error. */
function onFreeSocketError() {
  this.destroy();
  this.emit('agentRemove');
}

/** What a request asks of its connection, where the agent's own settings have the last word. */
function connectionOptions(agent, request, options) {
  const all = { __proto__: null, ...options, ...agent.options };
  if (all.socketPath) all.path = all.socketPath;
  if (!all.servername && all.servername !== '') all.servername = serverNameOf(all, request);
  return all;
}

/** The name that TLS is asked for: that of the Host header, else the host's. */
function serverNameOf(options, request) {
  let name = options.host;
  const header = request.getHeader('host');
  if (header) {
    validateString(header, 'options.headers.host');
    // [::1]:80 or name:80
    name = header.startsWith('[') ? header.slice(1, header.includes(']') ? header.indexOf(']') : undefined) : header.split(':', 1)[0];
  }
  return net.isIP(name) ? '' : name;
}

/** Finds `request` a socket, now or later: `request.onSocket(socket, error)`. */
Agent.prototype.addRequest = function addRequest(request, options, port, localAddress) {
  // The form of old: (request, host, port, localAddress).
  if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
  options = connectionOptions(this, request, options);
  const name = this.getName(options);
  this.sockets[name] ??= [];

  const free = this.freeSockets[name];
  let socket;
  if (free) {
    while (free.length > 0 && free[0].destroyed) free.shift();
    socket = this.scheduling === 'fifo' ? free.shift() : free.pop();
    if (free.length === 0) delete this.freeSockets[name];
  }
  const count = (free ? free.length : 0) + this.sockets[name].length;
  if (socket) {
    this.reuseSocket(socket, request);
    give(this, request, socket);
    this.sockets[name].push(socket);
  } else if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    this.createSocket(request, options, (error, made) => {
      if (error) request.onSocket(made, error);
      else give(this, request, made);
    });
  } else {
    this.requests[name] ??= [];
    request[kRequestOptions] = options;
    this.requests[name].push(request);
  }
};

/** `callback(error)` or `callback(null, socket)`, once. */
Agent.prototype.createSocket = function createSocket(request, options, callback) {
  options = connectionOptions(this, request, options);
  const name = this.getName(options);
  options._agentKey = name;
  options.encoding = null;

  let called = false;
  const onCreated = (error, socket) => {
    if (called) return;
    called = true;
    if (error) {
      callback(error);
      return;
    }
    this.sockets[name] ??= [];
    this.sockets[name].push(socket);
    this.totalSocketCount++;
    watch(this, socket, options);
    callback(null, socket);
  };
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }
  const socket = this.createConnection(options, onCreated);
  if (socket) onCreated(null, socket);
};

function watch(agent, socket, options) {
  function onSocketFree() {
    agent.emit('free', socket, options);
  }
  function onClose() {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
  }
  function onTimeout() {
    // Only while nobody uses it: a request's timeout is the request's affair.
    for (const name of Object.keys(agent.freeSockets)) {
      if (agent.freeSockets[name].includes(socket)) {
        socket.destroy();
        return;
      }
    }
  }
  // Somebody takes the socket away for good (upgrade, connect).
  function onRemove() {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
    socket.removeListener('close', onClose);
    socket.removeListener('free', onSocketFree);
    socket.removeListener('timeout', onTimeout);
    socket.removeListener('agentRemove', onRemove);
  }
  socket.on('free', onSocketFree);
  socket.on('close', onClose);
  socket.on('agentRemove', onRemove);
  socket.on('timeout', onTimeout);
}

/** Forgets a socket; a request that waits gets a new one in its place. */
Agent.prototype.removeSocket = function removeSocket(socket, options) {
  const name = this.getName(options);
  const pools = socket.writable ? [this.sockets] : [this.sockets, this.freeSockets];
  for (const pool of pools) {
    const list = pool[name];
    const at = list ? list.indexOf(socket) : -1;
    if (at === -1) continue;
    list.splice(at, 1);
    if (list.length === 0) delete pool[name];
  }
  const request = this.requests[name]?.[0] ?? firstServable(this);
  if (!request || !options) return;
  const requestOptions = request[kRequestOptions];
  this.createSocket(request, requestOptions ?? options, (error, made) => {
    if (error) request.onSocket(null, error);
    else made.emit('free');
  });
};

/** With a limit on all sockets together, a request of another host may be the next. */
function firstServable(agent) {
  for (const name of Object.keys(agent.requests)) {
    // Of a host that has sockets the next free one is its own.
    if (agent.sockets[name]?.length) continue;
    return agent.requests[name][0];
  }
  return undefined;
}

/** Whether a socket may rest; prepares it. */
Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();
  let timeout = this.options.timeout || 0;
  const hint = socket._httpMessage?.res?.headers['keep-alive'];
  if (hint) {
    const seconds = /(?:^|,\s*)timeout=(\d+)/.exec(hint)?.[1];
    // The server says how long it waits; a request sent at its last moment is lost.
    if (seconds !== undefined) {
      const msecs = Number(seconds) * 1000 - 1000;
      if (msecs <= 0) return false;
      if (msecs < (timeout || Infinity)) timeout = msecs;
    }
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return true;
};

Agent.prototype.reuseSocket = function reuseSocket(socket, request) {
  socket.removeListener('error', onFreeSocketError);
  request.reusedSocket = true;
  socket.ref();
};

/** Closes every socket. */
Agent.prototype.destroy = function destroy() {
  for (const pool of [this.freeSockets, this.sockets]) {
    for (const name of Object.keys(pool)) {
      for (const socket of [...pool[name]]) socket.destroy();
    }
  }
};

function give(agent, request, socket) {
  request.onSocket(socket);
  const agentTimeout = agent.options.timeout || 0;
  if (request.timeout === undefined || request.timeout === agentTimeout) return;
  socket.setTimeout(request.timeout);
}

let globalAgent;

module.exports = {
  Agent,
  get globalAgent() {
    globalAgent ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
    return globalAgent;
  },
  set globalAgent(value) {
    globalAgent = value;
  },
};
