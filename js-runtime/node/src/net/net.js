'use strict';

// node:net. Sockets stand in internal/net/socket.js and connect.js, servers in server.js; their natives in net/*.rs.

const { 'net.client.socket': made } = require('internal/channels');
const { normalizeArguments } = require('internal/net/arguments');
const { isIP, isIPv4, isIPv6 } = require('internal/net/ip_address');
const settings = require('internal/net/settings');
const { Server } = require('internal/net/server');
const { Socket } = require('internal/net/socket');

/** A new socket that connects: `(options, cb)`, `(port, host, cb)`, `(path, cb)`. `options.timeout`: ms of silence. */
function connect(...args) {
  const normalized = normalizeArguments(args);
  const [options] = normalized;
  const socket = new Socket(options);
  made.channel?.publish({ socket });
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalized);
}

function createServer(options, connectionListener) {
  return new Server(options, connectionListener);
}

let warned = false;

/** It did something on Windows once. */
function _setSimultaneousAccepts() {
  if (warned) return;
  warned = true;
  process.emitWarning('net._setSimultaneousAccepts() is deprecated and will be removed.', 'DeprecationWarning', 'DEP0121');
}

module.exports = {
  _setSimultaneousAccepts,
  _normalizeArgs: normalizeArguments,
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket,
  getDefaultAutoSelectFamily: settings.getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily: settings.setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout: settings.getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout: settings.setDefaultAutoSelectFamilyAttemptTimeout,
};

for (const [name, source] of [['BlockList', 'internal/net/block_list'], ['SocketAddress', 'internal/net/socket_address']]) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return require(source)[name]; },
  });
}
