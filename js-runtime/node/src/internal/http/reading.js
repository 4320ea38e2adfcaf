'use strict';

// Reading a connection for a parser. The bytes of one of our own sockets come straight from its handle, those of any other stream by
// its 'data'.

const { kConsumer } = require('internal/net/socket');

/** Whether `socket` hands its bytes over past the stream. */
function isDirect(socket) {
  return socket[kConsumer] !== undefined && socket._handle !== null && socket.readableFlowing === null && socket.readableLength === 0;
}

/** Calls `onData(Uint8Array)` from now on. */
function attach(connection, onData) {
  const { socket } = connection;
  connection.direct = isDirect(socket);
  connection.onData = onData;
  if (connection.direct) {
    socket[kConsumer] = onData;
    if (!socket.connecting) socket.read(0);
  } else {
    socket.on('data', onData);
  }
}

function detach(connection) {
  const { socket } = connection;
  if (connection.direct) {
    if (socket[kConsumer] === connection.onData) socket[kConsumer] = null;
  } else {
    socket.removeListener('data', connection.onData);
  }
}

function pause(connection) {
  const { socket } = connection;
  if (!connection.direct) socket.pause();
  else socket._handle?.readStop();
}

function resume(connection) {
  const { socket } = connection;
  if (!connection.direct) {
    if (socket.isPaused()) socket.resume();
  } else if (socket._handle && !socket._handle.reading) {
    socket._read();
  }
}

module.exports = { attach, detach, pause, resume };
