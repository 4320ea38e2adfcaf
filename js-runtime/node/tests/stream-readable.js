'use strict';

// NODE-005: Readable: modes, order of events, encoding, unshift, constructor functions.

const assert = require('assert');
const { Readable, Stream } = require('stream');
const util = require('util');
const { test } = require('./support/cases.js');

test('events come in order: push, data, end, close', async () => {
  const order = [];
  const stream = new Readable({ read() {} });
  stream.on('data', (chunk) => order.push(`data ${chunk}`));
  stream.on('end', () => order.push('end'));
  const closed = new Promise((resolve) => stream.on('close', () => {
    order.push('close');
    resolve();
  }));
  stream.push('a');
  order.push('pushed');
  process.nextTick(() => order.push('tick'));
  Promise.resolve().then(() => order.push('microtask'));
  stream.push(null);
  await closed;
  assert.deepStrictEqual(order, ['pushed', 'data a', 'tick', 'end', 'close', 'microtask']);
  assert.strictEqual(stream.readableEnded, true);
  assert.strictEqual(stream.destroyed, true);
});

test('flowing is null, then true with a data listener, then false after pause', async () => {
  const stream = new Readable({ read() {} });
  assert.strictEqual(stream.readableFlowing, null);
  stream.on('data', () => {});
  assert.strictEqual(stream.readableFlowing, true);
  stream.pause();
  assert.strictEqual(stream.readableFlowing, false);
  assert.strictEqual(stream.isPaused(), true);
  stream.resume();
  assert.strictEqual(stream.isPaused(), false);
});

test('push answers false at the high water mark, and _read is called again once it is read', async () => {
  let reads = 0;
  const stream = new Readable({ highWaterMark: 4, read() { reads++; } });
  assert.strictEqual(stream.push('ab'), true);
  assert.strictEqual(stream.push('cd'), false);
  assert.strictEqual(stream.readableLength, 4);
  assert.strictEqual(String(stream.read(3)), 'abc');
  assert.strictEqual(reads, 1);
  assert.strictEqual(stream.read(2), null);
  assert.strictEqual(String(stream.read()), 'd');
});

test('a readable listener is called again for each batch, and at the end', async () => {
  const stream = new Readable({ read() {} });
  const seen = [];
  stream.on('readable', () => {
    let chunk;
    while ((chunk = stream.read()) !== null) seen.push(String(chunk));
    seen.push('drained');
  });
  const ended = new Promise((resolve) => stream.on('end', resolve));
  stream.push('x');
  stream.push('y');
  setImmediate(() => {
    stream.push('z');
    stream.push(null);
  });
  await ended;
  assert.deepStrictEqual(seen, ['xy', 'drained', 'z', 'drained', 'drained']);
});

test('setEncoding joins characters that were cut between chunks', async () => {
  const stream = new Readable({ read() {} });
  stream.setEncoding('utf8');
  const bytes = Buffer.from('añ€😀');
  for (const byte of bytes) stream.push(Buffer.from([byte]));
  stream.push(null);
  let text = '';
  for await (const chunk of stream) {
    assert.strictEqual(typeof chunk, 'string');
    text += chunk;
  }
  assert.strictEqual(text, 'añ€😀');
});

test('unshift puts a chunk back in front', async () => {
  const stream = new Readable({ read() {} });
  stream.push('world');
  stream.unshift('hello ');
  stream.push(null);
  assert.strictEqual(String(stream.read(6)), 'hello ');
  assert.strictEqual(String(stream.read()), 'world');
});

test('object mode keeps falsy values and counts objects', async () => {
  const stream = new Readable({ objectMode: true, highWaterMark: 2, read() {} });
  assert.strictEqual(stream.push(0), true);
  assert.strictEqual(stream.push(''), false);
  stream.push(false);
  stream.push(null);
  const all = [];
  for await (const value of stream) all.push(value);
  assert.deepStrictEqual(all, [0, '', false]);
});

test('push after the end, a wrong chunk, and a missing _read are errors with codes', async () => {
  const errors = [];
  const after = new Readable({ read() {} });
  after.on('error', (error) => errors.push(error.code));
  after.push(null);
  after.push('late');
  const wrong = new Readable({ read() {} });
  wrong.on('error', (error) => errors.push(error.code));
  wrong.push(5);
  const missing = new Readable();
  missing.on('error', (error) => errors.push(error.code));
  missing.read();
  await new Promise(setImmediate);
  assert.deepStrictEqual(errors, ['ERR_STREAM_PUSH_AFTER_EOF', 'ERR_INVALID_ARG_TYPE', 'ERR_METHOD_NOT_IMPLEMENTED']);
});

test('works as a constructor function: without new, and through util.inherits', async () => {
  assert.ok(Readable({ read() {} }) instanceof Readable);
  function Source() {
    Readable.call(this, { objectMode: true });
    this.left = 2;
  }
  util.inherits(Source, Readable);
  Source.prototype._read = function _read() {
    this.push(this.left-- > 0 ? { left: this.left } : null);
  };
  const values = [];
  for await (const value of new Source()) values.push(value.left);
  assert.deepStrictEqual(values, [1, 0]);
  assert.ok(new Source() instanceof Stream);
});

test('destroy emits the error once, then close, and stops data', async () => {
  const order = [];
  const stream = new Readable({ read() {} });
  stream.on('data', () => order.push('data'));
  stream.on('error', (error) => order.push(error.message));
  stream.on('close', () => order.push('close'));
  stream.destroy(new Error('first'));
  stream.destroy(new Error('second'));
  assert.strictEqual(stream.push('late'), false);
  await new Promise(setImmediate);
  assert.deepStrictEqual(order, ['first', 'close']);
  assert.strictEqual(stream.errored.message, 'first');
  assert.strictEqual(stream.readableAborted, true);
});

test('leaving an async iteration early destroys the stream; iterator({ destroyOnReturn: false }) does not', async () => {
  const left = Readable.from(['a', 'b', 'c']);
  for await (const chunk of left) {
    assert.strictEqual(chunk, 'a');
    break;
  }
  assert.strictEqual(left.destroyed, true);
  const kept = Readable.from(['a', 'b', 'c']);
  for await (const chunk of kept.iterator({ destroyOnReturn: false })) {
    assert.strictEqual(chunk, 'a');
    break;
  }
  assert.strictEqual(kept.destroyed, false);
  const rest = [];
  for await (const chunk of kept) rest.push(chunk);
  assert.deepStrictEqual(rest, ['b', 'c']);
});

test('an error thrown by the source ends an async iteration with it', async () => {
  const stream = Readable.from((async function* source() {
    yield 1;
    throw new Error('broken source');
  })());
  await assert.rejects(async () => {
    for await (const value of stream) assert.strictEqual(value, 1);
  }, { message: 'broken source' });
});

test('wrap reads an old-style stream', async () => {
  const old = new Stream();
  old.pause = () => {};
  old.resume = () => {};
  const wrapped = new Readable().wrap(old);
  process.nextTick(() => {
    old.emit('data', Buffer.from('old'));
    old.emit('end');
  });
  let text = '';
  for await (const chunk of wrapped) text += chunk;
  assert.strictEqual(text, 'old');
});
