'use strict';

// CTX-004, CTX-095, CTX-129, CTX-130, CTX-136: messages over a handle. `http` is given by http_handle.rs.

/* global http */
const assert = require('assert');
const { Readable, finished } = require('stream');
const { test } = require('../support/cases.js');
const { incomingFromHandle, markConsumed, responseFromHandle } = http;

/** A handle that records what it is asked, and answers as a connection would: later. */
class Recorder {
  constructor({ head = {}, chunks = [], room = true } = {}) {
    Object.assign(this, { method: 'GET', url: '/', httpVersion: '1.1', complete: chunks.length === 0, consumed: false }, head);
    Object.assign(this, { remoteAddress: '10.0.0.1', remotePort: 4000, localAddress: '::1', localPort: 80, encrypted: false });
    this.chunks = chunks;
    this.room = room;
    this.calls = [];
    this.closers = [];
    this.reading = null;
    this.statusCode = 200;
    this.statusMessage = undefined;
    this.sendDate = true;
    this.headersSent = false;
    this.ended = false;
    this.store = new Map();
    this.raw = ['Host', 'a', 'X-A', '1', 'x-a', '2'];
    this.headers = { 'host': 'a', 'x-a': '1, 2' };
    this.unacknowledged = [];
  }

  rawHeaders() {
    this.calls.push('rawHeaders');
    return this.raw;
  }

  readStart(onData, onEnd, onError) {
    this.calls.push('readStart');
    this.reading = { onData, onEnd, onError };
    setImmediate(() => this.deliver());
  }

  readStop() {
    this.calls.push('readStop');
    this.reading = null;
  }

  deliver() {
    if (this.reading === null) return;
    if (this.chunks.length === 0) {
      this.complete = true;
      this.reading.onEnd();
      return;
    }
    const chunk = this.chunks.shift();
    if (chunk instanceof Error) {
      this.reading.onError(chunk);
      return;
    }
    this.reading.onData(new Uint8Array(Buffer.from(chunk)));
    setImmediate(() => this.deliver());
  }

  getHeader(key) {
    return this.store.get(key)?.[1];
  }

  setHeader(name, value) {
    this.store.set(name.toLowerCase(), [name, value]);
  }

  removeHeader(key) {
    this.store.delete(key);
  }

  headerEntries() {
    return [...this.store.values()];
  }

  writeHead() {
    this.headersSent = true;
    this.calls.push('writeHead');
  }

  flushHeaders() {
    this.calls.push('flushHeaders');
  }

  write(chunk, callback) {
    this.headersSent = true;
    this.calls.push(`write ${typeof chunk === 'string' ? chunk : `<${Buffer.from(chunk)}>`}`);
    this.unacknowledged.push(callback);
    return this.room;
  }

  acknowledge() {
    this.unacknowledged.shift()();
  }

  end(chunk, callback) {
    this.headersSent = true;
    this.ended = true;
    this.calls.push(`end ${chunk === undefined ? '' : chunk}`);
    setImmediate(() => {
      callback();
      setImmediate(() => this.close(false));
    });
  }

  onClose(callback) {
    this.closers.push(callback);
  }

  close(premature) {
    for (const callback of this.closers) callback(premature);
  }

  destroy() {
    if (this.destroyed) return;
    this.destroyed = true;
    this.calls.push('destroy');
    setImmediate(() => this.close(true));
  }
}

function exchange(options) {
  const handle = new Recorder(options);
  const req = incomingFromHandle(handle);
  const res = responseFromHandle(handle, req);
  return { handle, req, res };
}

const turns = async (count = 4) => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
};
const emitted = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

test('the head is the handle\'s, and writes go through to it', async () => {
  const { handle, req } = exchange({ head: { method: 'POST', url: '/a' } });
  assert.ok(req instanceof http.IncomingMessage);
  assert.deepStrictEqual([req.method, req.url, req.httpVersion, req.httpVersionMajor, req.httpVersionMinor],
    ['POST', '/a', '1.1', 1, 1]);
  req.method = 'PUT';
  req.url = '/b';
  assert.deepStrictEqual([handle.method, handle.url], ['PUT', '/b']);
  assert.strictEqual(req.headers, handle.headers);
  assert.deepStrictEqual(handle.calls, []);
  assert.strictEqual(req.rawHeaders, req.rawHeaders);
  assert.deepStrictEqual({ ...req.headersDistinct }, { 'host': ['a'], 'x-a': ['1', '2'] });
  assert.deepStrictEqual(handle.calls, ['rawHeaders']);
});

test('nothing is read before somebody wants the body', async () => {
  const { handle, req } = exchange({ chunks: ['ab', 'c'] });
  await turns();
  assert.deepStrictEqual(handle.calls, []);
  let text = '';
  for await (const chunk of req) {
    assert.ok(Buffer.isBuffer(chunk));
    text += chunk;
  }
  assert.strictEqual(text, 'abc');
  assert.strictEqual(req.complete, true);
  assert.strictEqual(req.readableEnded, true);
  assert.strictEqual(req.aborted, false);
});

