'use strict';

/** The error of undici's for a connection that the other side ended before the answer was whole; any other error as it is. */
exports.socketError = function socketError(error, socket) {
  // An error of the system's own has a `syscall`.
  if (error.code !== 'ECONNRESET' || error.syscall !== undefined) return error;
  const { localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout, bytesWritten, bytesRead } = socket ?? {};
  return Object.assign(new Error('other side closed'), {
    name: 'SocketError',
    code: 'UND_ERR_SOCKET',
    socket: { localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout, bytesWritten, bytesRead },
  });
};
