'use strict';

const assert = require('assert');

// Modules and functions that are not built say so: which, who asked, and what to do instead. (Real Node has them all.)
if (process.versions.coddle) {
  assert.throws(() => require('inspector'), (error) => {
    assert.strictEqual(error.code, 'MODULE_NOT_FOUND');
    assert.ok(error.message.includes("'inspector'"), error.message);
    assert.ok(error.message.includes(__filename), error.message);
    return true;
  });
  for (const refused of [
    () => require('cluster').fork(),
    () => process.dlopen({}, 'x.node'),
    () => require('module').register('./hooks.mjs'),
  ]) {
    assert.throws(refused, { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' }, String(refused));
  }
}

// NODE-013 NODE-022 NODE-027 NODE-033 NODE-042: what packages look at when they load is there.
const { isMainThread, parentPort } = require('worker_threads');
assert.deepStrictEqual([isMainThread, parentPort], [true, null]);
assert.strictEqual(require('zlib').constants.Z_SYNC_FLUSH, 2);
assert.strictEqual(require('constants').O_CREAT, 64);
assert.ok(require('v8').getHeapStatistics().used_heap_size > 0);
assert.strictEqual(require('tty').isatty(-1), false);
assert.strictEqual(require('sys'), require('util'));

const vm = require('vm');
assert.strictEqual(vm.runInThisContext('var seen = 40; seen + 2'), 42);
assert.strictEqual(globalThis.seen, 40);
assert.strictEqual(new vm.Script('seen + 1').runInThisContext(), 41);
assert.throws(() => new vm.Script('a b'), SyntaxError);
assert.strictEqual(vm.compileFunction('return a + b', ['a', 'b'])(1, 2), 3);

const Module = require('module');
assert.strictEqual(Module.createRequire(__filename)('./support/outcome.js'), require('./support/outcome.js'));
assert.ok(Module.builtinModules.includes('fs') && Module.isBuiltin('node:fs') && !Module.isBuiltin('lodash'));
