'use strict';

const assert = require('assert');
const { check } = require('./support/outcome.js');

const NAMES = [
  'process', 'Buffer', 'console', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate',
  'queueMicrotask', 'structuredClone', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortController', 'AbortSignal', 'Event',
  'EventTarget', 'performance', 'atob', 'btoa', 'global', 'globalThis', 'Blob', 'File', 'DOMException',
];

function described(name) {
  const { enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, name);
  return [name, typeof globalThis[name], enumerable, configurable];
}

const cyclic = { date: new Date(5), map: new Map([[1, { x: 1 }]]), set: new Set(['a']), pattern: /a/gi, bytes: new Uint8Array([1, 2]) };
cyclic.self = cyclic;
const copy = structuredClone(cyclic);

// NODE-054 NODE-072 NODE-076 NODE-077 NODE-078
check([
  [() => NAMES.map(described), '[["process", "object", false, true], ["Buffer", "function", false, true], ["console", "object", false, true], ["setTimeout", "function", true, true], ["setInterval", "function", true, true], ["setImmediate", "function", true, true], ["clearTimeout", "function", true, true], ["clearInterval", "function", true, true], ["clearImmediate", "function", true, true], ["queueMicrotask", "function", true, true], ["structuredClone", "function", true, true], ["URL", "function", false, true], ["URLSearchParams", "function", false, true], ["TextEncoder", "function", false, true], ["TextDecoder", "function", false, true], ["AbortController", "function", false, true], ["AbortSignal", "function", false, true], ["Event", "function", false, true], ["EventTarget", "function", false, true], ["performance", "object", true, true], ["atob", "function", true, true], ["btoa", "function", true, true], ["global", "object", true, true], ["globalThis", "object", false, true], ["Blob", "function", false, true], ["File", "function", false, true], ["DOMException", "function", false, true]]'],
  [() => String(globalThis), '"[object global]"'],
  [() => global === globalThis, 'true'],
  [() => process === require('process'), 'true'],
  [() => Buffer === require('buffer').Buffer, 'true'],
  [() => console === require('console'), 'true'],
  [() => URL === require('url').URL, 'true'],
  [() => queueMicrotask(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received type number (5)'],
  [() => structuredClone(), 'throws TypeError ERR_MISSING_ARGS: The value argument must be specified'],
  [() => structuredClone(() => 1), 'throws DataCloneError 25: () => 1 could not be cloned.'],
  [() => structuredClone({ a: Symbol('a') }), 'throws DataCloneError 25: Symbol(a) could not be cloned.'],
  [() => structuredClone(new WeakMap()), 'throws DataCloneError 25: #<WeakMap> could not be cloned.'],
  [() => structuredClone(1n), '1n'],
  [() => structuredClone(undefined), 'undefined'],
  [() => structuredClone([1, , 3]), '[1, , 3]'],
  [() => structuredClone(Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } })), '{"own":2}'],
  [() => structuredClone(new TypeError('wrong')) instanceof TypeError, 'true'],
  [() => structuredClone(Object(true)).valueOf(), 'true'],
  [() => copy !== cyclic && copy.self === copy, 'true'],
  [() => copy.date.getTime(), '5'],
  [() => copy.map.get(1) !== cyclic.map.get(1) && copy.map.get(1).x, '1'],
  [() => copy.set.has('a'), 'true'],
  [() => String(copy.pattern), '"/a/gi"'],
  [() => copy.bytes, 'Uint8Array 1,2'],
  [() => { const moved = new ArrayBuffer(4); return [structuredClone({ moved }, { transfer: [moved] }).moved.byteLength, moved.byteLength]; }, '[4, 0]'],
  [() => { const a = {}; const two = structuredClone([a, a]); return two[0] === two[1]; }, 'true'],
  [() => { const a = { list: [] }; a.list.push(a); const b = structuredClone(a); return [b !== a, b.list[0] === b]; }, '[true, true]'],
  [() => { let read = 0; const b = structuredClone({ plain: { a: 1 }, get late() { return ++read; } }); return [b, read]; }, '[{"plain":{"a":1},"late":1}, 1]'],
  [() => { const named = [1, 2]; named.name = 'x'; const holes = [, 1]; holes.name = 'x'; return [structuredClone(named).name, 0 in structuredClone(holes)]; }, '["x", false]'],
  [() => structuredClone({ a: undefined, b: null, c: -0, d: 'x', 1: [2, NaN], ['__proto__']: 3 }), '{"1":[2,null],"b":null,"c":0,"d":"x","__proto__":3}'],
  [() => Object.getPrototypeOf(structuredClone(Object.create(null))) === Object.prototype, 'true'],
  [() => { let deep = 0; for (let i = 0; i < 300; i++) deep = { deep }; let at = structuredClone(deep); while (typeof at === 'object') at = at.deep; return at; }, '0'],
]);

// Whoever replaces a global gets what they put there.
globalThis.performance = 5;
assert.strictEqual(performance, 5);
