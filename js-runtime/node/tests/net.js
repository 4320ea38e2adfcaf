'use strict';

// NODE-011: net: sockets and servers with each other, what they say of themselves, and how they fail.

const assert = require('assert');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { test } = require('./support/serial.js');

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
const listening = async (server, ...args) => { server.listen(...args); await once(server, 'listening'); return server; };
const closed = (server) => new Promise((resolve) => server.close(resolve));
const failure = async (socket) => {
  const [error] = await once(socket, 'error');
  return error;
};

test('bytes go both ways and the ends follow each other', async () => {
  const events = [];
  const server = await listening(net.createServer((socket) => {
    socket.on('data', (data) => socket.write(`echo ${data}`));
    socket.on('end', () => events.push('server end'));
    socket.on('close', (hadError) => events.push(`server close ${hadError}`));
  }), 0);
  const address = server.address();
  assert.deepStrictEqual([address.address, address.family, typeof address.port], ['::', 'IPv6', 'number']);
  const client = net.connect(address.port, '127.0.0.1');
  assert.deepStrictEqual([client.connecting, client.pending, client.readyState], [true, true, 'opening']);
  client.write('early');
  await once(client, 'connect');
  assert.deepStrictEqual([client.remoteAddress, client.remotePort, client.remoteFamily], ['127.0.0.1', address.port, 'IPv4']);
  assert.deepStrictEqual([client.localAddress, client.readyState], ['127.0.0.1', 'open']);
  client.setEncoding('utf8');
  assert.deepStrictEqual(await once(client, 'data'), ['echo early']);
  client.end();
  const [hadError] = await once(client, 'close');
  assert.deepStrictEqual([hadError, client.bytesRead, client.bytesWritten, client.destroyed], [false, 10, 5, true]);
  await closed(server);
  assert.deepStrictEqual(events, ['server end', 'server close false']);
});

test('errors carry code, syscall and address', async () => {
  const refused = await failure(net.connect(1, '127.0.0.1'));
  assert.deepStrictEqual([refused.message, refused.code, refused.errno, refused.syscall, refused.address, refused.port],
    ['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED', -111, 'connect', '127.0.0.1', 1]);
  const unknown = await failure(net.connect(1, 'no.such.host.invalid'));
  assert.deepStrictEqual([unknown.syscall, unknown.hostname, unknown.message], ['getaddrinfo', 'no.such.host.invalid', `getaddrinfo ${unknown.code} no.such.host.invalid`]);
  const missing = await failure(net.connect('/no/such/socket'));
  assert.deepStrictEqual([missing.message, missing.code, missing.address], ['connect ENOENT /no/such/socket', 'ENOENT', '/no/such/socket']);
  const first = await listening(net.createServer(), 0);
  const { port } = first.address();
  const taken = await failure(net.createServer().listen(port));
  assert.deepStrictEqual([taken.message, taken.code, taken.syscall], [`listen EADDRINUSE: address already in use :::${port}`, 'EADDRINUSE', 'listen']);
  await closed(first);
});

test('arguments are checked', () => {
  const code = (run) => { try { run(); } catch (error) { return error.code; } return undefined; };
  assert.strictEqual(code(() => net.connect()), 'ERR_MISSING_ARGS');
  assert.strictEqual(code(() => net.connect({ port: 70000 })), 'ERR_SOCKET_BAD_PORT');
  assert.strictEqual(code(() => net.connect({ port: true })), 'ERR_INVALID_ARG_TYPE');
  assert.strictEqual(code(() => net.connect({ port: 1, localAddress: 'x' })), 'ERR_INVALID_IP_ADDRESS');
  assert.strictEqual(code(() => net.createServer().listen({})), 'ERR_INVALID_ARG_VALUE');
  assert.strictEqual(code(() => net.createServer().listen(-1)), 'ERR_SOCKET_BAD_PORT');
  assert.strictEqual(code(() => new net.Socket({ objectMode: true })), 'ERR_INVALID_ARG_VALUE');
  assert.strictEqual(code(() => new net.Socket().setTimeout('x')), 'ERR_INVALID_ARG_TYPE');
});

test('a unix socket is a path, gone when its server is closed', async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'coddle-net-')), 's');
  const server = await listening(net.createServer((socket) => socket.end('hi')), file);
  assert.strictEqual(server.address(), file);
  const client = net.connect(file);
  assert.strictEqual(String((await once(client, 'data'))[0]), 'hi');
  await once(client, 'close');
  await closed(server);
  assert.strictEqual(fs.existsSync(file), false);
  fs.rmdirSync(path.dirname(file));
});

