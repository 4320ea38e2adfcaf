'use strict';

/** `dgram`: UDP sockets over the handles of net/udp.rs. What send() and bind() understand as arguments stands in arguments.js. */

const EventEmitter = require('events');
const natives = require('internal/net/natives');
const { codes, ErrnoException, ExceptionWithHostPort } = require('internal/errors');
const {
  validateAbortSignal, validateFunction, validateNumber, validatePort, validateString, validateUint32,
} = require('internal/validators');
const { readSend } = require('internal/dgram/arguments');
const asyncContext = require('internal/async_context');
const { 'udp.socket': made } = require('internal/channels');

const kState = Symbol('kState');

const UNBOUND = 0;
const BINDING = 1;
const BOUND = 2;

/** libuv's flags of bind. */
const IPV6_ONLY = 1;
const REUSE_ADDRESS = 4;

/**
 * `type`: 'udp4', 'udp6', or options: { type, reuseAddr, ipv6Only, recvBufferSize, sendBufferSize (bytes), lookup, signal };
 * `listener`: of 'message' (Buffer, { address, family, port, size }).
 */
function Socket(type, listener) {
  EventEmitter.call(this);
  const options = type !== null && typeof type === 'object' ? type : { type };
  const { recvBufferSize, sendBufferSize, lookup, signal } = options;
  if (recvBufferSize) validateUint32(recvBufferSize, 'options.recvBufferSize');
  if (sendBufferSize) validateUint32(sendBufferSize, 'options.sendBufferSize');
  if (lookup !== undefined) validateFunction(lookup, 'lookup');
  if (options.type !== 'udp4' && options.type !== 'udp6') throw new codes.ERR_SOCKET_BAD_TYPE();

  this.type = options.type;
  if (typeof listener === 'function') this.on('message', listener);
  const isV6 = this.type === 'udp6';
  this[kState] = {
    handle: natives.createUdp(isV6),
    lookup: (address, callback) => (lookup || require('dns').lookup)(address || (isV6 ? '::1' : '127.0.0.1'), isV6 ? 6 : 4, callback),
    bind: UNBOUND,
    /** null, 'connecting' or 'connected'. */
    connection: null,
    /** What waits for the socket to be bound. */
    queue: null,
    flags: (options.reuseAddr ? REUSE_ADDRESS : 0) | (options.ipv6Only ? IPV6_ONLY : 0),
    recvBufferSize,
    sendBufferSize,
    sending: 0,
    sendingBytes: 0,
  };
  require('internal/shared_source').opened();
  if (signal !== undefined) closeOnAbort(this, signal);
  made.channel?.publish({ socket: this });
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

function closeOnAbort(socket, signal) {
  validateAbortSignal(signal, 'options.signal');
  const close = () => {
    if (socket[kState].handle) socket.close();
  };
  if (signal.aborted) {
    close();
    return;
  }
  signal.addEventListener('abort', close, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', close));
}

/** The state of a socket that was not closed. */
function open(socket) {
  const state = socket[kState];
  if (!state.handle) throw new codes.ERR_SOCKET_DGRAM_NOT_RUNNING();
  return state;
}

/** Throws the error of a status. */
function check(status, syscall) {
  if (status < 0) throw ErrnoException(status, syscall);
}

// ---- Binding ------------------------------------------------------------------------------------------------------------------

/** `bind(port, address, callback)`, `bind({ port, address, exclusive }, callback)`; each may be left out. */
Socket.prototype.bind = function bind(port, address, ...rest) {
  const state = open(this);
  if (state.bind !== UNBOUND) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  state.bind = BINDING;
  const callback = [port, address, ...rest].findLast((value) => typeof value === 'function');
  if (callback) {
    const onError = () => this.removeListener('listening', onListening);
    const onListening = () => {
      this.removeListener('error', onError);
      callback.call(this);
    };
    this.once('error', onError);
    this.once('listening', onListening);
  }
  if (port !== null && typeof port === 'object') {
    if (port.fd > 0 || typeof port.recvStart === 'function') {
      state.bind = UNBOUND;
      throw require('internal/not_built').notBuilt('dgram.Socket bind() to a descriptor', 'Bind to a port.');
    }
    ({ port, address } = port);
  }
  if (typeof port === 'function') port = undefined;
  if (!address || typeof address === 'function') address = this.type === 'udp6' ? '::' : '0.0.0.0';
  state.lookup(address, (error, ip) => {
    if (!state.handle) return;
    const status = error ? 0 : state.handle.bind(ip, port || 0, state.flags);
    if (error || status < 0) {
      state.bind = UNBOUND;
      state.queue = null;
      this.emit('error', error || ExceptionWithHostPort(status, 'bind', ip, port));
      return;
    }
    listening(this, state);
  });
  return this;
};

function listening(socket, state) {
  const context = asyncContext.get();
  state.handle.recvStart((received) => asyncContext.runIn(context, onReceived, socket, [received]));
  state.bind = BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
  socket.emit('listening');
  const { queue } = state;
  state.queue = null;
  if (queue !== null) for (const run of queue) run();
}

function onReceived(received) {
  if (typeof received === 'number') {
    this.emit('error', ErrnoException(received, 'recvmsg'));
    return;
  }
  const [bytes, from] = received;
  from.size = bytes.length;
  this.emit('message', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), from);
}

/** Runs `run` when the socket is bound; binds it to any port if nobody has. */
function whenBound(socket, run) {
  const state = socket[kState];
  if (state.bind === UNBOUND) socket.bind({ port: 0, exclusive: true }, null);
  if (state.bind === BOUND) {
    run();
    return;
  }
  state.queue ??= [];
  state.queue.push(run);
}

// ---- Peers ----------------------------------------------------------------------------------------------------------------------

/** Sends to one peer only from now on, and hears it only. `callback`: of 'connect'. */
Socket.prototype.connect = function connect(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const state = this[kState];
  if (state.connection !== null) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  state.connection = 'connecting';
  whenBound(this, () => {
    if (callback) this.once('connect', callback);
    state.lookup(address, (error, ip) => {
      if (!state.handle) return;
      const status = error ? 0 : state.handle.connect(ip, port);
      if (status < 0) error = ExceptionWithHostPort(status, 'connect', address, port);
      state.connection = error ? null : 'connected';
      process.nextTick(() => {
        if (!error) {
          this.emit('connect');
        } else if (callback) {
          this.removeListener('connect', callback);
          callback(error);
        } else {
          this.emit('error', error);
        }
      });
    });
  });
};

Socket.prototype.disconnect = function disconnect() {
  const state = this[kState];
  if (state.connection !== 'connected') throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  check(state.handle.disconnect(), 'connect');
  state.connection = null;
};

/** `{ address, family, port }` of this side. */
Socket.prototype.address = function address() {
  const found = open(this).handle.getsockname();
  check(found, 'getsockname');
  return found;
};

/** `{ address, family, port }` of the peer that it is connected to. */
Socket.prototype.remoteAddress = function remoteAddress() {
  const { connection, handle } = open(this);
  if (connection !== 'connected') throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const found = handle.getpeername();
  check(found, 'getpeername');
  return found;
};

// ---- Sending ----------------------------------------------------------------------------------------------------------------------

/** The form of old: all six arguments. */
Socket.prototype.sendto = function sendto(buffer, offset, length, port, address, callback) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
  this.send(buffer, offset, length, port, address, callback);
};

