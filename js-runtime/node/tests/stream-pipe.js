'use strict';

// NODE-005: pipe, unpipe, Transform, and back-pressure from end to end.

const assert = require('assert');
const { PassThrough, Readable, Stream, Transform, Writable } = require('stream');
const { test } = require('./support/cases.js');

test('a slow sink holds a fast source back', async () => {
  let produced = 0;
  let written = 0;
  let ahead = 0;
  const source = new Readable({
    highWaterMark: 10,
    read() {
      if (produced === 100) this.push(null);
      else this.push(Buffer.alloc(10, produced++));
    },
  });
  const sink = new Writable({
    highWaterMark: 20,
    write(chunk, encoding, callback) {
      written++;
      ahead = Math.max(ahead, produced - written);
      setImmediate(callback);
    },
  });
  source.pipe(sink);
  await new Promise((resolve) => sink.on('finish', resolve));
  assert.strictEqual(written, 100);
  assert.ok(ahead <= 5, `the source ran ${ahead} chunks ahead`);
});

test('pipe emits pipe and unpipe, and ends the destination unless told not to', async () => {
  const events = [];
  const source = new PassThrough();
  const sink = new PassThrough();
  sink.on('pipe', (from) => events.push(from === source ? 'pipe' : 'other'));
  sink.on('unpipe', (from) => events.push(from === source ? 'unpipe' : 'other'));
  source.pipe(sink, { end: false });
  source.end('x');
  await new Promise((resolve) => source.on('end', resolve));
  assert.deepStrictEqual(events, ['pipe', 'unpipe']);
  assert.strictEqual(sink.writableEnded, false);
});

test('two destinations both get everything, at the slower one\'s pace', async () => {
  const source = Readable.from(['a', 'b', 'c', 'd']);
  const got = { fast: '', slow: '' };
  const sink = (name, delay) => new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(chunk, encoding, callback) {
      got[name] += chunk;
      if (delay) setImmediate(callback);
      else callback();
    },
  });
  const fast = sink('fast', false);
  const slow = sink('slow', true);
  source.pipe(fast);
  source.pipe(slow);
  await new Promise((resolve) => slow.on('finish', resolve));
  assert.deepStrictEqual(got, { fast: 'abcd', slow: 'abcd' });
});

test('an error of the destination unpipes it and is thrown when nobody listens', async () => {
  const source = new Readable({ read() {} });
  const sink = new Writable({ write(chunk, encoding, callback) { callback(new Error('refused')); } });
  const failed = new Promise((resolve) => sink.on('error', resolve));
  source.pipe(sink);
  source.push('x');
  assert.strictEqual((await failed).message, 'refused');
  assert.strictEqual(source._readableState.pipes.length, 0);
  assert.strictEqual(source.destroyed, false);
});

test('a Transform may give nothing, several chunks, and a last one from flush', async () => {
  const stream = new Transform({
    readableObjectMode: true,
    transform(chunk, encoding, callback) {
      const words = String(chunk).split(' ');
      for (const word of words.slice(1)) this.push(word);
      callback(null, words[0] || null);
    },
    flush(callback) {
      callback(null, 'end');
    },
  });
  stream.write('a b c');
  stream.write(' ');
  stream.end('d');
  const words = [];
  for await (const word of stream) words.push(word);
  assert.deepStrictEqual(words, ['b', 'c', 'a', '', 'd', 'end']);
});

test('a Transform does not acknowledge input while its output is full', async () => {
  let transformed = 0;
  const stream = new Transform({
    highWaterMark: 1,
    transform(chunk, encoding, callback) {
      transformed++;
      callback(null, chunk);
    },
  });
  for (let i = 0; i < 5; i++) stream.write('x');
  await new Promise(setImmediate);
  assert.strictEqual(transformed, 1);
  stream.resume();
  await new Promise(setImmediate);
  assert.strictEqual(transformed, 5);
});

test('the legacy Stream pipes too, and honours pause', async () => {
  const source = new Stream();
  source.readable = true;
  let paused = 0;
  source.pause = () => { paused++; };
  source.resume = () => {};
  const pending = [];
  const sink = new Writable({ highWaterMark: 1, write(chunk, encoding, callback) { pending.push(callback); } });
  source.pipe(sink);
  source.emit('data', 'abc');
  assert.strictEqual(paused, 1);
  source.emit('end');
  pending.shift()();
  await new Promise((resolve) => sink.on('finish', resolve));
});
