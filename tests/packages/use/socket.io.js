const http = require('http').createServer();
const io = new (require('socket.io').Server)(http);
const connect = require('socket.io-client').io;
io.use((socket, next) => (socket.handshake.auth.token === 't' ? next() : next(new Error('denied'))));
io.on('connection', socket => {
  socket.join('room');
  socket.on('ask', (value, bytes, answer) => answer({ value, bytes: bytes.length }));
  socket.on('tell', () => io.to('room').emit('told', Buffer.from([ 1, 2 ]), 'x'));
});
http.listen(0, () => {
  const base = `http://127.0.0.1:${http.address().port}`;
  connect(base, { auth: {}, reconnection: false }).on('connect_error', error => show('refused', error.message));
  const all = [ [ 'websocket' ], [ 'polling' ] ].map(transports => new Promise(resolve => {
    const socket = connect(base, { transports, auth: { token: 't' }, forceNew: true });
    socket.on('connect', () => socket.emit('ask', { a: 1 }, Buffer.alloc(5), answer => { show(transports[0], answer); resolve(socket); }));
  }));
  all[0].then(() => all[1]).then(async socket => {
    const first = await all[0];
    const told = new Promise(resolve => first.on('told', (bytes, text) => resolve([ bytes, text ])));
    socket.emit('tell');
    show('told', await told);
    first.close(); socket.close(); io.close();
  });
});
