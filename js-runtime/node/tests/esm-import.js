'use strict';

// NODE-094: `import()` from CommonJS, and what modules are: live bindings, cycles, `import.meta`, top-level await, one cache.

const assert = require('assert');
const { AsyncLocalStorage } = require('async_hooks');
const { test } = require('./support/cases');
const { root, at, url, write } = require('./support/folder');

test('import() gives the namespace, the same one every time', async () => {
  write({ 'counter.mjs': 'export let count = 0; export function add() { count++; } export default class Counter {}' });
  const first = await import(at('counter.mjs'));
  assert.strictEqual(first, await import(url('counter.mjs')));
  assert.notStrictEqual(first, await import(`${url('counter.mjs')}?other`));
  first.add();
  assert.deepStrictEqual([first.count, first.default.name], [1, 'Counter']);
  assert.strictEqual(Object.prototype.toString.call(first), '[object Module]');
  assert.strictEqual(Object.getPrototypeOf(first), null);
  assert.throws(() => { first.count = 5; }, TypeError);
});

test('a relative specifier is that of the file it stands in', async () => {
  write({
    'near/caller.js': 'module.exports = () => import("./target.mjs");',
    'near/target.mjs': 'export { where } from "./deeper/where.mjs";',
    'near/deeper/where.mjs': 'export const where = import.meta.url;',
  });
  assert.strictEqual((await require(at('near/caller.js'))()).where, url('near/deeper/where.mjs'));
});

