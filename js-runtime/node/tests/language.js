'use strict';

// What packages ask of the engine beside Node's modules.

const assert = require('assert');

// NODE-066 NODE-067: code made of text: by templates, depd and drivers.
assert.strictEqual(new Function('a', 'b', 'return a + b')(1, 2), 3);
assert.strictEqual(Function('return typeof require')(), 'undefined');
assert.strictEqual(new Function('a', 'b = 2', '...rest', 'return rest.length')(1, 2, 3, 4), 2);
const local = 4;
assert.strictEqual(eval('local + 1'), 5);
assert.strictEqual((0, eval)('typeof local'), 'undefined');
assert.throws(() => new Function('a b'), SyntaxError);

// NODE-068 NODE-098: a function's own text, with its comments: classes are told from functions by it, and parameters by name.
class Shape { area() { /* none */ return 0; } }
assert.ok(Shape.toString().startsWith('class Shape {'));
assert.strictEqual(Shape.prototype.area.toString(), 'area() { /* none */ return 0; }');
assert.strictEqual(((ctx, next) => next(ctx)).toString(), '(ctx, next) => next(ctx)');
assert.match(String(async function* named(first /* of two */, second) {}), /^async function\* named\(first \/\* of two \*\/, second\)/);
assert.match(Array.prototype.map.toString(), /^function map\(\) \{\s*\[native code\]\s*\}$/);
assert.match(String(function () {}.bind()), /\[native code\]/);

// NODE-069 NODE-070: kinds, names and lengths.
assert.strictEqual((function* () {}).constructor.name, 'GeneratorFunction');
assert.strictEqual((async () => {}).constructor.name, 'AsyncFunction');
assert.strictEqual((async function* () {}).constructor.name, 'AsyncGeneratorFunction');
const assigned = () => {};
const key = Symbol('key');
const methods = { plain() {}, [key]() {}, get value() { return 1; }, [`made${1}`]: () => {} };
assert.deepStrictEqual([assigned.name, methods.plain.name, methods[key].name, methods.made1.name], ['assigned', 'plain', '[key]', 'made1']);
assert.strictEqual(Object.getOwnPropertyDescriptor(methods, 'value').get.name, 'get value');
assert.strictEqual(assigned.bind().name, 'bound assigned');
assert.strictEqual(new Function('a', '').name, 'anonymous');
assert.deepStrictEqual([((a, b) => {}).length, ((a, b = 1, c) => {}).length, ((...rest) => {}).length], [2, 1, 0]);
Object.defineProperty(assigned, 'name', { value: 'renamed' });
assert.strictEqual(assigned.name, 'renamed');

// A part of a date that is no number makes the date invalid.
for (const part of ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
  for (const name of [`set${part}`, `setUTC${part}`]) {
    const date = new Date(0);
    assert.ok(Number.isNaN(date[name](undefined)) && Number.isNaN(date.getTime()), name);
    assert.strictEqual(new Date(0)[name](1), new Date(new Date(0)[name](1)).getTime(), name);
    assert.throws(() => Date.prototype[name].call({}, 1), TypeError);
  }
}
assert.deepStrictEqual([Date.prototype.setUTCFullYear.name, Date.prototype.setHours.length], ['setUTCFullYear', 4]);
assert.strictEqual(new Date(5).setUTCFullYear(2020, 1, 29), 1582934400005);
assert.ok(Number.isNaN(new Date(0).setUTCHours(1, 2, NaN)));

// A WeakRef holds its object to the end of the job.
assert.deepStrictEqual(new WeakRef({ a: 1 }).deref(), { a: 1 });
assert.ok(new WeakRef(assigned) instanceof WeakRef);
assert.deepStrictEqual([WeakRef.name, WeakRef.length, String(new WeakRef({}))], ['WeakRef', 1, '[object WeakRef]']);

// NODE-071: proxies, and Reflect with them.
const seen = [];
const proxy = new Proxy({ a: 1 }, {
  get(target, name, receiver) { seen.push(`get ${String(name)}`); return Reflect.get(target, name, receiver); },
  has(target, name) { seen.push(`has ${name}`); return name in target; },
  ownKeys(target) { seen.push('ownKeys'); return Reflect.ownKeys(target); },
  set(target, name, value) { seen.push(`set ${name}`); target[name] = value; return true; },
  deleteProperty(target, name) { seen.push(`delete ${name}`); return delete target[name]; },
});
proxy.b = proxy.a + 1;
void ('a' in proxy);
delete proxy.a;
assert.deepStrictEqual(Object.keys(proxy), ['b']);
assert.deepStrictEqual(seen, ['get a', 'set b', 'has a', 'delete a', 'ownKeys']);
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
assert.throws(() => revoked.x, TypeError);
assert.deepStrictEqual(Reflect.construct(function () { this.target = new.target; }, [], Array).target, Array);

// NODE-073: weak references.
const held = {};
assert.strictEqual(new WeakRef(held).deref(), held);
const registry = new FinalizationRegistry(() => {});
registry.register(held, 'held', held);
assert.strictEqual(registry.unregister(held), true);

// NODE-081: shared memory.
const shared = new Int32Array(new SharedArrayBuffer(8));
assert.strictEqual(Atomics.add(shared, 0, 5), 0);
assert.strictEqual(Atomics.load(shared, 0), 5);
assert.strictEqual(Atomics.compareExchange(shared, 0, 5, 6), 5);

