'use strict';

// Config merging (extend2 1.0) and the dump's JSON (circular-json-for-egg). (LOAD-043, LOAD-044, LOAD-057)
const assert = require('assert');
const extend = surface('internal/egg/extend2');
const circularJson = surface('internal/egg/circular_json');

class Holder {}
const holder = new Holder();
const list = [ 1 ];
const merged = extend(true, { a: { b: 1, keep: 1 }, list: [ 1, 2, 3 ], n: 1, u: 1 }, {
  a: { b: 2 }, list, n: null, u: undefined, holder, fn: Holder, re: /x/,
});
assert.deepStrictEqual(merged.a, { b: 2, keep: 1 });
assert.strictEqual(merged.list, list);
assert.strictEqual(merged.n, null);
assert.strictEqual(merged.u, 1);
assert.strictEqual(merged.holder, holder);
assert.strictEqual(merged.fn, Holder);

// sources are not shared, and their inherited keys count
const source = { nested: { x: 1 } };
const target = extend(true, {}, source, Object.create({ inherited: 1 }));
target.nested.x = 2;
assert.strictEqual(source.nested.x, 1);
assert.strictEqual(target.inherited, 1);

// without `true` the merge is shallow; `__proto__` is ignored
assert.strictEqual(extend({}, source).nested, source.nested);
assert.strictEqual(extend(true, {}, JSON.parse('{"__proto__":{"bad":1}}')).bad, undefined);

const shared = { deep: 1 };
const circular = { name: '~tilde ~', first: shared, second: shared, list: [ shared ] };
circular.self = circular;
assert.strictEqual(circularJson.stringify(circular),
  '{"name":"\\\\x7etilde ~","first":{"deep":1},"second":"~first","list":["~first"],"self":"~"}');
assert.strictEqual(circularJson.stringify({ 'a~b': { c: {} } }), '{"a~b":{"c":{}}}');
assert.strictEqual(circularJson.stringify({ a: 1 }, null, 2), '{\n  "a": 1\n}');
assert.strictEqual(circularJson.stringify({ a: 'x' }, (key, value) => (key === 'a' ? 'y' : value)), '{"a":"y"}');

// what JSON has its own rules for: functions, symbols and undefined, toJSON, wrapped values, instances of classes
class Point {
  constructor() {
    this.x = 1;
    this.y = undefined;
  }
}
const unusual = {
  list: [ undefined, () => 1, Symbol('s'), NaN, 1.5, true, null ],
  nothing: undefined,
  fn() {},
  date: new Date(0),
  asked: { toJSON: key => ({ key }) },
  point: new Point(),
  pattern: /x/,
  map: new Map([ [ 1, 2 ] ]),
  empty: [ {}, [] ],
  'quote"\n\ud800': '\\x7e~ \ud800 ü',
};
const expected = '{"list":[null,null,null,null,1.5,true,null],"date":"1970-01-01T00:00:00.000Z","asked":{"key":"asked"},'
  + '"point":{"x":1},"pattern":{},"map":{},"empty":[{},[]],"quote\\"\\n\\ud800":"\\\\\\\\x7e\\\\x7e \\ud800 ü"}';
assert.strictEqual(circularJson.stringify(unusual), expected);
// the engine's own writer of the same
assert.strictEqual(circularJson.stringify(unusual, (_, value) => value), expected);
assert.strictEqual(circularJson.stringify(unusual, null, 2), JSON.stringify(JSON.parse(expected), null, 2));
assert.strictEqual(circularJson.stringify({ n: new Number(1), s: new String('a'), p: new Proxy({ a: 1 }, {}) }),
  '{"n":1,"s":"a","p":{"a":1}}');
assert.throws(() => circularJson.stringify({ big: 1n }), TypeError);
assert.throws(() => circularJson.stringify({ get bad() { throw new RangeError('no'); } }), RangeError);
assert.strictEqual(circularJson.stringify(undefined), undefined);
