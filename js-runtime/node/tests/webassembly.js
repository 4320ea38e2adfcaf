'use strict';

// NODE-079 NODE-108: WebAssembly: modules, instances, calls either way, memories, tables, globals, errors.

const assert = require('assert');
const { check } = require('./support/outcome.js');
const { assemble, run, op } = require('./support/wasm.js');

const { Module, Instance, Memory, Table, Global } = WebAssembly;
const empty = assemble({});
const descriptor = (object, key) => { const { value, ...rest } = Object.getOwnPropertyDescriptor(object, key); return rest; };

// One function of each kind of value, and those that trap.
const unary = (type, code) => ({ types: [[[type], [type]]], functions: [{ type: 0, code }], exports: [['f', 'function', 0]] });
const twice = (type, add) => run(unary(type, [op.local(0), op.local(0), add])).f;
const int = twice('i32', op.add);
const long = twice('i64', op.addLong);
const float = twice('f32', op.addFloat);
const double = twice('f64', op.addDouble);
const traps = run({
  types: [[['i32'], ['i32']], [['f64'], ['i32']], [[], []]], tables: [{ element: 'funcref', initial: 2 }], memories: [{ initial: 1 }], elements: [[0]],
  functions: [
    { type: 0, code: [op.i32(7), op.local(0), op.divS] }, { type: 0, code: [op.i32(7), op.local(0), op.remS] }, { type: 0, code: [op.local(0), op.load] },
    { type: 1, code: [op.local(0), op.truncate] }, { type: 0, code: [op.i32(1), op.local(0), op.callIndirect(0)] }, { type: 2, code: [op.unreachable] },
    { type: 2, code: [op.call(6)] }, { type: 0, code: [op.i32(0), op.local(0), op.callIndirect(1), op.add] },
    { type: 0, code: [[0x41, 0x80, 0x80, 0x80, 0x80, 0x78], op.local(0), op.divS] },
  ].filter((_, at) => at !== 7),
  exports: [['div', 'function', 0], ['rem', 'function', 1], ['load', 'function', 2], ['truncate', 'function', 3], ['indirect', 'function', 4], ['stop', 'function', 5], ['deep', 'function', 6], ['overflow', 'function', 7]],
});
const pair = run({ types: [[['i32', 'i64'], ['i64', 'i32']]], functions: [{ type: 0, code: [op.local(1), op.local(0)] }], exports: [['swap', 'function', 0]] });

// Imports.
const calling = (results, code) => ({
  types: [[['i32'], results]], imports: [['env', 'f', 'function', 0]], functions: [{ type: 0, code: [op.local(0), op.call(0), ...code] }],
  exports: [['call', 'function', 1], ['again', 'function', 0]],
});
const imports = (kind, type) => (value) => new Instance(new Module(assemble({ types: [[[], []], [['i32'], []]], imports: [['m', 'f', kind, type]] })), { m: { f: value } });
const wantsFunction = imports('function', 0);
const wantsMemory = imports('memory', { initial: 2, maximum: 4 });
const wantsTable = imports('table', { element: 'funcref', initial: 2 });
const wantsGlobal = imports('global', ['i32', false]);
const wantsLong = imports('global', ['i64', false]);
const wantsMutable = imports('global', ['i32', true]);
const seen = (f) => { try { f(); } catch (error) { return error; } return undefined; };
const thrown = new Error('from JavaScript');

// A table of both kinds, and references through functions.
const functions = () => new Table({ element: 'anyfunc', initial: 2, maximum: 3 });
const refs = run({
  types: [[['externref'], ['externref']], [['funcref'], ['funcref']], [[], ['funcref']]],
  functions: [{ type: 0, code: [op.local(0)] }, { type: 1, code: [op.local(0)] }, { type: 2, code: [op.refFunction(0)] }, { type: 2, code: [op.nullFunction] }],
  exports: [['any', 'function', 0], ['func', 'function', 1], ['first', 'function', 2], ['none', 'function', 3]],
});

