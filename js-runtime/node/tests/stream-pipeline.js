'use strict';

// NODE-005, NODE-035: pipeline, finished, their promises, abort signals, operators, consumers.

const assert = require('assert');
const { promisify } = require('util');
const stream = require('stream');
const { compose, finished, pipeline, Duplex, PassThrough, Readable, Transform, Writable } = stream;
const promises = require('stream/promises');
const consumers = require('stream/consumers');
const { test } = require('./support/cases.js');

const upper = () => new Transform({
  transform(chunk, encoding, callback) { callback(null, String(chunk).toUpperCase()); },
});

test('pipeline joins iterables, streams and functions, and hands out the last one\'s value', async () => {
  const [error, value] = await new Promise((resolve) => {
    pipeline(
      async function* source() { yield 'a'; yield 'b'; },
      upper(),
      async function* twice(chunks) { for await (const chunk of chunks) yield `${chunk}${chunk}`; },
      async function sink(chunks) {
        let text = '';
        for await (const chunk of chunks) text += chunk;
        return text;
      },
      (...args) => resolve(args),
    );
  });
  assert.strictEqual(error, undefined);
  assert.strictEqual(value, 'ABAB');
});

test('a failure destroys every stream and is reported once', async () => {
  const source = new Readable({ read() {} });
  const middle = new PassThrough();
  const sink = new Writable({ write(chunk, encoding, callback) { callback(new Error('sink failed')); } });
  source.push('x');
  await assert.rejects(promises.pipeline(source, middle, sink), { message: 'sink failed' });
  assert.deepStrictEqual([source.destroyed, middle.destroyed, sink.destroyed], [true, true, true]);
});

test('a source that closes early is a premature close', async () => {
  const source = new Readable({ read() {} });
  setImmediate(() => source.destroy());
  await assert.rejects(promises.pipeline(source, new PassThrough()), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
});

test('an abort signal ends a pipeline with an AbortError', async () => {
  const controller = new AbortController();
  const source = new Readable({ read() {} });
  const running = promises.pipeline(source, new PassThrough(), { signal: controller.signal });
  controller.abort();
  await assert.rejects(running, { name: 'AbortError', code: 'ABORT_ERR' });
  assert.strictEqual(source.destroyed, true);
});

test('finished tells of end, of finish, and of what already happened', async () => {
  const readable = Readable.from(['x']);
  readable.resume();
  await promises.finished(readable);
  await promises.finished(readable);
  const writable = new Writable({ write(chunk, encoding, callback) { callback(); } });
  writable.end('x');
  await promisify(finished)(writable);
  const duplex = new PassThrough();
  duplex.end();
  await promises.finished(duplex, { readable: false });
  const broken = new PassThrough();
  broken.destroy();
  await assert.rejects(promises.finished(broken), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
});

test('finished gives a function that takes its listeners off', async () => {
  const readable = new Readable({ read() {} });
  let called = false;
  const cleanUp = finished(readable, () => { called = true; });
  cleanUp();
  readable.destroy();
  await new Promise(setImmediate);
  assert.strictEqual(called, false);
  assert.strictEqual(readable.listenerCount('end'), 0);
});

test('wrong arguments have Node\'s codes', async () => {
  assert.throws(() => pipeline(new PassThrough(), () => {}), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => pipeline(new PassThrough(), new PassThrough()), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => finished({}, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('compose makes one duplex of several', async () => {
  const shout = compose(upper(), async function* bang(chunks) { for await (const chunk of chunks) yield `${chunk}!`; });
  shout.end('hey');
  assert.strictEqual(await consumers.text(shout), 'HEY!');
});

test('Duplex.from takes iterables, functions and pairs', async () => {
  assert.strictEqual(await consumers.text(Duplex.from(['a', 'b'])), 'ab');
  const written = [];
  const pair = Duplex.from({
    readable: Readable.from(['in']),
    writable: new Writable({ write(chunk, encoding, callback) { written.push(String(chunk)); callback(); } }),
  });
  pair.end('out');
  const read = [];
  pair.on('data', (chunk) => read.push(String(chunk)));
  await new Promise((resolve) => pair.on('close', resolve));
  assert.deepStrictEqual({ read, written }, { read: ['in'], written: ['out'] });
});

test('operators keep the order, and run as many at a time as asked', async () => {
  let running = 0;
  let most = 0;
  const squares = await Readable.from([1, 2, 3, 4]).map(async (value) => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
    return value * value;
  }, { concurrency: 2 }).toArray();
  assert.deepStrictEqual(squares, [1, 4, 9, 16]);
  assert.strictEqual(most, 2);
  const numbers = () => Readable.from([1, 2, 3, 4]);
  assert.deepStrictEqual(await numbers().filter((value) => value % 2).toArray(), [1, 3]);
  assert.deepStrictEqual(await numbers().drop(1).take(2).toArray(), [2, 3]);
  assert.deepStrictEqual(await numbers().flatMap((value) => [value, -value]).take(3).toArray(), [1, -1, 2]);
  assert.strictEqual(await numbers().reduce((sum, value) => sum + value, 0), 10);
  assert.strictEqual(await numbers().some((value) => value > 3), true);
  assert.strictEqual(await numbers().every((value) => value > 3), false);
  assert.strictEqual(await numbers().find((value) => value > 2), 3);
});

test('consumers give a stream\'s whole content', async () => {
  const source = () => Readable.from([Buffer.from('{"a":'), Buffer.from('"é"}')]);
  assert.deepStrictEqual(await consumers.json(source()), { a: 'é' });
  assert.strictEqual(String(await consumers.buffer(source())), '{"a":"é"}');
  assert.strictEqual((await consumers.arrayBuffer(source())).byteLength, 10);
});

test('addAbortSignal destroys a stream', async () => {
  const controller = new AbortController();
  const readable = stream.addAbortSignal(controller.signal, new Readable({ read() {} }));
  const failed = new Promise((resolve) => readable.on('error', resolve));
  controller.abort();
  assert.strictEqual((await failed).name, 'AbortError');
});

test('states can be asked of any stream', async () => {
  const readable = new Readable({ read() {} });
  assert.strictEqual(stream.isReadable(readable), true);
  assert.strictEqual(stream.isErrored(readable), false);
  assert.strictEqual(stream.isDisturbed(readable), false);
  const failed = new Promise((resolve) => readable.on('error', resolve));
  readable.destroy(new Error('x'));
  await failed;
  assert.strictEqual(stream.isReadable(readable), false);
  assert.strictEqual(stream.isErrored(readable), true);
  assert.strictEqual(stream.getDefaultHighWaterMark(true), 16);
});
