'use strict';

// NODE-001, NODE-084
const { inspect, format, formatWithOptions } = require('util');
const { check } = require('./support/outcome.js');

class Foo {
  constructor() { this.a = 1; }
  get x() { return 1; }
}
class Tagged extends Foo {
  get [Symbol.toStringTag]() { return 'bar'; }
}
class Kept extends Map {}
class OwnError extends Error {}

const circular = { a: 1, b: {} };
circular.b.c = circular;
circular.d = [circular, circular.b];

/** An error whose stack is the same everywhere. */
function fixed(error, stack) {
  error.stack = stack;
  return error;
}
const deep = { a: { b: { c: { d: 1 } } } };
const accessors = { get a() { return 1; }, set a(value) {}, get b() { return { x: 1 }; }, set c(value) {} };
const custom = { [inspect.custom](depth, options) { return `depth ${depth} ${options.compact}`; } };

check([
  [() => inspect('a\n\'b"'), '"`a\\\\n\'b\\"`"'],
  [() => inspect('it\'s'), '"\\"it\'s\\""'],
  [() => inspect('\x00\x7f\ud83d'), '"\'\\\\x00\\\\x7F\\\\ud83d\'"'],
  [() => inspect([1.5, -0, NaN, 10n, true, null, undefined, Symbol('s')]), '"[ 1.5, -0, NaN, 10n, true, null, undefined, Symbol(s) ]"'],
  [() => inspect({ a: 1, 'b-c': [1, { d: 2 }], [Symbol('k')]: 'v', 5: 6 }), '"{ \'5\': 6, a: 1, \'b-c\': [ 1, { d: 2 } ], [Symbol(k)]: \'v\' }"'],
  [() => inspect(deep), '"{ a: { b: { c: [Object] } } }"'],
  [() => inspect(deep, { depth: 0 }), '"{ a: [Object] }"'],
  [() => inspect(deep, { depth: null }), '"{\\n  a: { b: { c: { d: 1 } } }\\n}"'],
  [() => inspect(deep, false, null), '"{\\n  a: { b: { c: { d: 1 } } }\\n}"'],
  [() => inspect(deep, { compact: false, depth: 1 }), '"{\\n  a: {\\n    b: [Object]\\n  }\\n}"'],
  [() => inspect(circular), '"<ref *1> {\\n  a: 1,\\n  b: { c: [Circular *1] },\\n  d: [ [Circular *1], { c: [Circular *1] } ]\\n}"'],
  [() => inspect(new Foo()), '"Foo { a: 1 }"'],
  [() => inspect(new Tagged()), '"Tagged [bar] { a: 1 }"'],
  [() => inspect(Foo), '"[class Foo]"'],
  [() => inspect(class extends Foo {}), '"[class (anonymous) extends Foo]"'],
  [() => inspect(Object.create(null)), '"[Object: null prototype] {}"'],
  [() => inspect(Object.assign(Object.create(null), { a: 1 })), '"[Object: null prototype] { a: 1 }"'],
  [() => inspect(new Kept([[1, 2]])), '"Kept(1) [Map] { 1 => 2 }"'],
  [() => inspect(new Map([['k', { a: new Set([1, 'x']) }]])), '"Map(1) { \'k\' => { a: Set(2) { 1, \'x\' } } }"'],
  [() => inspect(new Map()), '"Map(0) {}"'],
  [() => inspect(new Set([[]])), '"Set(1) { [] }"'],
  [() => inspect([1, , 3, , ,]), '"[ 1, <1 empty item>, 3, <2 empty items> ]"'],
  [() => inspect(Object.assign([1], { x: 2, '-1': 3 })), '"[ 1, x: 2, \'-1\': 3 ]"'],
  [() => inspect(Array.from({ length: 120 }, (_, i) => i)), '"[\\n   0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,\\n  12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,\\n  24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,\\n  36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,\\n  48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,\\n  60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,\\n  72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,\\n  84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,\\n  96, 97, 98, 99,\\n  ... 20 more items\\n]"'],
  [() => inspect(Array.from({ length: 30 }, (_, i) => 'ab'.repeat(i % 4))), '"[\\n  \'\', \'ab\', \'abab\', \'ababab\',\\n  \'\', \'ab\', \'abab\', \'ababab\',\\n  \'\', \'ab\', \'abab\', \'ababab\',\\n  \'\', \'ab\', \'abab\', \'ababab\',\\n  \'\', \'ab\', \'abab\', \'ababab\',\\n  \'\', \'ab\', \'abab\', \'ababab\',\\n  \'\', \'ab\', \'abab\', \'ababab\',\\n  \'\', \'ab\'\\n]"'],
  [() => inspect(Array(3).fill('x'.repeat(40))), '"[\\n  \'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\',\\n  \'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\',\\n  \'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\'\\n]"'],
  [() => inspect(Array(150).fill(0), { maxArrayLength: 2 }), '"[ 0, 0, ... 148 more items ]"'],
  [() => inspect('x'.repeat(50), { maxStringLength: 10 }), '"\'xxxxxxxxxx\'... 40 more characters"'],
  [() => inspect({ text: 'line one\n'.repeat(12) }), '"{\\n  text: \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\' +\\n    \'line one\\\\n\'\\n}"'],
  [() => inspect(new Uint8Array(3)), '"Uint8Array(3) [ 0, 0, 0 ]"'],
  [() => inspect(new Float64Array([1.5]), { showHidden: true }), '"Float64Array(1) [\\n  1.5,\\n  [BYTES_PER_ELEMENT]: 8,\\n  [length]: 1,\\n  [byteLength]: 8,\\n  [byteOffset]: 0,\\n  [buffer]: ArrayBuffer { byteLength: 8 }\\n]"'],
  [() => inspect(new ArrayBuffer(4)), '"ArrayBuffer { [Uint8Contents]: <00 00 00 00>, byteLength: 4 }"'],
  [() => inspect(new DataView(new ArrayBuffer(2))), '"DataView {\\n  byteLength: 2,\\n  byteOffset: 0,\\n  buffer: ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }\\n}"'],
  [() => inspect(Buffer.from('abc')), '"<Buffer 61 62 63>"'],
  [() => inspect(new Date(0)), '"1970-01-01T00:00:00.000Z"'],
  [() => inspect(new Date(NaN)), '"Invalid Date"'],
  [() => inspect(Object.assign(new Date(0), { p: 1 })), '"1970-01-01T00:00:00.000Z { p: 1 }"'],
  [() => inspect(/a\/b/gi), '"/a\\\\/b/gi"'],
  [() => inspect(Promise.resolve({ a: 1 })), '"Promise { { a: 1 } }"'],
  [() => inspect(new Promise(() => {})), '"Promise { <pending> }"'],
  [() => inspect(new Proxy({ a: 1 }, {})), '"{ a: 1 }"'],
  [() => inspect(new Proxy({ a: 1 }, {}), { showProxy: true }), '"Proxy [ { a: 1 }, {} ]"'],
  [() => inspect(new Proxy(function f() {}, {})), '"[Function: f]"'],
  [() => inspect(new WeakMap()), '"WeakMap { <items unknown> }"'],
  [() => inspect([new Number(3), new String('abc'), new Boolean(false), Object(5n), Object(Symbol('q'))]), '"[\\n  [Number: 3],\\n  [String: \'abc\'],\\n  [Boolean: false],\\n  [BigInt: 5n],\\n  [Symbol: Symbol(q)]\\n]"'],
  [() => inspect(Object.assign(new String('abc'), { x: 1 })), '"[String: \'abc\'] { x: 1 }"'],
  [() => inspect([function named() {}, () => {}, async () => {}, function* g() {}, async function* ag() {}]), '"[\\n  [Function: named],\\n  [Function (anonymous)],\\n  [AsyncFunction (anonymous)],\\n  [GeneratorFunction: g],\\n  [AsyncGeneratorFunction: ag]\\n]"'],
  [() => inspect(Object.assign(function named() {}, { a: 1 })), '"[Function: named] { a: 1 }"'],
  [() => inspect((function() { return arguments; })(1, 'a')), '"[Arguments] { \'0\': 1, \'1\': \'a\' }"'],
  [() => inspect(fixed(new Error('boom'), 'Error: boom\n    at x (a.js:1:1)')), '"Error: boom\\n    at x (a.js:1:1)"'],
  [() => inspect(Object.assign(fixed(new TypeError('boom'), 'TypeError: boom\n    at x (a.js:1:1)'), { code: 'E' })), '"TypeError: boom\\n    at x (a.js:1:1) {\\n  code: \'E\'\\n}"'],
  [() => inspect({ e: fixed(new Error('boom'), 'Error: boom\n    at x (a.js:1:1)') }), '"{\\n  e: Error: boom\\n      at x (a.js:1:1)\\n}"'],
  [() => inspect(fixed(new OwnError('m'), 'Error: m\n    at x (a.js:1:1)')), '"OwnError: m\\n    at x (a.js:1:1)"'],
  [() => inspect(fixed(new Error('no frames'), 'Error: no frames')), '"[Error: no frames]"'],
  [() => inspect(fixed(new Error('out', { cause: fixed(new Error('in'), 'Error: in') }), 'Error: out')), '"[Error: out] { [cause]: [Error: in] }"'],
  [() => inspect(fixed(new AggregateError([1, 2], 'many'), 'AggregateError: many')), '"[AggregateError: many] { [errors]: [ 1, 2 ] }"'],
  [() => inspect(accessors), '"{ a: [Getter/Setter], b: [Getter], c: [Setter] }"'],
  [() => inspect(accessors, { getters: true }), '"{ a: [Getter/Setter: 1], b: [Getter] { x: 1 }, c: [Setter] }"'],
  [() => inspect(accessors, { getters: 'set' }), '"{ a: [Getter/Setter: 1], b: [Getter], c: [Setter] }"'],
  [() => inspect(custom), '"depth 2 3"'],
  [() => inspect({ custom }, { depth: 5 }), '"{ custom: depth 4 3 }"'],
  [() => inspect(custom, { customInspect: false }), '"{\\n  [Symbol(nodejs.util.inspect.custom)]: [Function: [nodejs.util.inspect.custom]]\\n}"'],
  [() => inspect({ [inspect.custom]() { return { inner: 'a\nb' }; } }), '"{ inner: \'a\\\\nb\' }"'],
  [() => inspect({ b: 1, a: 2 }, { sorted: true }), '"{ a: 2, b: 1 }"'],
  [() => inspect({ b: 1, a: 2 }, { sorted: (x, y) => (x < y ? 1 : -1) }), '"{ b: 1, a: 2 }"'],
  [() => inspect(1234567.891, { numericSeparator: true }), '"1_234_567.891"'],
  [() => inspect({ a: 1, b: 'x', c: null, d: [undefined], e: /x/ }, { colors: true }), '"{ a: \\u001b[33m1\\u001b[39m, b: \\u001b[32m\'x\'\\u001b[39m, c: \\u001b[1mnull\\u001b[22m, d: [ \\u001b[90mundefined\\u001b[39m ], e: \\u001b[31m/x/\\u001b[39m }"'],
  [() => inspect({ a: 'a'.repeat(30), b: 'b'.repeat(30), c: 'c'.repeat(30) }), '"{\\n  a: \'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\',\\n  b: \'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\',\\n  c: \'cccccccccccccccccccccccccccccc\'\\n}"'],
  [() => inspect({ a: 'a'.repeat(30), b: 'b'.repeat(30) }, { breakLength: 40 }), '"{\\n  a: \'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\',\\n  b: \'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\'\\n}"'],
  [() => inspect({ a: { b: 1 }, c: [1, 2] }, { compact: true }), '"{ a: { b: 1 }, c: [ 1, 2 ] }"'],
  [() => inspect(['中文', 'é', '한글', 'a', 'b', 'c', 'd', 'e']), '"[\\n  \'中文\', \'é\',\\n  \'한글\', \'a\',\\n  \'b\',    \'c\',\\n  \'d\',    \'e\'\\n]"'],
  [() => inspect({ [Symbol.toStringTag]: 'T', a: 1 }), '"{ a: 1, [Symbol(Symbol.toStringTag)]: \'T\' }"'],
  [() => inspect(Object.create({ a: 1 })), '"{}"'],
  [() => inspect(Foo.prototype), '"{}"'],
  [() => inspect(globalThis.Reflect), '"Object [Reflect] {}"'],
  [() => format('%s %d %i %f %j %o %O %c %% %x', 'a', 1.5, 2.7, '3.1', { a: 1 }, [1], { b: { c: {} } }, 'css', 'extra'), '"a 1.5 2 3.1 {\\"a\\":1} [ 1, [length]: 1 ] { b: { c: {} } }  % %x extra"'],
  [() => format('%s', { toString() { return 'own'; } }), '"own"'],
  [() => format('%s', { a: { b: 1 } }), '"{ a: [Object] }"'],
  [() => format('%s %s', null, undefined), '"null undefined"'],
  [() => format('%s', Symbol('x')), '"Symbol(x)"'],
  [() => format('%s', -0), '"-0"'],
  [() => format('%d', '0x10'), '"16"'],
  [() => format('%d', 10n), '"10n"'],
  [() => format('%j', circular), '"[Circular]"'],
  [() => format('a', 'b', { c: 1 }, 5), '"a b { c: 1 } 5"'],
  [() => format(1, 'x'), '"1 x"'],
  [() => format('%'), '"%"'],
  [() => format('%s'), '"%s"'],
  [() => format('100%', 1), '"100% 1"'],
  [() => formatWithOptions({ colors: true }, '%O', { a: 1 }), '"{ a: \\u001b[33m1\\u001b[39m }"'],
  [() => formatWithOptions({ numericSeparator: true }, '%d', 12345), '"12_345"'],
]);
