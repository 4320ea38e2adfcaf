'use strict';

// node:net. Address checks work; sockets and servers are not built yet and say so when used. Their classes exist, because
// packages extend them and compare against them at load.

const EventEmitter = require('events');
const { Duplex } = require('stream');
const { notBuilt, refusal } = require('internal/not_built');
const { isIP, isIPv4, isIPv6 } = require('internal/net/ip_address');

const ADVICE = 'TCP and unix sockets come with a later version; until then speak other protocols from a Rust extension.';

function Socket() {
  throw notBuilt('net.Socket', ADVICE);
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

function Server() {
  throw notBuilt('net.Server', ADVICE);
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

class BlockList {
  constructor() {
    throw notBuilt('net.BlockList', ADVICE);
  }
}

class SocketAddress {
  constructor() {
    throw notBuilt('net.SocketAddress', ADVICE);
  }
}

module.exports = {
  BlockList,
  SocketAddress,
  connect: refusal('net.connect()', ADVICE),
  createConnection: refusal('net.createConnection()', ADVICE),
  createServer: refusal('net.createServer()', ADVICE),
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket,
  getDefaultAutoSelectFamily: refusal('net.getDefaultAutoSelectFamily()', ADVICE),
  setDefaultAutoSelectFamily: refusal('net.setDefaultAutoSelectFamily()', ADVICE),
  getDefaultAutoSelectFamilyAttemptTimeout: refusal('net.getDefaultAutoSelectFamilyAttemptTimeout()', ADVICE),
  setDefaultAutoSelectFamilyAttemptTimeout: refusal('net.setDefaultAutoSelectFamilyAttemptTimeout()', ADVICE),
};