test('a slow reader makes the writer wait', async () => {
  let total = 0;
  const server = await listening(net.createServer((socket) => {
    socket.pause();
    setTimeout(() => socket.resume(), 10);
    socket.on('data', (data) => { total += data.length; });
  }), 0, '127.0.0.1');
  const client = net.connect(server.address().port, '127.0.0.1');
  await once(client, 'connect');
  const chunk = Buffer.alloc(1 << 20);
  let waited = 0;
  for (let i = 0; i < 16; i++) {
    if (!client.write(chunk)) {
      waited++;
      await once(client, 'drain');
    }
  }
  client.end();
  await once(client, 'close');
  await closed(server);
  assert.strictEqual(total, 16 << 20);
  assert.ok(waited > 0);
});

test('with allowHalfOpen one side writes on after the end of the other', async () => {
  const server = await listening(net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.resume();
    socket.on('end', () => { socket.write('late'); setImmediate(() => socket.end('r')); });
  }), 0);
  const client = net.connect(server.address().port);
  client.end('x');
  let text = '';
  client.on('data', (data) => { text += data; });
  await once(client, 'close');
  assert.strictEqual(text, 'later');
  await closed(server);
});

test('silence is told and no connection is kept for it', async () => {
  const server = await listening(net.createServer((socket) => socket.resume()), 0);
  const client = net.connect(server.address().port);
  client.setTimeout(10);
  await once(client, 'timeout');
  assert.deepStrictEqual([client.timeout, client.destroyed], [10, false]);
  client.destroy();
  await once(client, 'close');
  await closed(server);
});

test('connections past maxConnections are dropped', async () => {
  const server = await listening(net.createServer(), 0, '127.0.0.1');
  server.maxConnections = 1;
  const first = net.connect(server.address().port, '127.0.0.1');
  const [held] = await once(server, 'connection');
  const second = net.connect(server.address().port, '127.0.0.1').on('error', () => {});
  const [dropped] = await once(server, 'drop');
  assert.deepStrictEqual([dropped.localAddress, dropped.remoteFamily], ['127.0.0.1', 'IPv4']);
  second.destroy();
  first.destroy();
  held.destroy();
  await closed(server);
});

test('a connection may end with a reset', async () => {
  const server = await listening(net.createServer((socket) => socket.resetAndDestroy()), 0);
  const error = await failure(net.connect(server.address().port));
  assert.strictEqual(error.code, 'ECONNRESET');
  await closed(server);
});

test('an unreferenced server keeps nothing alive', async () => {
  const server = await listening(net.createServer((accepted) => accepted.unref()), 0);
  server.unref();
  const socket = net.connect(server.address().port);
  await once(socket, 'connect');
  socket.unref();
});

test('a destroyed socket refuses writes', async () => {
  const socket = new net.Socket();
  socket.destroy();
  const error = await new Promise((resolve) => socket.write('x', resolve));
  assert.strictEqual(error.code, 'ERR_STREAM_DESTROYED');
  const idle = new net.Socket();
  idle.on('error', () => {});
  assert.strictEqual((await new Promise((resolve) => idle.write('x', resolve))).code, 'ERR_SOCKET_CLOSED');
  const server = net.createServer();
  assert.strictEqual((await closed(server)).code, 'ERR_SERVER_NOT_RUNNING');
});

test('block lists know addresses, ranges and subnets', () => {
  const list = new net.BlockList();
  list.addAddress('123.123.123.123');
  list.addRange('10.0.0.1', '10.0.0.10');
  list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
  assert.deepStrictEqual(['123.123.123.123', '10.0.0.3', '222.111.111.222', '10.0.0.11'].map((one) => list.check(one)), [true, true, false, false]);
  assert.deepStrictEqual([list.check('::ffff:7b7b:7b7b', 'ipv6'), list.check('8592:757c:efae:4e45::1', 'ipv6')], [true, true]);
  assert.deepStrictEqual(list.rules, ['Subnet: IPv6 8592:757c:efae:4e45::/64', 'Range: IPv4 10.0.0.1-10.0.0.10', 'Address: IPv4 123.123.123.123']);
  assert.deepStrictEqual(new net.SocketAddress({ port: 1 }).toJSON(), { address: '127.0.0.1', port: 1, family: 'ipv4', flowlabel: 0 });
});