check([
  [() => Object.getOwnPropertyNames(WebAssembly).filter((name) => name !== 'Tag' && name !== 'Exception').sort(), '["CompileError", "Global", "Instance", "LinkError", "Memory", "Module", "RuntimeError", "Table", "compile", "compileStreaming", "instantiate", "instantiateStreaming", "validate"]'],
  [() => [typeof WebAssembly, Object.prototype.toString.call(WebAssembly), descriptor(globalThis, 'WebAssembly')], '["object", "[object WebAssembly]", {"writable":true,"enumerable":false,"configurable":true}]'],
  [() => [Module, Instance, Memory, Table, Global, WebAssembly.compile, WebAssembly.instantiate, WebAssembly.validate].map((one) => [one.name, one.length]), '[["Module", 1], ["Instance", 1], ["Memory", 1], ["Table", 1], ["Global", 1], ["compile", 1], ["instantiate", 1], ["validate", 1]]'],
  [() => [Memory, Table, Global, Instance].map((one) => Object.keys(one.prototype).sort()), '[["buffer", "grow"], ["get", "grow", "length", "set"], ["value", "valueOf"], ["exports"]]'],
  [() => [new Module(empty), new Instance(new Module(empty)), new Memory({ initial: 0 }), functions(), new Global({ value: 'i32' })].map((one) => `${one}`), '["[object WebAssembly.Module]", "[object WebAssembly.Instance]", "[object WebAssembly.Memory]", "[object WebAssembly.Table]", "[object WebAssembly.Global]"]'],

  [() => [empty, assemble({ types: [[['i32'], []]] }), new Uint8Array(4), new Uint8Array()].map((one) => WebAssembly.validate(one)), '[true, true, false, false]'],
  [() => [empty.buffer, Buffer.from(empty), new Uint16Array(empty.buffer)].map((one) => WebAssembly.validate(one)), '[true, true, true]'],
  [() => WebAssembly.validate(assemble({ types: [[[], ['i32']]], functions: [{ type: 0, code: [] }] })), 'false'],
  [() => WebAssembly.validate('x'), 'throws TypeError: WebAssembly.validate(): Argument 0 must be a buffer source'],
  [() => new Module(), 'throws TypeError: WebAssembly.Module(): Argument 0 must be a buffer source'],
  [() => new Module(new Uint8Array()), 'throws CompileError: WebAssembly.Module(): BufferSource argument is empty'],
  [() => new Module(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])), 'throws CompileError: WebAssembly.Module(): expected magic word 00 61 73 6d, found 01 02 03 04 @+0'],
  [() => new Module(new Uint8Array([0, 97, 115, 109, 2, 0, 0, 0])), 'throws CompileError: WebAssembly.Module(): expected version 01 00 00 00, found 02 00 00 00 @+4'],
  [() => new Instance(), 'throws TypeError: WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module'],
  [() => new Instance({}), 'throws TypeError: WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module'],
  [() => Module.exports(5), 'throws TypeError: WebAssembly.Module.exports(): Argument 0 must be a WebAssembly.Module'],
  [() => Module.customSections(new Module(empty)), 'throws TypeError: WebAssembly.Module.customSections(): Argument 1 is required'],
  [() => Module.imports(new Module(assemble({ types: [[[], []]], imports: [['a', 'z', 'function', 0], ['b', '', 'memory', { initial: 1 }], ['a', 'y', 'table', { element: 'externref', initial: 0 }], ['é', 'g', 'global', ['i64', true]]] }))), '[{"module":"a","name":"z","kind":"function"}, {"module":"b","name":"","kind":"memory"}, {"module":"a","name":"y","kind":"table"}, {"module":"é","name":"g","kind":"global"}]'],
  [() => Module.exports(new Module(assemble({ types: [[[], []]], functions: [{ type: 0, code: [] }], memories: [{ initial: 0 }], tables: [{ element: 'funcref', initial: 0 }], globals: [['i32', false, op.i32(5)]], exports: [['z', 'function', 0], ['a', 'memory', 0], ['m', 'table', 0], ['b', 'global', 0]] }))), '[{"name":"z","kind":"function"}, {"name":"a","kind":"memory"}, {"name":"m","kind":"table"}, {"name":"b","kind":"global"}]'],
  [() => Module.customSections(new Module(assemble({ custom: [['x', [1, 2]], ['y', []], ['x', [3]]] })), 'x').map((one) => [one instanceof ArrayBuffer, [...new Uint8Array(one)]]), '[[true, [1, 2]], [true, [3]]]'],

  [() => [int(5), int(2 ** 31), int('7'), int(1.9), int(NaN), int(), int({ valueOf: () => 3 }), int(null)], '[10, 0, 14, 2, 0, 0, 6, 0]'],
  [() => [long(5n), long(2n ** 63n), long('7'), long(true), long(-1n)], '[10n, 0n, 14n, 2n, -2n]'],
  [() => [float(1.1), float('2'), float(), double(1.1), double(-0), double(Infinity)].map((number) => (Object.is(number, -0) ? '-0' : number)), '[2.200000047683716, 4, NaN, 2.2, "-0", Infinity]'],
  [() => seen(() => int(1n)) instanceof TypeError, 'true'],
  [() => seen(() => int(Symbol('s'))) instanceof TypeError, 'true'],
  [() => seen(() => long(5)) instanceof TypeError, 'true'],
  [() => seen(() => long()) instanceof TypeError, 'true'],
  [() => [int.name, int.length, pair.swap.length, typeof int, 'prototype' in int, Object.isFrozen(pair), Object.getPrototypeOf(pair)], '["0", 1, 2, "function", false, true, null]'],
  [() => seen(() => new int(1)) instanceof TypeError, 'true'],
  [() => [pair.swap(1, 2n), pair.swap('3', -1n, 'more')], '[[2n, 1], [-1n, 3]]'],
  [() => seen(() => { pair.swap = 1; }) instanceof TypeError, 'true'],

  [() => traps.stop(), 'throws RuntimeError: unreachable'],
  [() => traps.div(0), 'throws RuntimeError: divide by zero'],
  [() => traps.overflow(-1), 'throws RuntimeError: divide result unrepresentable'],
  [() => traps.load(65533), 'throws RuntimeError: memory access out of bounds'],
  [() => traps.load(-1), 'throws RuntimeError: memory access out of bounds'],
  [() => traps.truncate(NaN), 'throws RuntimeError: float unrepresentable in integer range'],
  [() => seen(() => traps.truncate(1e20)) instanceof WebAssembly.RuntimeError, 'true'],
  [() => traps.indirect(5), 'throws RuntimeError: table index is out of bounds'],
  [() => traps.deep(), 'throws RangeError: Maximum call stack size exceeded'],
  [() => [traps.div(2), traps.load(65532), traps.truncate(-1.9), traps.rem(4)], '[3, 0, -1, 3]'],
  [() => [WebAssembly.CompileError, WebAssembly.LinkError, WebAssembly.RuntimeError].map((one) => [one.name, one.length, Object.getPrototypeOf(one) === Error, new one('m') instanceof Error, `${new one('m')}`, one('called').message, Object.keys(new one('m'))]), '[["CompileError", 1, true, true, "CompileError: m", "called", []], ["LinkError", 1, true, true, "LinkError: m", "called", []], ["RuntimeError", 1, true, true, "RuntimeError: m", "called", []]]'],

  [() => run(calling(['i32'], []), { env: { f: (number) => number * 2 } }).call(21), '42'],
  [() => run(calling(['i32'], []), { env: { f: () => '7.5' } }).call(21), '7'],
  [() => seen(() => run(calling(['i64'], []), { env: { f: () => 5 } }).call(21)) instanceof TypeError, 'true'],
  [() => run(calling(['i32', 'i32'], []), { env: { f: function* (number) { yield number; yield 2; } } }).call(1), '[1, 2]'],
  [() => run(calling(['i32', 'i32'], []), { env: { f: () => [1] } }).call(1), 'throws TypeError: multi-return length mismatch'],
  [() => seen(() => run(calling(['i32', 'i32'], []), { env: { f: () => 1 } }).call(1)) instanceof TypeError, 'true'],
  [() => seen(() => run(calling(['i32'], []), { env: { f: () => { throw thrown; } } }).call(1)) === thrown, 'true'],
  [() => { const exports = run(calling(['i32'], []), { env: { f(number) { return number ? exports.call(number - 1) + 1 : 0; } } }); return [exports.call(50), exports.again(3)]; }, '[50, 3]'],
  [() => run(calling(['i32'], []), { env: { f: run(calling(['i32'], []), { env: { f: (number) => number + 1 } }).call } }).call(1), '2'],
  [() => { const exports = run({ types: [[[], []]], imports: [['m', 'f', 'function', 0]], exports: [['f', 'function', 0]] }, { m: { f: pair.swap.bind() } }); return exports.f.name; }, '"0"'],
  [() => { const { f } = run({ types: [[['i32'], ['i32']]], imports: [['m', 'f', 'function', 0]], exports: [['f', 'function', 0]] }, { m: { f: int } }); return f === int; }, 'true'],
  [() => { let started = 0; run({ types: [[[], []]], imports: [['m', 'f', 'function', 0]], start: 0 }, { m: { f: () => { started++; } } }); return started; }, '1'],
  [() => { let started = 0; const exports = run({ types: [[[], []]], imports: [['m', 'f', 'function', 0]], functions: [{ type: 0, code: [op.call(0), op.call(0)] }], start: 1, exports: [['start', 'function', 1]] }, { m: { f: () => { started++; } } }); return [started, Object.keys(exports)]; }, '[2, ["start"]]'],
  [() => run({ types: [[[], []]], functions: [{ type: 0, code: [op.unreachable] }], start: 0 }), 'throws RuntimeError: unreachable'],
  [() => new Instance(new Module(assemble({ types: [[[], []]], imports: [['m', 'f', 'function', 0]] }))), 'throws TypeError: WebAssembly.Instance(): Imports argument must be present and must be an object'],
  [() => run({ types: [[[], []]], imports: [['m', 'f', 'function', 0]] }, 5), 'throws TypeError: WebAssembly.Instance(): Argument 1 must be an object'],
  [() => run({ types: [[[], []]], imports: [['m', 'f', 'function', 0]] }, {}), 'throws TypeError: WebAssembly.Instance(): Import #0 module="m" error: module is not an object or function'],
  [() => wantsFunction(5), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: function import requires a callable'],
  [() => wantsFunction(int), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: imported function does not match the expected type'],
  [() => wantsMemory(5), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: memory import must be a WebAssembly.Memory object'],
  [() => wantsMemory(new Memory({ initial: 1, maximum: 4 })), 'throws LinkError: WebAssembly.Instance(): memory import 0 is smaller than initial 2, got 1'],
  [() => wantsMemory(new Memory({ initial: 2, maximum: 5 })), 'throws LinkError: WebAssembly.Instance(): memory import 0 has a larger maximum size 5 than the module\'s declared maximum 4'],
  [() => { const memory = new Memory({ initial: 1, maximum: 4 }); memory.grow(2); return wantsMemory(memory) instanceof Instance; }, 'true'],
  [() => { const table = new Table({ element: 'anyfunc', initial: 1 }); table.grow(1); return wantsTable(table) instanceof Instance; }, 'true'],
  [() => wantsTable(5), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: table import requires a WebAssembly.Table'],
  [() => wantsTable(new Table({ element: 'anyfunc', initial: 1 })), 'throws LinkError: WebAssembly.Instance(): table import 0 is smaller than initial 2, got 1'],
  [() => wantsTable(new Table({ element: 'externref', initial: 2 })), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: imported table does not match the expected type'],
  [() => wantsGlobal('x'), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: global import must be a number, valid Wasm reference, or WebAssembly.Global object'],
  [() => wantsLong(1), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: global import must be a number, valid Wasm reference, or WebAssembly.Global object'],
  [() => wantsMutable(1), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: imported mutable global must be a WebAssembly.Global object'],
  [() => wantsGlobal(new Global({ value: 'i64' }, 1n)), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: imported global does not match the expected type'],
  [() => wantsGlobal(new Global({ value: 'i32', mutable: true }, 1)), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: imported global does not match the expected mutability'],
  [() => wantsMutable(new Global({ value: 'i32' }, 1)), 'throws LinkError: WebAssembly.Instance(): Import #0 module="m" function="f" error: imported global does not match the expected mutability'],
  [() => [wantsGlobal(1), wantsGlobal(new Global({ value: 'i32' }, 1)), wantsLong(1n), wantsFunction(() => 1)].map((one) => one instanceof Instance), '[true, true, true, true]'],

  [() => { const memory = new Memory({ initial: 1, maximum: 3 }); const { buffer } = memory; return [buffer === memory.buffer, buffer.byteLength, memory.grow(1), buffer.byteLength, memory.buffer.byteLength, buffer === memory.buffer]; }, '[true, 65536, 1, 0, 131072, false]'],
  [() => { const memory = new Memory({ initial: 1 }); const { buffer } = memory; const view = new Uint8Array(buffer); view[5] = 9; memory.grow(0); return [memory.buffer === buffer, buffer.byteLength, view.length, new Uint8Array(memory.buffer)[5]]; }, '[false, 0, 0, 9]'],
  [() => new Memory({ initial: 1, maximum: 1 }).grow(1), 'throws RangeError: WebAssembly.Memory.grow(): Maximum memory size exceeded'],
  [() => new Memory({ initial: 1 }).grow(70000), 'throws RangeError: WebAssembly.Memory.grow(): Unable to grow instance memory'],
  [() => new Memory({ initial: 1 }).grow(-1), 'throws TypeError: WebAssembly.Memory.grow(): Argument 0 must be non-negative'],
  [() => new Memory(), 'throws TypeError: WebAssembly.Memory(): Argument 0 must be a memory descriptor'],
  [() => new Memory({}), 'throws TypeError: WebAssembly.Memory(): Property \'initial\' is required'],
  [() => new Memory({ initial: -1 }), 'throws TypeError: WebAssembly.Memory(): Property \'initial\' must be non-negative'],
  [() => new Memory({ initial: 'x' }), 'throws TypeError: WebAssembly.Memory(): Property \'initial\' must be convertible to a valid number'],
  [() => new Memory({ initial: 70000 }), 'throws RangeError: WebAssembly.Memory(): Property \'initial\': value 70000 is above the upper bound 65536'],
  [() => new Memory({ initial: 2, maximum: 1 }), 'throws RangeError: WebAssembly.Memory(): Property \'maximum\': value 1 is below the lower bound 2'],
  [() => Object.getOwnPropertyDescriptor(Memory.prototype, 'buffer').get.call({}), 'throws TypeError: WebAssembly.Memory.buffer: Receiver is not a WebAssembly.Memory'],

  [() => { const table = functions(); return [table.length, table.get(0), table.grow(1), table.length, table.set(1, int), table.get(1) === int, table.get(1)(4)]; }, '[2, null, 2, 3, undefined, true, 8]'],
  [() => { const table = functions(); table.set(0, int); table.set(0); return table.get(0); }, 'null'],
  [() => functions().get(2), 'throws RangeError: WebAssembly.Table.get(): invalid index 2 into function table'],
  [() => functions().set(2, null), 'throws RangeError: WebAssembly.Table.set(): invalid index 2 into function table'],
  [() => functions().set(0, () => 1), 'throws TypeError: WebAssembly.Table.set(): Argument 1 is invalid for table: function-typed object must be null (if nullable) or a Wasm function object'],
  [() => functions().set(0, 5), 'throws TypeError: WebAssembly.Table.set(): Argument 1 is invalid for table: function-typed object must be null (if nullable) or a Wasm function object'],
  [() => functions().grow(2), 'throws RangeError: WebAssembly.Table.grow(): failed to grow table by 2'],
  [() => functions().get(), 'throws TypeError: WebAssembly.Table.get(): Argument 0 must be convertible to a valid number'],
  [() => new Table(), 'throws TypeError: WebAssembly.Table(): Argument 0 must be a table descriptor'],
  [() => new Table({ initial: 1 }), 'throws TypeError: WebAssembly.Table(): Descriptor property \'element\' must be a WebAssembly reference type'],
  [() => new Table({ element: 'x', initial: 1 }), 'throws TypeError: WebAssembly.Table(): Descriptor property \'element\' must be a WebAssembly reference type'],
  [() => new Table({ element: 'anyfunc', initial: 2, maximum: 1 }), 'throws RangeError: WebAssembly.Table(): Property \'maximum\': value 1 is below the lower bound 2'],
  [() => new Table({ element: 'anyfunc', initial: 11000000 }), 'throws RangeError: WebAssembly.Table(): Property \'initial\': value 11000000 is above the upper bound 10000000'],
  [() => new Table({ element: 'anyfunc', initial: 1 }, 5), 'throws TypeError: WebAssembly.Table(): Argument 2 must be undefined or a value of type compatible with the type of the new table: function-typed object must be null (if nullable) or a Wasm function object.'],
  [() => { const value = { a: 1 }; const table = new Table({ element: 'externref', initial: 1 }, value); return [table.get(0) === value, table.grow(2, 'x'), table.get(2), table.set(0), table.get(0), table.set(1, null), table.get(1)]; }, '[true, 1, "x", undefined, undefined, undefined, null]'],
  [() => new Table({ element: 'externref', initial: 1 }).get(0), 'undefined'],
  [() => { const value = {}; return [refs.any(value) === value, refs.any(null), refs.any(), refs.any(5), refs.any(NaN)]; }, '[true, null, undefined, 5, NaN]'],
  [() => [refs.func(refs.any) === refs.any, refs.func(null), refs.first() === refs.any, refs.none(), refs.func(int) === int], '[true, null, true, null, true]'],
  [() => refs.func(() => 1), 'throws TypeError: type incompatibility when transforming from/to JS'],

  [() => { const global = new Global({ value: 'i32', mutable: true }, 5); global.value = '7.5'; return [global.value, global.valueOf(), global + 1]; }, '[7, 7, 8]'],
  [() => ['i32', 'i64', 'f32', 'f64', 'externref', 'anyfunc'].map((value) => new Global({ value }).value), '[0, 0n, 0, 0, null, null]'],
  [() => [new Global({ value: 'f32' }, 1.1).value, new Global({ value: 'externref' }, 'x').value, new Global({ value: 'anyfunc' }, int).value === int], '[1.100000023841858, "x", true]'],
  [() => structuredClone(new Memory({ initial: 0 })), 'throws DataCloneError 25: #<Memory> could not be cloned.'],
  [() => { new Global({ value: 'i32' }, 1).value = 2; }, 'throws TypeError: set WebAssembly.Global.value: Can\'t set the value of an immutable global.'],
  [() => new Global(), 'throws TypeError: WebAssembly.Global(): Argument 0 must be a global descriptor'],
  [() => new Global({}), 'throws TypeError: WebAssembly.Global(): Descriptor property \'value\' must be a WebAssembly type'],
  [() => new Global({ value: 'x' }), 'throws TypeError: WebAssembly.Global(): Descriptor property \'value\' must be a WebAssembly type'],
  [() => seen(() => new Global({ value: 'i64' }, 1)) instanceof TypeError, 'true'],
  [() => new Global({ value: 'anyfunc' }, 5), 'throws TypeError: WebAssembly.Global(): function-typed object must be null (if nullable) or a Wasm function object'],
]);

const wasm = (init) => new Response(empty, { headers: { 'content-type': 'application/wasm' }, ...init });
const rejected = (promise) => promise.then(() => assert.fail('it resolved'), (error) => `${error.name}${error.code ? ` ${error.code}` : ''}: ${error.message}`);

(async () => {
  assert.strictEqual(await rejected(WebAssembly.compile()), 'TypeError: WebAssembly.compile(): Argument 0 must be a buffer source');
  assert.strictEqual(await rejected(WebAssembly.compile(new Uint8Array([1, 2, 3, 4]))), 'CompileError: WebAssembly.compile(): expected magic word 00 61 73 6d, found 01 02 03 04 @+0');
  assert.strictEqual(await rejected(WebAssembly.instantiate(5)), 'TypeError: WebAssembly.instantiate(): Argument 0 must be a buffer source or a WebAssembly.Module object');
  assert.strictEqual(await rejected(WebAssembly.instantiate(empty, 5)), 'TypeError: WebAssembly.instantiate(): Argument 1 must be an object');
  const both = await WebAssembly.instantiate(empty);
  assert.ok(both.module instanceof Module && both.instance instanceof Instance);
  assert.ok(await WebAssembly.instantiate(both.module) instanceof Instance);

  assert.match(await rejected(WebAssembly.compileStreaming(5)), /^TypeError ERR_INVALID_ARG_TYPE: The "source" argument/);
  assert.strictEqual(await rejected(WebAssembly.compileStreaming(new Response('x'))), "TypeError ERR_WEBASSEMBLY_RESPONSE: WebAssembly response has unsupported MIME type 'text/plain;charset=UTF-8'");
  assert.strictEqual(await rejected(WebAssembly.compileStreaming(wasm({ status: 404 }))), 'TypeError ERR_WEBASSEMBLY_RESPONSE: WebAssembly response has status code 404');
  assert.ok(await WebAssembly.compileStreaming(wasm()) instanceof Module);
  assert.ok((await WebAssembly.instantiateStreaming(Promise.resolve(wasm()))).instance instanceof Instance);
})();
