'use strict';

// NODE-005: Writable: back-pressure, corking, finishing, errors.

const assert = require('assert');
const { Duplex, Writable } = require('stream');
const { test } = require('./support/cases.js');

test('write answers false at the mark; drain comes once everything is taken', async () => {
  const pending = [];
  const stream = new Writable({ highWaterMark: 3, write(chunk, encoding, callback) { pending.push(callback); } });
  assert.strictEqual(stream.write('ab'), true);
  assert.strictEqual(stream.write('cd'), false);
  assert.strictEqual(stream.writableNeedDrain, true);
  assert.strictEqual(stream.writableLength, 4);
  let drained = false;
  stream.on('drain', () => { drained = true; });
  pending.shift()();
  assert.strictEqual(drained, false);
  pending.shift()();
  assert.strictEqual(drained, true);
  assert.strictEqual(stream.writableNeedDrain, false);
});

test('callbacks and finish never run inside write or end', async () => {
  const order = [];
  const stream = new Writable({ write(chunk, encoding, callback) { order.push(`write ${chunk}`); callback(); } });
  stream.on('prefinish', () => order.push('prefinish'));
  stream.on('finish', () => order.push('finish'));
  const closed = new Promise((resolve) => stream.on('close', () => {
    order.push('close');
    resolve();
  }));
  stream.write('a', () => order.push('cb a'));
  stream.end('b', () => order.push('end cb'));
  order.push('returned');
  await closed;
  assert.deepStrictEqual(order, ['write a', 'write b', 'prefinish', 'returned', 'cb a', 'end cb', 'finish', 'close']);
});

test('cork gathers writes for one _writev', async () => {
  const batches = [];
  const stream = new Writable({
    decodeStrings: false,
    writev(chunks, callback) {
      batches.push(chunks.map(({ chunk, encoding }) => `${chunk}/${encoding}`));
      callback();
    },
  });
  stream.cork();
  stream.write('a');
  stream.write('b', 'latin1');
  stream.write('c');
  assert.strictEqual(stream.writableCorked, 1);
  stream.uncork();
  stream.end();
  await new Promise((resolve) => stream.on('finish', resolve));
  assert.deepStrictEqual(batches, [['a/utf8', 'b/latin1', 'c/utf8']]);
});

test('final runs before finish, and its error is the stream\'s', async () => {
  const order = [];
  const good = new Writable({
    write(chunk, encoding, callback) { callback(); },
    final(callback) {
      order.push('final');
      setImmediate(callback);
    },
  });
  good.on('finish', () => order.push('finish'));
  good.end('x');
  await new Promise((resolve) => good.on('close', resolve));
  assert.deepStrictEqual(order, ['final', 'finish']);

  const bad = new Writable({ final(callback) { callback(new Error('no end')); } });
  const error = await new Promise((resolve) => {
    bad.on('error', resolve);
    bad.end();
  });
  assert.strictEqual(error.message, 'no end');
  assert.strictEqual(bad.writableFinished, false);
});

test('what cannot be written has Node\'s codes', async () => {
  const codes = [];
  const ended = new Writable({ write(chunk, encoding, callback) { callback(); } });
  ended.on('error', (error) => codes.push(error.code));
  ended.end();
  ended.write('late', (error) => codes.push(`cb ${error.code}`));
  const destroyed = new Writable({ write() {} });
  destroyed.on('error', (error) => codes.push(error.code));
  destroyed.destroy();
  destroyed.write('late', (error) => codes.push(`cb ${error.code}`));
  await new Promise(setImmediate);
  assert.deepStrictEqual(codes, ['cb ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_WRITE_AFTER_END', 'cb ERR_STREAM_DESTROYED']);
  const stream = new Writable({ write() {} });
  assert.throws(() => stream.write(null), { code: 'ERR_STREAM_NULL_VALUES' });
  assert.throws(() => stream.write(1), { code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError' });
  assert.throws(() => stream.write('a', 'nope'), { code: 'ERR_UNKNOWN_ENCODING' });
  assert.throws(() => new Writable({ highWaterMark: -1 }), { code: 'ERR_INVALID_ARG_VALUE' });
});

test('a failing write fails the ones that wait behind it', async () => {
  const seen = [];
  const stream = new Writable({ write(chunk, encoding, callback) { setImmediate(callback, new Error('disk full')); } });
  stream.on('error', (error) => seen.push(`error ${error.message}`));
  stream.write('a', (error) => seen.push(`a ${error.message}`));
  stream.write('b', (error) => seen.push(`b ${error.message}`));
  await new Promise((resolve) => stream.on('close', resolve));
  assert.deepStrictEqual(seen, ['a disk full', 'b disk full', 'error disk full']);
});

test('construct runs first; writes wait for it', async () => {
  const order = [];
  const stream = new Writable({
    construct(callback) {
      order.push('construct');
      setImmediate(() => {
        order.push('constructed');
        callback();
      });
    },
    write(chunk, encoding, callback) {
      order.push(`write ${chunk}`);
      callback();
    },
  });
  stream.end('a');
  await new Promise((resolve) => stream.on('finish', resolve));
  assert.deepStrictEqual(order, ['construct', 'constructed', 'write a']);
});

test('a Duplex is a Writable to instanceof, and allowHalfOpen false ends both sides', async () => {
  const duplex = new Duplex({ allowHalfOpen: false, read() { this.push(null); }, write(chunk, encoding, callback) { callback(); } });
  assert.ok(duplex instanceof Writable);
  let finished = false;
  duplex.on('finish', () => { finished = true; });
  duplex.resume();
  await new Promise((resolve) => duplex.on('close', resolve));
  assert.strictEqual(finished, true);
});
