'use strict';

// Writes wasm modules as bytes: what a test needs of an assembler. Numbers that stand for sizes and indices are below 128.

const VALUE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b, funcref: 0x70, externref: 0x6f };
const KIND = { function: 0, table: 1, memory: 2, global: 3 };

const name = (text) => [Buffer.byteLength(text), ...Buffer.from(text)];
const vector = (items) => [items.length, ...items.flat()];
const limits = ({ initial, maximum }) => (maximum === undefined ? [0, initial] : [1, initial, maximum]);
const types = (names) => vector(names.map((one) => VALUE[one]));
const long = (number) => (number < 128 ? [number] : [number % 128 + 128, ...long(Math.floor(number / 128))]);
const section = (id, contents) => (contents.length === 1 && contents[0] === 0 ? [] : [id, ...long(contents.length), ...contents]);

/** A function's body: its locals as names of types, its instructions without the last `end`. */
function body({ locals = [], code }) {
  const bytes = [...vector(locals.map((one) => [1, VALUE[one]])), ...code.flat(), 0x0b];
  return [...long(bytes.length), ...bytes];
}

/**
 * The bytes of a module. `types`: `[params, results]` each; `imports`: `[module, name, kind, type]`, the type an index, `{ element, initial,
 * maximum }`, `{ initial, maximum }` or `[value, mutable]`; `functions`: `{ type, locals, code }`; `globals`: `[value, mutable, code]`;
 * `exports`: `[name, kind, index]`; `elements`: lists of functions for table 0, from its start; `data`: `[offset, bytes]`; `custom`:
 * `[name, bytes]`.
 */
function assemble(parts) {
  const { types: signatures = [], imports = [], functions = [], tables = [], memories = [], globals = [], exports = [], start, elements = [], data = [], custom = [] } = parts;
  const table = ({ element, ...sizes }) => [VALUE[element], ...limits(sizes)];
  const global = ([value, mutable]) => [VALUE[value], mutable ? 1 : 0];
  const imported = { function: (index) => [index], table, memory: limits, global };
  return new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector(signatures.map(([params, results]) => [0x60, ...types(params), ...types(results)]))),
    ...section(2, vector(imports.map(([from, field, kind, type]) => [...name(from), ...name(field), KIND[kind], ...imported[kind](type)]))),
    ...section(3, vector(functions.map(({ type }) => [type]))),
    ...section(4, vector(tables.map(table))),
    ...section(5, vector(memories.map(limits))),
    ...section(6, vector(globals.map(([value, mutable, code]) => [...global([value, mutable]), ...code, 0x0b]))),
    ...section(7, vector(exports.map(([field, kind, index]) => [...name(field), KIND[kind], index]))),
    ...(start === undefined ? [] : [8, 1, start]),
    ...section(9, vector(elements.map((list) => [0, 0x41, 0, 0x0b, ...vector(list)]))),
    ...section(10, vector(functions.map(body))),
    ...section(11, vector(data.map(([offset, bytes]) => [0, 0x41, offset, 0x0b, ...vector(bytes)]))),
    ...custom.flatMap(([field, bytes]) => section(0, [...name(field), ...bytes])),
  ]);
}

/** The exports of an instance of such a module. */
const run = (parts, imports) => new WebAssembly.Instance(new WebAssembly.Module(assemble(parts)), imports).exports;

/** The instructions that the tests use. */
const op = {
  unreachable: 0x00, nop: 0x01, loop: [0x03, 0x40], end: 0x0b, br: (depth) => [0x0c, depth], drop: 0x1a, call: (index) => [0x10, index],
  callIndirect: (type) => [0x11, type, 0], local: (index) => [0x20, index], setLocal: (index) => [0x21, index], global: (index) => [0x23, index],
  setGlobal: (index) => [0x24, index], load: [0x28, 2, 0], store: [0x36, 2, 0], memorySize: [0x3f, 0], memoryGrow: [0x40, 0], i32: (number) => [0x41, number],
  add: 0x6a, divS: 0x6d, remS: 0x6f, addLong: 0x7c, truncate: 0xaa, addFloat: 0x92, addDouble: 0xa0, nullFunction: [0xd0, 0x70], refFunction: (index) => [0xd2, index],
};

module.exports = { assemble, run, op };