test('import.meta tells the file and resolves', async () => {
  write({
    'meta.mjs': 'export const { url, filename, dirname } = import.meta; export const keys = Object.keys(import.meta);' +
      'export const found = [import.meta.resolve("./x.mjs"), import.meta.resolve("fs"), import.meta.resolve("data:text/javascript,1")];' +
      'export const isNull = Object.getPrototypeOf(import.meta) === null; export default (request) => import.meta.resolve(request);',
  });
  const meta = await import(at('meta.mjs'));
  assert.deepStrictEqual([meta.url, meta.filename, meta.dirname], [url('meta.mjs'), at('meta.mjs'), root]);
  assert.deepStrictEqual(meta.found, [url('x.mjs'), 'node:fs', 'data:text/javascript,1']);
  assert.deepStrictEqual([meta.keys, meta.isNull], [['dirname', 'filename', 'resolve', 'url'], true]);
  assert.throws(() => meta.default('no-such-package'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('a module is strict, has no this and none of CommonJS\'s names', async () => {
  write({ 'scope.mjs': 'export default [typeof this, typeof require, typeof module, typeof exports, typeof __filename, (function () { return this; })()];' });
  assert.deepStrictEqual((await import(at('scope.mjs'))).default, ['undefined', 'undefined', 'undefined', 'undefined', 'undefined', undefined]);
});

test('modules run once, each after what it imports', async () => {
  globalThis.order = [];
  const says = (name) => `globalThis.order.push("${name}");`;
  write({
    'order/a.mjs': `import "./b.mjs"; import "./c.mjs"; import "./d.cjs"; ${says('a')}`,
    'order/b.mjs': `import "./c.mjs"; ${says('b')}`,
    'order/c.mjs': says('c'),
    'order/d.cjs': says('d'),
  });
  await Promise.all([import(at('order/a.mjs')), import(at('order/b.mjs')), import(at('order/a.mjs'))]);
  assert.deepStrictEqual(globalThis.order, ['c', 'b', 'd', 'a']);
});

test('cycles see each other by live bindings', async () => {
  write({
    'cycle/a.mjs': 'import { b, readA } from "./b.mjs"; export let a = "first"; export const seen = [b, readA()]; a = "second"; export { readA };',
    'cycle/b.mjs': 'import { a } from "./a.mjs"; export const b = "b"; export const readA = () => a; export let early; try { a; } catch (error) { early = error.name; }',
  });
  const a = await import(at('cycle/a.mjs'));
  assert.deepStrictEqual([a.seen, a.readA()], [['b', 'first'], 'second']);
  assert.strictEqual((await import(at('cycle/b.mjs'))).early, 'ReferenceError');
});

test('top-level await holds up whoever imports, and nobody else', async () => {
  globalThis.awaited = [];
  write({
    'await/slow.mjs': 'globalThis.awaited.push("slow begins"); await new Promise((done) => setTimeout(done, 20)); globalThis.awaited.push("slow"); export default 1;',
    'await/fast.mjs': 'globalThis.awaited.push("fast"); export default 2;',
    'await/both.mjs': 'import slow from "./slow.mjs"; import fast from "./fast.mjs"; globalThis.awaited.push("both"); export default slow + fast;',
  });
  const both = import(at('await/both.mjs'));
  await import(at('await/fast.mjs'));
  assert.strictEqual(globalThis.awaited.includes('both'), false);
  assert.strictEqual((await both).default, 3);
  const [begins, ends, fast, last] = ['slow begins', 'slow', 'fast', 'both'].map((step) => globalThis.awaited.indexOf(step));
  assert.ok(begins < ends && fast < ends && ends < last && last === 3, globalThis.awaited.join());
});

test('what a module throws is every importer\'s error, once and for all', async () => {
  write({
    'broken/throws.mjs': '\nthrow Object.assign(new Error("thrown by a module"), { code: "E_OWN" });',
    'broken/importer.mjs': 'import "./throws.mjs"; export default 1;',
    'broken/later.mjs': 'await null; throw new RangeError("later");',
  });
  const error = await import(at('broken/throws.mjs')).catch((caught) => caught);
  assert.deepStrictEqual([error.message, error.code], ['thrown by a module', 'E_OWN']);
  assert.match(error.stack, /throws\.mjs:2:/);
  assert.strictEqual(await import(at('broken/importer.mjs')).catch((caught) => caught), error);
  assert.strictEqual(await import(at('broken/throws.mjs')).catch((caught) => caught), error);
  await assert.rejects(import(at('broken/later.mjs')), { name: 'RangeError', message: 'later' });
});

test('a syntax error is every importer\'s error', async () => {
  write({
    'syntax.mjs': 'export const a = 1;\nlet b = ;\n',
    'imports-syntax.mjs': 'import { a } from "./syntax.mjs"; import { c } from "./syntax.mjs";',
  });
  for (const name of ['syntax.mjs', 'imports-syntax.mjs', 'syntax.mjs']) {
    await assert.rejects(import(at(name)), SyntaxError);
  }
});

test('an import without its export is named with its place', async () => {
  write({
    'binding/a.mjs': 'export const there = 1;',
    'binding/importer.mjs': 'import { there,\n  missing as other } from "./a.mjs";',
    'binding/through.mjs': 'import { there } from "./a.mjs"; import "./importer.mjs"; export default there;',
    'binding/reexport.mjs': 'export { nothing } from "./a.mjs";',
    'binding/plain.cjs': 'module.exports = { ["com" + "puted"]: 1 };',
    'binding/named.mjs': 'import { computed as c } from "./plain.cjs";',
    'binding/fine.mjs': 'export { there } from "./a.mjs";',
  });
  const message = "The requested module './a.mjs' does not provide an export named 'missing'";
  await assert.rejects(import(at('binding/through.mjs')), { name: 'SyntaxError', message });
  await assert.rejects(import(at('binding/reexport.mjs')), {
    name: 'SyntaxError', message: "The requested module './a.mjs' does not provide an export named 'nothing'",
  });
  await assert.rejects(import(at('binding/named.mjs')), {
    name: 'SyntaxError',
    message: "Named export 'computed' not found. The requested module './plain.cjs' is a CommonJS module, which may not support all " +
      'module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\n' +
      "import pkg from './plain.cjs';\nconst { computed: c } = pkg;\n",
  });
  // What has nothing to do with it goes on.
  assert.strictEqual((await import(at('binding/fine.mjs'))).there, 1);
});

test('a missing dependency fails before anything runs', async () => {
  write({
    'missing/importer.mjs': 'import "./runs.mjs";\nimport "./no-such.mjs";',
    'missing/runs.mjs': 'globalThis.ran = true; import "./importer.mjs";',
  });
  const error = await import(at('missing/importer.mjs')).catch((caught) => caught);
  assert.deepStrictEqual([error.code, error.url], ['ERR_MODULE_NOT_FOUND', url('missing/no-such.mjs')]);
  assert.strictEqual(error.message, `Cannot find module '${at('missing/no-such.mjs')}' imported from ${at('missing/importer.mjs')}`);
  await assert.rejects(import(at('missing/runs.mjs')), { code: 'ERR_MODULE_NOT_FOUND' });
  assert.strictEqual(globalThis.ran, undefined);
  // A file that was missing may come; only modules that asked for it stay broken.
  await assert.rejects(import(at('missing/late.mjs')), { code: 'ERR_MODULE_NOT_FOUND' });
  write({ 'missing/late.mjs': 'export default "late";' });
  assert.strictEqual((await import(at('missing/late.mjs'))).default, 'late');
});

test('the asynchronous context goes on behind import()', async () => {
  write({ 'context.mjs': 'await null; export const read = () => globalThis.storage.getStore();' });
  globalThis.storage = new AsyncLocalStorage();
  await globalThis.storage.run('mine', async () => {
    const { read } = await import(at('context.mjs'));
    assert.strictEqual(read(), 'mine');
    await import(at('no-such.mjs')).catch(() => assert.strictEqual(globalThis.storage.getStore(), 'mine'));
    assert.strictEqual(await import(at('context.mjs')).then((module) => module.read()), 'mine');
  });
});

test('import() in code without a file, and in what has no loader', async () => {
  assert.strictEqual((await new Function('return import("node:path")')()).sep, '/');
  assert.strictEqual((await eval('import("fs")')).default, require('fs'));
  const vm = require('vm');
  for (const running of [vm.runInThisContext('import("fs")'), vm.runInNewContext('import("fs")')]) {
    await assert.rejects(running, { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING', message: 'A dynamic import callback was not specified.' });
  }
});