test('a reader that waits stops the handle, and starts it again', async () => {
  const { handle, req } = exchange({ chunks: ['x'.repeat(20000), 'y'] });
  req.on('readable', () => {});
  await turns();
  assert.deepStrictEqual(handle.calls, ['readStart', 'readStop']);
  const all = [];
  req.on('readable', () => {
    let chunk;
    while ((chunk = req.read()) !== null) all.push(chunk.length);
  });
  while (req.read() !== null) all.push('first');
  await emitted(req, 'end');
  assert.deepStrictEqual(all, ['first', 1]);
});

test('an error of the body destroys the request with it', async () => {
  const { req } = exchange({ chunks: ['a', Object.assign(new Error('too large'), { code: 'HPE' })] });
  const order = [];
  for (const event of ['aborted', 'close']) req.on(event, () => order.push(event));
  req.on('error', (error) => order.push(error.code));
  req.resume();
  await turns(6);
  assert.deepStrictEqual(order, ['aborted', 'HPE', 'close']);
});

test('a body that native code took is at its end, now or when it says so', async () => {
  const before = exchange({ head: { consumed: true } });
  assert.strictEqual(before.req.readableEnded, true);
  assert.strictEqual(before.req.readable, false);
  const { handle, req } = exchange({ chunks: ['a'] });
  const order = [];
  for (const event of ['data', 'end', 'close']) req.on(event, () => order.push(event));
  handle.consumed = true;
  handle.complete = true;
  markConsumed(req);
  await turns();
  assert.deepStrictEqual(order, ['end', 'close']);
  assert.deepStrictEqual(handle.calls, []);
});

test('an unread request ends once the response is out', async () => {
  const { req, res } = exchange({ chunks: ['never read'] });
  const order = [];
  for (const event of ['end', 'close']) req.on(event, () => order.push(`req ${event}`));
  for (const event of ['finish', 'close']) res.on(event, () => order.push(`res ${event}`));
  res.end('ok');
  await turns(6);
  assert.deepStrictEqual(order, ['res finish', 'res close', 'req end', 'req close']);
});

test('the header store is the handle\'s', async () => {
  const { handle, res } = exchange();
  handle.setHeader('X-Native', 'n');
  res.setHeader('X-Script', 5);
  assert.strictEqual(res.getHeader('x-native'), 'n');
  assert.deepStrictEqual(handle.headerEntries(), [['X-Native', 'n'], ['X-Script', 5]]);
  assert.strictEqual(Object.getPrototypeOf(res.getHeaders()), null);
  res.removeHeader('X-NATIVE');
  assert.strictEqual(handle.getHeader('x-native'), undefined);
  res.statusCode = 202;
  res.statusMessage = 'Fine';
  assert.deepStrictEqual([handle.statusCode, handle.statusMessage], [202, 'Fine']);
});

test('a single end() leaves the head to the handle, writeHead() commits it', async () => {
  const whole = exchange();
  whole.res.end('body');
  assert.deepStrictEqual(whole.handle.calls, ['end body']);
  assert.strictEqual(whole.res.headersSent, true);
  const early = exchange();
  early.res.writeHead(201, { 'X-A': '1' });
  early.res.flushHeaders();
  early.res.write('a');
  early.res.end();
  assert.deepStrictEqual(early.handle.calls, ['writeHead', 'flushHeaders', 'write a', 'end ']);
  assert.strictEqual(early.handle.statusCode, 201);
  assert.deepStrictEqual(early.handle.headerEntries(), [['X-A', '1']]);
});

test('chunks go as text or bytes, other encodings are turned into bytes, empty ones stay here', async () => {
  const { handle, res } = exchange();
  res.write('text');
  res.write('YWI=', 'base64');
  res.write(Buffer.from('c'));
  res.write('');
  assert.deepStrictEqual(handle.calls, ['write text', 'write <ab>', 'write <c>']);
});

test('false asks to wait; drain comes when everything was handed over', async () => {
  const { handle, res } = exchange({ room: false });
  let drained = 0;
  res.on('drain', () => { drained++; });
  const order = [];
  assert.strictEqual(res.write('a', () => order.push('a')), false);
  assert.strictEqual(res.write('b', () => order.push('b')), false);
  assert.strictEqual(res.writableNeedDrain, true);
  assert.strictEqual(res.writableLength, 2);
  handle.acknowledge();
  assert.strictEqual(drained, 0);
  handle.acknowledge();
  assert.strictEqual(drained, 1);
  assert.deepStrictEqual(order, ['a', 'b']);
  assert.strictEqual(res.writableLength, 0);
});

test('corked chunks arrive as one, with those of end()', async () => {
  const { handle, res } = exchange();
  res.cork();
  res.write('a');
  res.write('b');
  res.uncork();
  res.cork();
  res.write('c');
  res.end('d');
  assert.deepStrictEqual(handle.calls, ['writeHead', 'write ab', 'end cd']);
});

