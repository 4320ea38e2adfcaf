'use strict';

// How a net.Socket comes to be connected: to a path, to an address, or to a name, whose addresses are tried one after the other.

const natives = require('internal/net/natives');
const { begin, record } = require('internal/perf/watched');
const { codes, ExceptionWithHostPort } = require('internal/errors');
const { validateBoolean, validateFunction, validateInt32, validateNumber, validatePort, validateString } =
  require('internal/validators');
const { kNormalized, normalizeArguments } = require('internal/net/arguments');
const { isIP } = require('internal/net/ip_address');
const settings = require('internal/net/settings');
const sharedSource = require('internal/shared_source');

const ECANCELED = -125;

const kAttempts = Symbol('kAttempts');

function familyError(family, host, port) {
  return Object.assign(new codes.ERR_INVALID_ADDRESS_FAMILY(family, host, port), { host, port });
}

/** `connect(options, cb)`, `connect(port, host, cb)`, `connect(path, cb)`. */
function connect(...args) {
  const [options, callback] = Array.isArray(args[0]) && args[0][kNormalized] ? args[0] : normalizeArguments(args);
  if (options.port === undefined && (options.path === null || options.path === undefined)) {
    throw new codes.ERR_MISSING_ARGS(['options', 'port', 'path']);
  }
  sharedSource.opened();
  // A socket that has been ended may have had it replaced.
  if (Object.hasOwn(this, 'write')) delete this.write;
  if (this.destroyed || this._handle?.wasClosed) {
    this._handle = null;
    this._peername = undefined;
    this._sockname = undefined;
  }
  if (this.destroyed || this._readableState.ended || this._writableState.ended) this._undestroy();
  if (!this._handle) {
    this._handle = natives.createStream();
    this._sockname = undefined;
    this._peername = undefined;
  }
  if (callback !== null) this.once('connect', callback);
  this._unrefTimer();
  this.connecting = true;
  if (options.path) {
    validateString(options.path, 'options.path');
    connectToPath(this, options.path);
  } else {
    connectToHost(this, options);
  }
  return this;
}

function connectToPath(socket, path) {
  const handle = socket._handle;
  natives.connectUnix(handle, path, (error, status) => {
    if (socket._handle !== handle || socket.destroyed) return;
    if (status < 0) fail(socket, ExceptionWithHostPort(status, 'connect', path));
    else connected(socket);
  });
}

/** Not before the caller had its turn. */
function fail(socket, error) {
  socket.connecting = false;
  socket.destroy(error);
}

function connected(socket) {
  socket.connecting = false;
  socket._sockname = undefined;
  socket._peername = undefined;
  socket._unrefTimer();
  socket._applySettings();
  socket.emit('connect');
  socket.emit('ready');
  if (socket.readable && !socket.isPaused()) socket.read(0);
}

function checkOptions(options) {
  const { localAddress, localPort, port, lookup } = options;
  if (localAddress && !isIP(localAddress)) throw new codes.ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  if (port !== undefined) {
    if (typeof port !== 'number' && typeof port !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    validatePort(port);
  }
  if (lookup !== undefined && lookup !== null) validateFunction(lookup, 'options.lookup');
  if (options.autoSelectFamily !== null && options.autoSelectFamily !== undefined) {
    validateBoolean(options.autoSelectFamily, 'options.autoSelectFamily');
  }
  if (options.autoSelectFamilyAttemptTimeout !== undefined && options.autoSelectFamilyAttemptTimeout !== null) {
    validateInt32(options.autoSelectFamilyAttemptTimeout, 'options.autoSelectFamilyAttemptTimeout', 1);
  }
}

function connectToHost(socket, options) {
  checkOptions(options);
  const host = options.host || 'localhost';
  const local = { address: options.localAddress, port: options.localPort | 0 };
  const port = options.port | 0;
  const literal = isIP(host);
  if (literal) {
    process.nextTick(() => {
      if (socket.connecting) connectToAddress(socket, host, port, local, literal);
    });
    return;
  }

  const lookupOptions = { family: typeof options.family === 'string' ? Number(options.family.replace('IPv', '')) : options.family,
    hints: options.hints || 0 };
  const { ADDRCONFIG, lookup: ownLookup } = require('internal/dns/lookup');
  if (lookupOptions.family !== 4 && lookupOptions.family !== 6 && lookupOptions.hints === 0) lookupOptions.hints = ADDRCONFIG;
  socket._host = host;
  const lookup = options.lookup || ownLookup;

  const many = (options.autoSelectFamily ?? settings.getDefaultAutoSelectFamily()) &&
    lookupOptions.family !== 4 && lookupOptions.family !== 6 && !local.address;
  if (many) {
    lookupOptions.all = true;
    lookup(host, lookupOptions, (error, addresses) => onAddresses(socket, host, port, local, options, error, addresses));
  } else {
    lookup(host, lookupOptions, (error, address, family) => {
      socket.emit('lookup', error, address, family, host);
      if (!socket.connecting) return;
      if (error) process.nextTick(fail, socket, error);
      else if (!isIP(address)) process.nextTick(fail, socket, new codes.ERR_INVALID_IP_ADDRESS(address));
      else if (family !== 4 && family !== 6) {
        process.nextTick(fail, socket, familyError(family, host, options.port));
      } else {
        socket._unrefTimer();
        connectToAddress(socket, address, port, local, family);
      }
    });
  }
}

function onAddresses(socket, host, port, local, options, error, addresses) {
  if (!socket.connecting) {
    return;
  }
  if (error) {
    socket.emit('lookup', error, undefined, undefined, host);
    process.nextTick(fail, socket, error);
    return;
  }
  // A lookup of the user's own may know nothing of `all`.
  const list = Array.isArray(addresses) ? addresses : [{ address: addresses, family: isIP(addresses) }];
  const usable = [];
  for (const { address, family } of list) {
    socket.emit('lookup', null, address, family, host);
    if (!socket.connecting) return;
    if (isIP(address) && (family === 4 || family === 6)) usable.push({ address, family });
  }
  if (usable.length === 0) {
    const [first] = list;
    process.nextTick(fail, socket, !first || !isIP(first.address) ?
      new codes.ERR_INVALID_IP_ADDRESS(first?.address) :
      familyError(first.family, host, options.port));
    return;
  }
  socket._unrefTimer();
  if (usable.length === 1) {
    connectToAddress(socket, usable[0].address, port, local, usable[0].family);
    return;
  }
  const timeout = options.autoSelectFamilyAttemptTimeout === undefined ?
    settings.getDefaultAutoSelectFamilyAttemptTimeout() :
    Math.max(options.autoSelectFamilyAttemptTimeout, settings.SHORTEST_ATTEMPT);
  const attempts = { addresses: alternating(usable), next: 0, port, local, timeout, errors: [], timer: null };
  socket[kAttempts] = attempts;
  tryNext(socket, attempts);
}

/** The first address's family, the other, the first again... */
function alternating(addresses) {
  const first = addresses.filter(({ family }) => family === addresses[0].family);
  const second = addresses.filter(({ family }) => family !== addresses[0].family);
  const mixed = [];
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    if (i < first.length) mixed.push(first[i]);
    if (i < second.length) mixed.push(second[i]);
  }
  return mixed;
}

