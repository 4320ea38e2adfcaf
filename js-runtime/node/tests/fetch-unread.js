'use strict';

// NODE-075: a body that nobody reads does not keep the process alive once it is there: were it so, this test would never end.
const http = require('http');

const server = http.createServer((req, res) => res.end('short'));
server.keepAliveTimeout = 0;
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1', () => {
  server.unref();
  fetch(`http://127.0.0.1:${server.address().port}/`);
});
