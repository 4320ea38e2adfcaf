'use strict';

// NODE-094: ES modules and CommonJS with each other, built-in modules as modules.

const assert = require('assert');
const { execFileSync } = require('child_process');
const Module = require('module');
const { Worker } = require('worker_threads');
const { once } = require('events');
const { test } = require('./support/cases');
const { at, url, write } = require('./support/folder');

test('a CommonJS file is its module.exports, with the names that its text shows', async () => {
  write({
    'plain.cjs': 'exports.a = 1; exports["b"] = 2; exports.default = "own"; exports["com" + "puted"] = 3; if (0) exports.late = 4;',
    'whole.cjs': 'module.exports = { a: value, b }; function value() {} var b; module.exports.c = 5;',
    'through.cjs': 'module.exports = require("./plain.cjs");',
    'star.js': '"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); var __exportStar = (m, e) => Object.assign(e, m); __exportStar(require("./plain.cjs"), exports); exports.own = 1;',
    'value.cjs': 'module.exports = 42;',
    'importer.mjs': 'import plain, { a, b as renamed } from "./plain.cjs"; import * as all from "./plain.cjs"; export default [plain.computed, a, renamed, Object.keys(all)];',
  });
  const plain = await import(at('plain.cjs'));
  assert.deepStrictEqual(Object.keys(plain), ['a', 'b', 'default', 'late']);
  assert.strictEqual(plain.default, require(at('plain.cjs')));
  assert.deepStrictEqual([plain.a, plain.b, plain.late], [1, 2, undefined]);
  assert.deepStrictEqual(Object.keys(await import(at('whole.cjs'))), ['a', 'b', 'c', 'default']);
  assert.deepStrictEqual(Object.keys(await import(at('through.cjs'))), ['a', 'b', 'default', 'late']);
  assert.deepStrictEqual(Object.keys(await import(at('star.js'))), ['__esModule', 'a', 'b', 'default', 'late', 'own']);
  assert.deepStrictEqual({ ...await import(at('value.cjs')) }, { default: 42 });
  assert.deepStrictEqual((await import(at('importer.mjs'))).default, [3, 1, 2, ['a', 'b', 'default', 'late']]);
});

test('a CommonJS file runs once for both, in the order of the imports', async () => {
  globalThis.runs = [];
  write({
    'once.cjs': 'globalThis.runs.push("once"); exports.self = module; exports.main = require.main === module;',
    'twice.mjs': 'import "./first.mjs"; import once from "./once.cjs"; import { createRequire } from "module"; export default createRequire(import.meta.url)("./once.cjs") === once;',
    'first.mjs': 'globalThis.runs.push("first");',
  });
  assert.strictEqual((await import(at('twice.mjs'))).default, true);
  assert.deepStrictEqual(globalThis.runs, ['first', 'once']);
  assert.strictEqual(require.cache[at('once.cjs')], require(at('once.cjs')).self);
});

test('built-in modules have a default and their members', async () => {
  write({ 'builtin.mjs': 'import fs, { readFileSync } from "fs"; import * as path from "node:path"; import { EventEmitter } from "events"; import process from "process"; export default [fs, readFileSync, path, EventEmitter, process];' });
  const [fs, readFileSync, path, EventEmitter, process_] = (await import(at('builtin.mjs'))).default;
  assert.deepStrictEqual([fs, readFileSync, path.default, path.join, EventEmitter, process_],
    [require('fs'), require('fs').readFileSync, require('path'), require('path').join, require('events'), process]);
  assert.strictEqual(await import('fs'), await import('node:fs'));
  for (const name of Module.builtinModules) {
    if (!name.startsWith('_') && !/^(?:domain|inspector|repl|trace_events|wasi|sys|punycode)/.test(name)) {
      assert.strictEqual((await import(name)).default, require(name), name);
    }
  }
});

test('syncBuiltinESMExports shows importers what was replaced', async () => {
  const util = require('util');
  const { isDeepStrictEqual } = util;
  const module = await import('util');
  const other = () => {};
  util.isDeepStrictEqual = other;
  assert.strictEqual(module.isDeepStrictEqual, isDeepStrictEqual);
  Module.syncBuiltinESMExports();
  assert.strictEqual(module.isDeepStrictEqual, other);
  util.isDeepStrictEqual = isDeepStrictEqual;
  Module.syncBuiltinESMExports();
  assert.strictEqual(module.isDeepStrictEqual, isDeepStrictEqual);
});