/**
 * `send(message, [offset, length,] [port, [address,]] callback)`: port and address unless the socket is connected. `message`: bytes, a
 * string, or a list of them; `callback(error, bytes)`.
 */
Socket.prototype.send = function send(...args) {
  const connected = this[kState].connection === 'connected';
  const { data, port, address, callback } = readSend(args, connected);
  open(this);
  whenBound(this, () => {
    if (connected) {
      sendNow(this, data, null, 0, null, callback);
      return;
    }
    this[kState].lookup(address, (error, ip) => {
      if (error) fail(this, error, callback);
      else sendNow(this, data, ip, port, address, callback);
    });
  });
};

function fail(socket, error, callback) {
  process.nextTick(() => {
    if (callback) callback(error);
    else socket.emit('error', error);
  });
}

function sendNow(socket, data, ip, port, address, callback) {
  const state = socket[kState];
  if (!state.handle) return;
  const told = (status) => {
    if (!callback) return;
    if (status < 0) callback(ExceptionWithHostPort(status, 'send', address, port));
    else callback(null, data.length);
  };
  const status = state.handle.send(data, port, ip, (error, late) => {
    state.sending--;
    state.sendingBytes -= data.length;
    told(late);
  });
  if (status === 1) {
    state.sending++;
    state.sendingBytes += data.length;
  } else {
    process.nextTick(told, status);
  }
}

