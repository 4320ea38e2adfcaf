const { WebSocket, WebSocketServer } = require('ws');
const ends = [];
const ended = end => {
  if (ends.push(end) < 2) return;
  show(...ends.sort());
  new WebSocket('ws://127.0.0.1:1').on('error', error => show(error.code));
};
const server = new WebSocketServer({ port: 0, perMessageDeflate: true }, () => {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/path?q=1`, [ 'chat' ], { headers: { 'x-own': 'h' } });
  client.on('open', () => { client.send('text é'); client.send(Buffer.alloc(70000, 7)); client.ping('p'); });
  let answers = 0;
  client.on('message', (data, isBinary) => { show('client', isBinary, data.length, isBinary ? data[69999] : String(data)); if (++answers === 2) client.close(4001, 'enough'); });
  client.on('pong', data => show('pong', String(data)));
  client.on('close', (code, reason) => ended(`client closed ${code} ${reason}`));
});
server.on('connection', (socket, req) => {
  show('server', req.url, req.headers['x-own'], socket.protocol);
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on('close', (code, reason) => { ended(`server closed ${code} ${reason}`); server.close(); });
});
