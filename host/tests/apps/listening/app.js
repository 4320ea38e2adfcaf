'use strict';

module.exports = app => {
  app.once('server', server => {
    app.serverAddress = server.address();
    server.on('upgrade', (req, socket, head) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      socket.write(JSON.stringify({ encrypted: socket.encrypted === true, remote: socket.remoteAddress, url: req.url }) + '\n');
      socket.write(head);
      socket.on('data', data => socket.end(data));
    });
  });
};
