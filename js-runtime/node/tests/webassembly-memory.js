'use strict';

// NODE-079: JavaScript and wasm see the same bytes: in both directions, when a memory grows, when buffers are kept, transferred or
// thrown away, and among many instances.

const assert = require('assert');
const { assemble, run, op } = require('./support/wasm.js');

const PAGE = 65536;
const parts = {
  types: [[['i32'], ['i32']], [['i32', 'i32'], []], [[], ['i32']], [['i32'], []]],
  imports: [['env', 'look', 'function', 3]],
  memories: [{ initial: 1, maximum: 8 }],
  functions: [
    { type: 0, code: [op.local(0), op.load] }, { type: 1, code: [op.local(0), op.local(1), op.store] },
    { type: 0, code: [op.local(0), op.memoryGrow] }, { type: 2, code: [op.memorySize] },
    // Writes, grows and lets JavaScript look, in one call.
    { type: 3, code: [op.i32(8), op.local(0), op.store, op.i32(1), op.memoryGrow, op.drop, op.local(0), op.call(0), op.i32(8), op.i32(1), op.store] },
  ],
  exports: [['memory', 'memory', 0], ['load', 'function', 1], ['store', 'function', 2], ['grow', 'function', 3], ['size', 'function', 4], ['work', 'function', 5]],
  data: [[16, [1, 2, 3, 4]]],
};
const instance = (look = () => {}) => run(parts, { env: { look } });

{
  const { memory, load, store } = instance();
  assert.strictEqual(memory.buffer, memory.buffer);
  const view = new Uint8Array(memory.buffer);
  assert.deepStrictEqual([...view.subarray(15, 21)], [0, 1, 2, 3, 4, 0]);
  view[100] = 7;
  assert.strictEqual(load(100), 7);
  store(200, 0x01020304);
  assert.deepStrictEqual([...view.subarray(200, 204)], [4, 3, 2, 1]);
}

// A memory that grows detaches its buffer, whoever lets it grow; what it held is in the new one.
for (const grow of [({ memory }) => memory.grow(2), (exports) => exports.grow(2)]) {
  const exports = instance();
  const before = exports.memory.buffer;
  const view = new Uint8Array(before);
  view[9] = 99;
  assert.strictEqual(grow(exports), 1);
  assert.deepStrictEqual([before.byteLength, view.length, view[9]], [0, 0, undefined]);
  assert.strictEqual(exports.memory.buffer.byteLength, 3 * PAGE);
  assert.strictEqual(new Uint8Array(exports.memory.buffer)[9], 99);
  assert.strictEqual(exports.size(), 3);
  // What does not fit changes nothing.
  const kept = exports.memory.buffer;
  assert.strictEqual(exports.grow(6), -1);
  assert.throws(() => exports.memory.grow(6), RangeError);
  assert.strictEqual(exports.memory.buffer, kept);
  assert.strictEqual(kept.byteLength, 3 * PAGE);
}

// In the middle of a call JavaScript has the memory as it is then.
{
  let seen;
  let before;
  const exports = instance((value) => {
    seen = [value, before.byteLength, exports.memory.buffer.byteLength, new DataView(exports.memory.buffer).getInt32(8, true), exports.load(8)];
    new DataView(exports.memory.buffer).setInt32(16, 5, true);
  });
  before = exports.memory.buffer;
  exports.work(42);
  assert.deepStrictEqual(seen, [42, 0, 2 * PAGE, 42, 42]);
  assert.deepStrictEqual([exports.load(8), exports.load(16)], [1, 5]);
}

// One memory of two instances.
{
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
  const using = () => run({
    types: [[['i32'], ['i32']], [['i32', 'i32'], []]], imports: [['m', 'memory', 'memory', { initial: 1, maximum: 4 }]],
    functions: [{ type: 0, code: [op.local(0), op.load] }, { type: 1, code: [op.local(0), op.local(1), op.store] }],
    exports: [['load', 'function', 0], ['store', 'function', 1], ['memory', 'memory', 0]],
  }, { m: { memory } });
  const [one, two] = [using(), using()];
  assert.strictEqual(one.memory, memory);
  assert.strictEqual(two.memory, memory);
  one.store(4, 44);
  assert.strictEqual(two.load(4), 44);
  const before = memory.buffer;
  memory.grow(1);
  assert.strictEqual(before.byteLength, 0);
  two.store(PAGE + 4, 55);
  assert.strictEqual(one.load(PAGE + 4), 55);
}

// A buffer outlives all the rest.
{
  let view = new Uint8Array(instance().memory.buffer);
  const views = [];
  for (let count = 0; count < 50; count++) views.push(new Uint8Array(instance().memory.buffer));
  for (const each of views) each[3] = 3;
  assert.deepStrictEqual([view[16], view.length, views[49][3]], [1, PAGE, 3]);
  view = null;
}

// Instances that nobody uses any more give back what they had: all of these together are more than a process may take.
{
  const wide = new WebAssembly.Module(assemble({ memories: [{ initial: 100 }], exports: [['memory', 'memory', 0]] }));
  let last;
  for (let count = 0; count < 1000; count++) {
    const { memory } = new WebAssembly.Instance(wide).exports;
    new Uint8Array(memory.buffer)[count] = 1;
    last = memory;
  }
  assert.strictEqual(new Uint8Array(last.buffer)[999], 1);
}

// Too deep a recursion is an error to catch, between wasm and JavaScript too.
{
  const deep = run({ types: [[[], []]], functions: [{ type: 0, code: [op.call(0)] }], exports: [['f', 'function', 0]] }).f;
  for (let count = 0; count < 3; count++) assert.throws(deep, RangeError);
  const { f } = run({
    types: [[[], []]], imports: [['m', 'f', 'function', 0]], functions: [{ type: 0, code: [op.call(0)] }], exports: [['f', 'function', 1]],
  }, { m: { f: () => f() } });
  for (let count = 0; count < 3; count++) assert.throws(f, /stack/i);
}
