'use strict';

// NODE-034 NODE-075: stream/web, and Node's streams as web streams. The lines were recorded from Node 20.
const assert = require('assert');
const util = require('util');
const {
  ReadableStream, WritableStream, TransformStream, TextDecoderStream, TextEncoderStream,
  CompressionStream, DecompressionStream, CountQueuingStrategy,
} = require('stream/web');
const { Readable, Writable, pipeline } = require('stream');

const said = [];
const say = (...values) => said.push(util.format(...values));

async function main() {
  const rs = new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close(); } });
  say(rs);
  const out = []; for await (const x of rs) out.push(x); say(out, rs.locked);
  const rs2 = ReadableStream.from(['x', 'y', 'z']); const [a, b] = rs2.tee();
  const all = async (s) => { const o = []; for await (const x of s) o.push(x); return o; };
  say(await Promise.all([all(a), all(b)]));
  const ts = new TransformStream({ transform(c, ctl) { ctl.enqueue(c.toUpperCase()); }, flush(c) { c.enqueue('END'); } });
  say(await all(ReadableStream.from(['q', 'w']).pipeThrough(ts)));
  const chunks = []; await ReadableStream.from([1, 2, 3]).pipeTo(new WritableStream({ write(c) { chunks.push(c); }, close() { chunks.push('closed'); } }, new CountQueuingStrategy({ highWaterMark: 2 })));
  say(chunks);
  const bs = new ReadableStream({ type: 'bytes', pull(c) { if (c.byobRequest) { c.byobRequest.view[0] = 7; c.byobRequest.respond(1); } else { c.enqueue(new Uint8Array([1, 2, 3])); c.close(); } } });
  const r = bs.getReader({ mode: 'byob' }); say(await r.read(new Uint8Array(4))); r.releaseLock();
  const bs2 = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array([1, 2, 3, 4, 5])); c.close(); } });
  const [t1, t2] = bs2.tee(); say(await all(t1), await all(t2));
  const gz = ReadableStream.from(['hello ', 'world']).pipeThrough(new TextEncoderStream()).pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip')).pipeThrough(new TextDecoderStream());
  say((await all(gz)).join(''));
  say((await all(Readable.fromWeb(ReadableStream.from(['n', 'm'])))).join());
  say(await all(Readable.toWeb(Readable.from(['k', 'l']))));
  await new Promise((resolve, reject) => pipeline(ReadableStream.from(['p']), new TransformStream(), async function* (s) { for await (const x of s) yield x + '!'; }, new WritableStream({ write(x) { say('sink', String(x)); } }), (e) => e ? reject(e) : resolve()));
  const err = new ReadableStream({ pull() { throw new Error('bad'); } });
  await err.getReader().read().catch((e) => say('err', e.message));
  await new ReadableStream({ start(c) { c.error(new Error('bad2')); } }).pipeTo(new WritableStream({ abort(r) { say('aborted', r.message); } })).catch((e) => say('pipe', e.message));
  const w = new WritableStream({ write() { throw new Error('wfail'); } }).getWriter(); await w.write(1).catch((e) => say(e.message)); await w.closed.catch((e) => say('closed', e.message));
  const ac = new AbortController(); setTimeout(() => ac.abort(), 5);
  await new ReadableStream({}).pipeTo(new WritableStream(), { signal: ac.signal }).catch((e) => say(e.name));
  say(new TransformStream(), new WritableStream(), new CountQueuingStrategy({ highWaterMark: 3 }));
  for (const f of [() => new ReadableStream({ type: 'x' }), () => new ReadableStream({}, { highWaterMark: -1 }), () => new CountQueuingStrategy(), () => new CountQueuingStrategy({}), () => ReadableStream.prototype.getReader.call({}), () => new CompressionStream('zip'), () => { rs2.getReader(); }]) try { f(); } catch (e) { say(e.name, e.code, e.message.split('\n')[0]); }
}

main().then(() => assert.deepStrictEqual(said.join('\n').split('\n'), EXPECTED));

const EXPECTED = [
  "ReadableStream { locked: false, state: 'readable', supportsBYOB: false }",
  "[ 'a', 'b' ] false",
  "[ [ 'x', 'y', 'z' ], [ 'x', 'y', 'z' ] ]",
  "[ 'Q', 'W', 'END' ]",
  "[ 1, 2, 3, 'closed' ]",
  '{ value: Uint8Array(1) [ 7 ], done: false }',
  '[ Uint8Array(5) [ 1, 2, 3, 4, 5 ] ] [ Uint8Array(5) [ 1, 2, 3, 4, 5 ] ]',
  'hello world',
  'n,m',
  "[ 'k', 'l' ]",
  'sink p!',
  'err bad',
  'aborted bad2',
  'pipe bad2',
  'wfail',
  'closed wfail',
  'AbortError',
  'TransformStream {',
  "  readable: ReadableStream { locked: false, state: 'readable', supportsBYOB: false },",
  "  writable: WritableStream { locked: false, state: 'writable' },",
  '  backpressure: true',
  "} WritableStream { locked: false, state: 'writable' } CountQueuingStrategy { highWaterMark: 3 }",
  "TypeError ERR_INVALID_ARG_VALUE The property 'source.type' is invalid. Received 'x'",
  "RangeError ERR_INVALID_ARG_VALUE The property 'strategy.highWaterMark' is invalid. Received -1",
  'TypeError ERR_INVALID_ARG_TYPE The "init" argument must be of type object. Received undefined',
  'TypeError ERR_MISSING_OPTION init.highWaterMark is required',
  'TypeError ERR_INVALID_THIS Value of "this" must be of type ReadableStream',
  "TypeError ERR_INVALID_ARG_VALUE The argument 'format' is invalid. Received 'zip'",
  'TypeError ERR_INVALID_STATE Invalid state: ReadableStream is locked',
];