// NODE-082: regular expressions.
const parsed = /(?<year>\d{4})-(?<month>\d\d)/u.exec('on 2020-02');
assert.deepStrictEqual({ ...parsed.groups }, { year: '2020', month: '02' });
assert.strictEqual('2020-02'.replace(/(?<y>\d+)-(?<m>\d+)/, '$<m>/$<y>'), '02/2020');
assert.strictEqual(/(?<=\$)\d+(?!\d|%)/.exec('€1 $23')[0], '23');
assert.ok(/^\p{Script=Han}+$/u.test('汉字') && /\p{Lu}/u.test('É') && !/\p{Lu}/u.test('é'));
const sticky = /b/y;
sticky.lastIndex = 1;
assert.deepStrictEqual([sticky.test('ab'), sticky.lastIndex, sticky.test('ab')], [true, 2, false]);
assert.ok(/a.b/s.test('a\nb') && /[\p{L}--[a-z]]/v.test('A'));
assert.deepStrictEqual([...'a1b2'.matchAll(/[a-z](\d)/g)].map((match) => match[1]), ['1', '2']);
assert.deepStrictEqual(/a(b)/d.exec('xab').indices[1], [2, 3]);

// NODE-083: comments that name source maps mean nothing, and 'use strict' holds where it stands.
assert.strictEqual(new Function('"use strict"; return this')(), undefined);
assert.strictEqual(new Function('return this')(), globalThis);
assert.strictEqual(eval('1 //# sourceMappingURL=x.js.map'), 1);

// NODE-105: dates that are not ISO's.
const same = (text, ...parts) => assert.strictEqual(new Date(text).getTime(), new Date(...parts).getTime(), text);
same('2020-1-1 8:00', 2020, 0, 1, 8);
same('2020/1/2', 2020, 0, 2);
same('2020/01/02 03:04:05', 2020, 0, 2, 3, 4, 5);
same('Jan 5, 2020', 2020, 0, 5);
same('5 January 2020 10:20', 2020, 0, 5, 10, 20);
same('2020-01-01 08:00:00.123', 2020, 0, 1, 8, 0, 0, 123);
same('Thu, 01 Jan 1970 00:00:00 GMT', 0);
same('2020-01-01T00:00:00+08:00', Date.UTC(2019, 11, 31, 16));
same('2020-01-01', Date.UTC(2020, 0, 1));
same('12/25/1995 1:30 PM', 1995, 11, 25, 13, 30);
same('Mon Dec 25 1995 13:30:00 GMT+0430 (some zone)', Date.UTC(1995, 11, 25, 9));
for (const text of ['not a date', '2020-13-01', '']) assert.ok(Number.isNaN(new Date(text).getTime()), text);

// NODE-106: an expression that goes back a lot ends, and does not take the stack with it.
assert.strictEqual(/^(a+)+$/.test('a'.repeat(18) + 'b'), false);
assert.strictEqual(/(?:.|\n)*x/.test('y'.repeat(1e3)), false);
assert.strictEqual('<p>'.repeat(5000).replace(/<[^>]+>/g, '').length, 0);

// NODE-109: order of properties, and a stable sort.
assert.deepStrictEqual(Object.keys({ b: 1, 2: 1, a: 1, 1: 1, [-1]: 1 }), ['1', '2', 'b', 'a', '-1']);
const people = Array.from({ length: 200 }, (_, i) => ({ age: i % 3, i }));
people.sort((x, y) => x.age - y.age);
assert.ok(people.every((one, i) => i === 0 || people[i - 1].age < one.age || people[i - 1].i < one.i));
assert.strictEqual(JSON.stringify({ z: 1, 1: 1, a: 1 }), '{"1":1,"z":1,"a":1}');

// NODE-110: tags and constructors of what is built in.
const tags = [
  [[], 'Array', 'Array'], [new Date(), 'Date', 'Date'], [/x/, 'RegExp', 'RegExp'], [new Map(), 'Map', 'Map'],
  [Promise.resolve(), 'Promise', 'Promise'], [new Error(), 'Error', 'Error'], [Buffer.alloc(1), 'Uint8Array', 'Buffer'],
  [new URLSearchParams(), 'URLSearchParams', 'URLSearchParams'], [new AbortController(), 'AbortController', 'AbortController'],
  [process, 'process', 'process'], [globalThis, 'global', 'Object'], [JSON, 'JSON', 'Object'], [1n, 'BigInt', 'BigInt'],
];
for (const [value, tag, name] of tags) {
  assert.strictEqual(Object.prototype.toString.call(value), `[object ${tag}]`);
  assert.strictEqual(value.constructor.name, name);
}
(function () { assert.strictEqual(Object.prototype.toString.call(arguments), '[object Arguments]'); })();
const other = require('vm').runInNewContext('[new Error("x"), [1], new Uint8Array(2), {}]');
assert.ok(!(other[0] instanceof Error) && require('util').types.isNativeError(other[0]) && Array.isArray(other[1]));
assert.ok(Buffer.from(other[2]).length === 2 && !Buffer.isBuffer(other[2]));
assert.strictEqual(Object.prototype.toString.call(other[3]), '[object Object]');

// NODE-111: recursion without end is an error that can be caught, again and again.
function endless(n) { return endless(n + 1) + 1; }
for (let i = 0; i < 3; i++) assert.throws(() => endless(0), RangeError);
const nested = {};
let inner = nested;
for (let i = 0; i < 200000; i++) inner = inner.a = {};
assert.throws(() => JSON.stringify(nested), RangeError);
function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1); }
assert.strictEqual(depth(2000), 2000);

// NODE-064: what packages only look for is not there.
for (const name of ['scriptStartTime', 'alinode', 'type', 'browser', '__nwjs', 'domain']) assert.strictEqual(process[name] ?? undefined, undefined, name);