function tryNext(socket, attempts) {
  if (!socket.connecting) return;
  if (attempts.next === attempts.addresses.length) {
    socket[kAttempts] = null;
    if (attempts.errors.length === 1) {
      fail(socket, attempts.errors[0]);
      return;
    }
    const error = new AggregateError(attempts.errors);
    error.code = attempts.errors[0].code;
    fail(socket, error);
    return;
  }
  const { address, family } = attempts.addresses[attempts.next++];
  const { port, local } = attempts;
  if (attempts.next > 1) {
    socket._handle.close();
    const referenced = socket._handle.hasRef();
    socket._handle = natives.createStream();
    if (!referenced) socket._handle.unref();
  }
  const handle = socket._handle;
  let over = false;
  socket.emit('connectionAttempt', address, port, family);
  if (!socket.connecting) return;

  const status = natives.connectTcp(handle, address, port, local.address, local.port, (error, result) => {
    if (over) return;
    over = true;
    clearTimeout(attempts.timer);
    if (!socket.connecting || socket._handle !== handle) return;
    if (result < 0) {
      if (result !== ECANCELED) attemptFailed(result, 'connect');
    } else {
      socket[kAttempts] = null;
      connected(socket);
    }
  });
  function attemptFailed(number, syscall) {
    const error = ExceptionWithHostPort(number, syscall, address, port, localDetails(socket, local));
    attempts.errors.push(error);
    socket.emit('connectionAttemptFailed', address, port, family, error);
    tryNext(socket, attempts);
  }
  if (status < 0) {
    over = true;
    attemptFailed(status, 'bind');
    return;
  }
  // The last one may take as long as it takes.
  if (attempts.next < attempts.addresses.length) {
    attempts.timer = setTimeout(() => {
      if (over || !socket.connecting) return;
      over = true;
      attempts.errors.push(timeoutError(address, port));
      socket.emit('connectionAttemptTimeout', address, port, family);
      tryNext(socket, attempts);
    }, attempts.timeout);
  }
}

function timeoutError(address, port) {
  return ExceptionWithHostPort(-110, 'connect', address, port);
}

/** What the message of a failed connection says of the near side. */
function localDetails(socket, local) {
  return local.address ? `${local.address}:${local.port}` : undefined;
}

function connectToAddress(socket, address, port, local, family) {
  const handle = socket._handle;
  socket.emit('connectionAttempt', address, port, family);
  if (!socket.connecting || socket._handle !== handle) return;
  const startTime = begin('net');
  const status = natives.connectTcp(handle, address, port, local.address, local.port, (error, result) => {
    if (socket._handle !== handle || socket.destroyed) return;
    if (result < 0) {
      const failure = ExceptionWithHostPort(result, 'connect', address, port, localDetails(socket, local));
      socket.emit('connectionAttemptFailed', address, port, family, failure);
      fail(socket, failure);
    } else {
      record('net', 'connect', startTime, () => ({ host: address, port }));
      connected(socket);
    }
  });
  if (status < 0) {
    const syscall = local.address || local.port ? 'bind' : 'connect';
    const failure = syscall === 'bind' ?
      ExceptionWithHostPort(status, syscall, local.address, local.port) :
      ExceptionWithHostPort(status, syscall, address, port);
    fail(socket, failure);
  }
}

function install(Socket) {
  Socket.prototype.connect = connect;
  /** The socket was destroyed while it was being connected. */
  Socket.prototype._abortConnecting = function _abortConnecting() {
    const attempts = this[kAttempts];
    if (!attempts) return;
    clearTimeout(attempts.timer);
    this[kAttempts] = null;
  };
}

module.exports = { install };