test('finish, then close; the connection is let go of', async () => {
  const { req, res } = exchange();
  assert.strictEqual(res.socket, req.socket);
  assert.strictEqual(res.writableFinished, false);
  const order = [];
  res.on('finish', () => order.push(['finish', res.writableFinished, res.closed, res.socket]));
  res.on('close', () => order.push(['close', res.destroyed, res.closed]));
  res.end(() => order.push(['callback']));
  assert.strictEqual(res.writableEnded, true);
  await turns();
  assert.deepStrictEqual(order, [['finish', true, false, null], ['callback'], ['close', true, true]]);
});

test('a response that native code ended shows it, and still finishes and closes', async () => {
  const { handle, res } = exchange();
  const order = [];
  for (const event of ['finish', 'close']) res.on(event, () => order.push(event));
  handle.ended = handle.headersSent = true;
  assert.strictEqual(res.writableEnded, true);
  assert.strictEqual(res.finished, true);
  assert.throws(() => res.setHeader('a', '1'), { code: 'ERR_HTTP_HEADERS_SENT' });
  handle.close(false);
  await turns();
  assert.deepStrictEqual(order, ['finish', 'close']);
});

test('a peer that goes away aborts the request and closes the response, in Node\'s order', async () => {
  const { handle, req, res } = exchange({ chunks: ['a'] });
  const order = [];
  req.socket.on('close', () => order.push('socket close'));
  for (const event of ['aborted', 'close']) req.on(event, () => order.push(`req ${event}`));
  req.on('error', (error) => order.push(`req ${error.code} ${error.message}`));
  for (const event of ['finish', 'close', 'error']) res.on(event, () => order.push(`res ${event}`));
  res.write('x');
  handle.close(true);
  await turns();
  assert.deepStrictEqual(order, ['req aborted', 'res close', 'socket close', 'req ECONNRESET aborted', 'req close']);
  assert.strictEqual(req.aborted, true);
  assert.strictEqual(res.writableFinished, false);
});

test('destroy() on either closes the connection once', async () => {
  const one = exchange({ chunks: ['a'] });
  const closed = emitted(one.req, 'close');
  one.req.destroy();
  one.res.destroy();
  await closed;
  await turns();
  assert.deepStrictEqual(one.handle.calls, ['destroy']);
  const two = exchange();
  two.res.destroy(new Error('gone'));
  assert.strictEqual(two.res.errored.message, 'gone');
  await emitted(two.res, 'close');
  assert.deepStrictEqual(two.handle.calls, ['destroy']);
});

test('finished() of a response tells success from a cut connection', async () => {
  const good = exchange();
  const first = new Promise((resolve) => finished(good.res, resolve));
  good.res.end('x');
  assert.strictEqual(await first, undefined);
  const cut = exchange();
  const second = new Promise((resolve) => finished(cut.res, resolve));
  cut.res.write('x');
  cut.handle.close(true);
  assert.strictEqual((await second).code, 'ERR_STREAM_PREMATURE_CLOSE');
});

test('a stream pipes into a response, and waits for it', async () => {
  const { handle, res } = exchange({ room: false });
  Readable.from([Buffer.from('a'), Buffer.from('b')]).pipe(res);
  await turns();
  assert.deepStrictEqual(handle.calls, ['write <a>']);
  handle.acknowledge();
  await turns();
  handle.acknowledge();
  await turns();
  assert.deepStrictEqual(handle.calls, ['write <a>', 'write <b>', 'end ']);
});

test('the socket knows the addresses and ends the connection', async () => {
  const { handle, req, res } = exchange();
  const { socket } = req;
  assert.strictEqual(req.connection, socket);
  assert.deepStrictEqual([socket.remoteAddress, socket.remotePort, socket.remoteFamily], ['10.0.0.1', 4000, 'IPv4']);
  assert.deepStrictEqual(socket.address(), { address: '::1', family: 'IPv6', port: 80 });
  assert.strictEqual(socket.encrypted, undefined);
  assert.deepStrictEqual([socket.readable, socket.writable, socket.destroyed], [true, true, false]);
  assert.strictEqual(socket.setNoDelay(true).setKeepAlive(true), socket);
  const closed = emitted(res, 'close');
  socket.destroy();
  await closed;
  assert.deepStrictEqual(handle.calls, ['destroy']);
});

test('silence is told by timeout, and ends the connection when nobody listens', async () => {
  const heard = exchange();
  const keepAlive = setInterval(() => {}, 1000);
  const socket = await new Promise((resolve) => heard.res.setTimeout(1, resolve));
  assert.strictEqual(socket, heard.req.socket);
  assert.strictEqual(socket.destroyed, false);
  const unheard = exchange();
  unheard.req.setTimeout(1);
  await emitted(unheard.res, 'close');
  assert.deepStrictEqual(unheard.handle.calls, ['destroy']);
  clearInterval(keepAlive);
});

test('what a handle does not offer is refused by name', async () => {
  const { res } = exchange();
  assert.throws(() => res.writeContinue(), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message: /res\.writeContinue\(\)/ });
  assert.throws(() => res.addTrailers({ a: '1' }), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message: /trailers/ });
});