test('require of an ES module', async () => {
  write({
    'named.mjs': 'export const a = 1;',
    'default.mjs': 'export default class Own {} export const b = 2;',
    'marked.mjs': 'export default 1; export const __esModule = false;',
    'replaced.mjs': 'const value = { whole: true }; export { value as "module.exports" };',
    'awaits.mjs': 'await 1;',
    'fails.mjs': 'throw new RangeError("of the module");',
    'cycle.mjs': 'import "./cycle.cjs"; export default 1;',
    'cycle.cjs': 'exports.seen = require("./cycle.mjs");',
    'typed/package.json': { type: 'module' },
    'typed/index.js': 'import { a } from "../named.mjs"; export { a };',
    'untyped.js': 'export const found = typeof require;',
    'shared.cjs': 'exports.module = require("./named.mjs");',
    'shares.mjs': 'import * as named from "./named.mjs"; import { createRequire } from "module"; import shared from "./shared.cjs"; export default shared.module === named;',
  });
  const named = require(at('named.mjs'));
  assert.strictEqual(named, await import(at('named.mjs')));
  assert.strictEqual(require.cache[at('named.mjs')].exports, named);
  const withDefault = require(at('default.mjs'));
  assert.deepStrictEqual([Object.keys(withDefault), withDefault.__esModule, withDefault.default.name], [['__esModule', 'b', 'default'], true, 'Own']);
  assert.strictEqual(withDefault.default, (await import(at('default.mjs'))).default);
  assert.strictEqual(require(at('marked.mjs')).__esModule, false);
  assert.deepStrictEqual(require(at('replaced.mjs')), { whole: true });
  assert.strictEqual(require(at('typed')).a, 1);
  assert.strictEqual(require(at('untyped.js')).found, 'undefined');
  assert.strictEqual((await import(at('shares.mjs'))).default, true);
  assert.throws(() => require(at('awaits.mjs')), { code: 'ERR_REQUIRE_ASYNC_MODULE' });
  for (let i = 0; i < 2; i++) assert.throws(() => require(at('fails.mjs')), { name: 'RangeError', message: 'of the module' });
  assert.throws(() => require(at('cycle.mjs')), { code: 'ERR_REQUIRE_CYCLE_MODULE' });
});

test('require of a module that is being imported', async () => {
  write({
    'open/main.mjs': 'import "./other.mjs"; import "./asks.cjs"; export const main = 1;',
    'open/other.mjs': 'export const other = 1;',
    'open/asks.cjs': 'exports.other = require("./other.mjs").other; exports.later = require("./later.mjs").later; try { require("./through.mjs"); } catch (error) { exports.code = error.code; }',
    'open/later.mjs': 'import { other } from "./other.mjs"; export const later = other + 1;',
    'open/through.mjs': 'import "./main.mjs";',
  });
  await import(at('open/main.mjs'));
  assert.deepStrictEqual({ ...require(at('open/asks.cjs')) }, { other: 1, later: 2, code: 'ERR_REQUIRE_CYCLE_MODULE' });
});

test('createRequire takes URLs as they are', () => {
  write({ 'odd %name/target.js': 'module.exports = "target";' });
  assert.strictEqual(Module.createRequire(url('odd %name/any.mjs'))('./target'), 'target');
  assert.strictEqual(Module.createRequire(new URL(url('odd %name/any.mjs')))('./target'), 'target');
  assert.throws(() => Module.createRequire('http://a/b'), { code: 'ERR_INVALID_ARG_VALUE' });
});

test('code of the command line', () => {
  const run = (...options) => execFileSync(process.execPath, [...started(), ...options], { cwd: at('.'), encoding: 'utf8' }).trim();
  assert.strictEqual(run('--input-type=module', '-e', 'import { sep } from "path"; console.log(sep, typeof require, await 1)'), '/ undefined 1');
  assert.strictEqual(run('--input-type', 'module', '-e', 'import { a } from "./named.mjs"; console.log(a)'), '1');
  assert.strictEqual(run('-e', 'import { sep } from "path"; console.log(sep)'), '/');
  assert.strictEqual(run('-e', 'import("./named.mjs").then(({ a }) => console.log(a))'), '1');
});

/** What stands before the options on a command line of this program. */
function started() {
  return process.versions.coddle === undefined ? [] : ['run'];
}

test('a worker\'s script may be an ES module', async () => {
  write({ 'worker.mjs': 'import { parentPort, workerData } from "worker_threads"; parentPort.postMessage([await workerData, import.meta.filename]);' });
  const worker = new Worker(at('worker.mjs'), { workerData: 'given' });
  assert.deepStrictEqual(await once(worker, 'message'), [['given', at('worker.mjs')]]);
});
