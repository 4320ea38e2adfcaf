'use strict';

/** Sockets and servers that go to another process beside a message. */

const { codes } = require('internal/errors');

/** Kinds by Node's names: how one is told, which descriptor it has, how the other end makes one of it. */
const kinds = {
  'net.Server': {
    is: (handle) => handle instanceof require('net').Server,
    descriptor: (handle) => fdOf(handle._handle),
    make(message, fd, done) {
      const { Server } = require('net');
      const server = new Server();
      server.listen({ fd }, () => done(server));
    },
    sent() {},
  },
  'net.Socket': {
    is: (handle) => handle instanceof require('net').Socket,
    descriptor: (handle) => fdOf(handle._handle),
    make(message, fd, done) {
      const { Socket } = require('net');
      done(new Socket({ fd, readable: true, writable: true }));
    },
    sent(handle, options) {
      if (!(options && options.keepOpen)) handle.destroy();
    },
  },
  'dgram.Socket': {
    is: (handle) => handle instanceof require('dgram').Socket,
    descriptor: (handle) => handle.fd,
    make(message, fd, done) {
      const socket = require('dgram').createSocket(message.dgramType);
      socket.bind({ fd }, () => done(socket));
    },
    sent() {},
  },
};

function fdOf(handle) {
  return handle && typeof handle.fd === 'number' ? handle.fd : undefined;
}

function kindOf(handle) {
  for (const type of Object.keys(kinds)) if (kinds[type].is(handle)) return type;
  throw codes.ERR_INVALID_HANDLE_TYPE();
}

/** The message that tells the other end what comes along. */
function describe(msg, handle) {
  const type = kindOf(handle);
  const message = { cmd: 'NODE_HANDLE', type, msg };
  if (type === 'dgram.Socket') message.dgramType = handle.type;
  return message;
}

function descriptorOf(handle) {
  const fd = kinds[kindOf(handle)].descriptor(handle);
  if (fd === undefined || fd < 0) throw codes.ERR_INVALID_HANDLE_TYPE();
  return fd;
}

/** The other end has it. */
function sent(message, handle, options) {
  kinds[message.type].sent(handle, options);
}

/** Makes of descriptor `fd` what `message` says; `done(handle)`. */
function receive(message, fd, target, done) {
  const kind = kinds[message.type];
  if (kind === undefined) throw codes.ERR_INVALID_HANDLE_TYPE();
  kind.make(message, fd, done);
}

module.exports = { describe, descriptorOf, receive, sent };
