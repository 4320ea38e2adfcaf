const http = require('http').createServer();
const io = new (require('socket.io').Server)(http);
const connect = require('socket.io-client').io;
io.use((socket, next) => (socket.handshake.auth.token === 't' ? next() : next(new Error('denied'))));
io.on('connection', socket => {
  socket.join('room');
  socket.on('ask', (value, bytes, answer) => answer({ value, bytes: bytes.length }));
  socket.on('tell', () => io.to('room').emit('told', Buffer.from([ 1, 2 ]), 'x'));
});
http.listen(0, async () => {
  const base = `http://127.0.0.1:${http.address().port}`;
  // One client after the other: which of several is answered first is nobody's promise.
  await new Promise(resolve => connect(base, { auth: {}, reconnection: false }).on('connect_error', error => { show('refused', error.message); resolve(); }));
  const connected = transport => new Promise(resolve => {
    const socket = connect(base, { transports: [ transport ], auth: { token: 't' }, forceNew: true });
    socket.on('connect', () => socket.emit('ask', { a: 1 }, Buffer.alloc(5), answer => { show(transport, answer); resolve(socket); }));
  });
  const first = await connected('websocket');
  const second = await connected('polling');
  const told = [ first, second ].map(socket => new Promise(resolve => socket.on('told', (bytes, text) => resolve([ bytes, text ]))));
  second.emit('tell');
  show('told', await Promise.all(told));
  first.close(); second.close(); io.close();
});
