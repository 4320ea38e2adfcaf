'use strict';

// What results of the newer HTTP client tell of the socket: `res.socket`, with counts of what went over it.

const kUse = Symbol('kUse');

let lastId = 0;

/** Before there is a socket. */
function emptyInfo() {
  return {
    id: 0,
    localAddress: '',
    localPort: 0,
    remoteAddress: '',
    remotePort: 0,
    remoteFamily: '',
    bytesWritten: 0,
    bytesRead: 0,
    handledRequests: 0,
    handledResponses: 0,
  };
}

/** The counts of `socket`. */
function useOf(socket) {
  socket[kUse] ??= { id: ++lastId, handledRequests: 0, handledResponses: 0 };
  return socket[kUse];
}

/** The socket is connected: its own address is gone once it is closed. */
function connected(socket) {
  Object.assign(useOf(socket), { connectedTime: new Date(), localAddress: socket.localAddress, localPort: socket.localPort });
}

/** The socket could not be connected to where `url` says. */
function notConnected(socket, { protocol, host, port }) {
  Object.assign(useOf(socket), { connectErrorTime: new Date(), connectProtocol: protocol, connectHost: host, connectPort: port });
}

/** Fills in `info` at the end of a request. */
function describe(info, socket) {
  const use = useOf(socket);
  const { bytesRead, bytesWritten, remoteAddress, remoteFamily, remotePort } = socket;
  Object.assign(info, use, { bytesWritten, bytesRead });
  if (remoteAddress) Object.assign(info, { remoteAddress, remotePort, remoteFamily });
  if (socket.autoSelectFamilyAttemptedAddresses) info.attemptedRemoteAddresses = socket.autoSelectFamilyAttemptedAddresses;
  use.lastRequestEndTime = new Date();
}

module.exports = { connected, describe, emptyInfo, notConnected, useOf };