Socket.prototype.getSendQueueSize = function getSendQueueSize() {
  return open(this).sendingBytes;
};

Socket.prototype.getSendQueueCount = function getSendQueueCount() {
  return open(this).sending;
};

// ---- The end ------------------------------------------------------------------------------------------------------------------------

/** `callback`: of 'close'. */
Socket.prototype.close = function close(callback) {
  const state = this[kState];
  if (typeof callback === 'function') this.on('close', callback);
  if (state.queue !== null) {
    state.queue.push(() => this.close());
    return this;
  }
  open(this).handle.close();
  state.handle = null;
  process.nextTick(() => this.emit('close'));
  return this;
};

Socket.prototype[Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose')] = async function dispose() {
  if (this[kState].handle) await new Promise((resolve) => this.close(resolve));
};

for (const name of ['ref', 'unref']) {
  Socket.prototype[name] = function changeReference() {
    this[kState].handle?.[name]();
    return this;
  };
}

// ---- Settings -----------------------------------------------------------------------------------------------------------------------

Socket.prototype.setBroadcast = function setBroadcast(on) {
  check(open(this).handle.setBroadcast(Boolean(on)), 'setBroadcast');
};

for (const name of ['setTTL', 'setMulticastTTL']) {
  Socket.prototype[name] = {
    [name](ttl) {
      validateNumber(ttl, 'ttl');
      check(open(this).handle[name](ttl), name);
      return ttl;
    },
  }[name];
}

Socket.prototype.setMulticastLoopback = function setMulticastLoopback(on) {
  check(open(this).handle.setMulticastLoopback(Boolean(on)), 'setMulticastLoopback');
  return on;
};

Socket.prototype.setMulticastInterface = function setMulticastInterface(interfaceAddress) {
  const { handle } = open(this);
  validateString(interfaceAddress, 'interfaceAddress');
  check(handle.setMulticastInterface(interfaceAddress), 'setMulticastInterface');
};

for (const [name, join] of [['addMembership', true], ['dropMembership', false]]) {
  Socket.prototype[name] = {
    [name](multicastAddress, interfaceAddress) {
      const { handle } = open(this);
      if (!multicastAddress) throw new codes.ERR_MISSING_ARGS('multicastAddress');
      bindForGroup(this);
      check(handle.member(join, multicastAddress, interfaceAddress), name);
    },
  }[name];
}

for (const [name, join] of [['addSourceSpecificMembership', true], ['dropSourceSpecificMembership', false]]) {
  Socket.prototype[name] = {
    [name](sourceAddress, groupAddress, interfaceAddress) {
      const { handle } = open(this);
      validateString(sourceAddress, 'sourceAddress');
      validateString(groupAddress, 'groupAddress');
      bindForGroup(this);
      check(handle.memberOfSource(join, sourceAddress, groupAddress, interfaceAddress), name);
    },
  }[name];
}

/** Groups may be joined before bind(): libuv binds the socket to any port then. */
function bindForGroup(socket) {
  const { handle, flags } = socket[kState];
  if (handle.fd < 0) check(handle.bind(socket.type === 'udp6' ? '::' : '0.0.0.0', 0, flags), 'addMembership');
}

function bufferSize(socket, size, receiving) {
  if (size >>> 0 !== size) throw new codes.ERR_SOCKET_BAD_BUFFER_SIZE();
  const { handle } = open(socket);
  // Beyond what the system can count.
  const result = size > 0x7fffffff ? -22 : handle.bufferSize(size, receiving);
  if (result >= 0) return result;
  const [code, message] = require('internal/uv_errors').byErrno.get(result);
  throw new codes.ERR_SOCKET_BUFFER_SIZE({
    errno: result, code, message, syscall: receiving ? 'uv_recv_buffer_size' : 'uv_send_buffer_size',
  });
}

Socket.prototype.setRecvBufferSize = function setRecvBufferSize(size) {
  bufferSize(this, size, true);
};

Socket.prototype.setSendBufferSize = function setSendBufferSize(size) {
  bufferSize(this, size, false);
};

Socket.prototype.getRecvBufferSize = function getRecvBufferSize() {
  return bufferSize(this, 0, true);
};

Socket.prototype.getSendBufferSize = function getSendBufferSize() {
  return bufferSize(this, 0, false);
};

function createSocket(type, listener) {
  return new Socket(type, listener);
}

module.exports = { createSocket, Socket };
