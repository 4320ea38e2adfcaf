'use strict';

// Nanoseconds of Buffer operations and hashes, as JSON. usage: buffers.js MILLISECONDS an operation

const { createHash } = require('crypto');

const time = Number(process.argv[2]);
const [ SMALL, LARGE ] = [ 1 << 10, 1 << 20 ];
const text = 'Was lange währt, wird endlich gut; 好事多磨. The quick brown fox jumps over the lazy dog. ';

/** About so many bytes of text. */
const words = bytes => text.repeat(Math.ceil(bytes / Buffer.byteLength(text))).slice(0, bytes);
const parts = bytes => Array.from({ length: 4 }, (_, i) => Buffer.alloc(bytes / 4, i + 1));

/** What an operation has given; kept, so that no compiler leaves it out. */
let kept;

function measure(operation) {
  let [ calls, elapsed ] = [ 0, 0 ];
  // The first call loads what it needs.
  kept = operation();
  // The clock is read once for some calls, more of them the quicker they are.
  for (let batch = 1; elapsed < time; batch = elapsed < time / 20 ? batch * 2 : batch) {
    const begin = performance.now();
    for (let i = 0; i < batch; i++) kept = operation();
    elapsed += performance.now() - begin;
    calls += batch;
  }
  return elapsed / calls * 1e6;
}

const results = {};
for (const [ size, bytes ] of [ [ 'Small', SMALL ], [ 'Large', LARGE ] ]) {
  const string = words(bytes);
  const buffer = Buffer.from(string);
  const list = parts(bytes);
  results[`from${size}`] = measure(() => Buffer.from(string));
  results[`text${size}`] = measure(() => buffer.toString());
  results[`concat${size}`] = measure(() => Buffer.concat(list));
  results[`hash${size}`] = measure(() => createHash('sha256').update(buffer).digest('hex'));
}
if (kept === undefined) throw new Error('nothing was measured');
console.log(JSON.stringify(results));
