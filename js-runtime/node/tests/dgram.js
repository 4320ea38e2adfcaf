'use strict';

// NODE-043: UDP sockets.

const assert = require('assert');
const dgram = require('dgram');
const { once } = require('events');

const bound = async (type = 'udp4', options = {}) => {
  const socket = dgram.createSocket({ type, ...options });
  socket.bind(0, type === 'udp6' ? '::1' : '127.0.0.1');
  await once(socket, 'listening');
  return socket;
};

async function messages() {
  const server = await bound();
  const client = dgram.createSocket('udp4');
  const { port, address, family } = server.address();
  assert.deepStrictEqual([address, family, typeof port], ['127.0.0.1', 'IPv4', 'number']);
  const forms = [
    [['text é', port, '127.0.0.1'], 'text é'],
    [[Buffer.from('0123456789'), 2, 3, port, '127.0.0.1'], '234'],
    [[['a', Buffer.from('b'), new Uint8Array([99])], port], 'abc'],
    [[Buffer.alloc(0), port, 'localhost'], ''],
  ];
  for (const [args, expected] of forms) {
    const heard = once(server, 'message');
    const sent = await new Promise((resolve, reject) => client.send(...args, (error, bytes) => (error ? reject(error) : resolve(bytes))));
    const [message, from] = await heard;
    assert.ok(Buffer.isBuffer(message));
    assert.deepStrictEqual([String(message), sent, from.size], [expected, Buffer.byteLength(expected), sent]);
    assert.deepStrictEqual([from.address, from.family, from.port], ['127.0.0.1', 'IPv4', client.address().port]);
  }
  client.close();
  const closed = once(server, 'close');
  server.close();
  await closed;
  assert.throws(() => server.close(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
  assert.throws(() => server.address(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
}

async function connected() {
  const [server, client] = [await bound(), dgram.createSocket('udp4')];
  client.connect(server.address().port, '127.0.0.1');
  assert.throws(() => client.connect(1), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
  await once(client, 'connect');
  assert.strictEqual(client.remoteAddress().port, server.address().port);
  assert.throws(() => client.send('x', 0, 1, 1, 'localhost'), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
  const heard = once(server, 'message');
  client.send('to the peer');
  assert.strictEqual(String((await heard)[0]), 'to the peer');
  client.disconnect();
  assert.throws(() => client.remoteAddress(), { code: 'ERR_SOCKET_DGRAM_NOT_CONNECTED' });
  assert.throws(() => client.disconnect(), { code: 'ERR_SOCKET_DGRAM_NOT_CONNECTED' });
  server.close();
  // Nobody listens there, and a connected socket hears of it.
  const tcp = require('net').createServer().listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  client.connect(tcp.address().port, '127.0.0.1');
  await once(client, 'connect');
  const refused = once(client, 'error');
  client.send('into the void');
  assert.strictEqual((await refused.catch((error) => [error]))[0].code, 'ECONNREFUSED');
  client.close();
  tcp.close();
}

async function settings() {
  const socket = await bound('udp4', { recvBufferSize: 20000, sendBufferSize: 20000 });
  assert.deepStrictEqual([socket.getRecvBufferSize(), socket.getSendBufferSize()], [40000, 40000]);
  assert.strictEqual(socket.setTTL(5), 5);
  assert.strictEqual(socket.setMulticastTTL(0), 0);
  assert.strictEqual(socket.setMulticastLoopback(true), true);
  assert.strictEqual(socket.setBroadcast(true), undefined);
  assert.throws(() => socket.setTTL(0), { code: 'EINVAL', syscall: 'setTTL', message: 'setTTL EINVAL' });
  assert.throws(() => socket.setTTL('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => socket.addMembership(), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => socket.addMembership('no address'), { code: 'EINVAL' });
  assert.throws(() => socket.setRecvBufferSize(-1), { code: 'ERR_SOCKET_BAD_BUFFER_SIZE' });
  assert.throws(() => socket.bind(), { code: 'ERR_SOCKET_ALREADY_BOUND' });
  assert.deepStrictEqual([socket.ref(), socket.unref()], [socket, socket]);
  const { port } = socket.address();
  const second = dgram.createSocket('udp4');
  second.bind(port, '127.0.0.1');
  const [error] = await once(second, 'error').catch((reason) => [reason]);
  assert.deepStrictEqual([error.code, error.syscall, error.address, error.port], ['EADDRINUSE', 'bind', '127.0.0.1', port]);
  second.close();
  socket.close();
  assert.throws(() => dgram.createSocket('tcp'), { code: 'ERR_SOCKET_BAD_TYPE' });
  const unbound = dgram.createSocket('udp4');
  assert.throws(() => unbound.setBroadcast(true), { code: 'EBADF' });
  assert.throws(() => unbound.getSendBufferSize(), { code: 'ERR_SOCKET_BUFFER_SIZE' });
  assert.throws(() => unbound.send('x'), { code: 'ERR_SOCKET_BAD_PORT' });
  assert.throws(() => unbound.send(5, 1), { code: 'ERR_INVALID_ARG_TYPE' });
  unbound.close();
  const stop = new AbortController();
  const aborted = dgram.createSocket({ type: 'udp4', signal: stop.signal });
  const closed = once(aborted, 'close');
  stop.abort();
  await closed;
}

let done = false;
(async () => {
  // One that nobody waits for keeps no process alive.
  dgram.createSocket('udp4').bind(0).unref();
  await messages();
  await connected();
  await settings();
  done = true;
})();
process.on('exit', (code) => assert.ok(done || code !== 0));
