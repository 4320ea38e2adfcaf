'use strict';

// NODE-046 NODE-087: what an application may change or ask of the loader: wrapper, main, cached built-ins, links; and what it is warned of.

const assert = require('assert');
const fs = require('fs');
const Module = require('module');
const { once } = require('events');
const { execFileSync } = require('child_process');
const { at, root, write } = require('./support/folder');

function theWrapper() {
  write({ 'plain.js': 'module.exports = typeof added' });
  assert.strictEqual(require(at('plain.js')), 'undefined');
  const forget = () => { delete require.cache[at('plain.js')]; };
  const [first] = Module.wrapper;
  forget();
  // Part of it, as rewire does.
  Module.wrapper[0] = `${first}const added = 1;`;
  assert.strictEqual(require(at('plain.js')), 'number');
  Module.wrapper[0] = first;
  forget();
  const { wrap } = Module;
  Module.wrap = (text) => wrap(`const added = '';${text}`);
  assert.strictEqual(require(at('plain.js')), 'string');
  Module.wrap = wrap;
}

function builtIns() {
  const fake = {};
  require.cache.fs = { exports: fake };
  assert.strictEqual(require('fs'), fake);
  assert.strictEqual(require('node:fs'), fs);
  delete require.cache.fs;
  assert.strictEqual(require('fs'), fs);
  assert.throws(() => require('node:unknown'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE', message: 'No such built-in module: node:unknown' });
  assert.throws(() => require.resolve('node:unknown'), { code: 'MODULE_NOT_FOUND' });
  assert.deepStrictEqual([Module.isBuiltin('sys'), Module.isBuiltin(''), Module.isBuiltin(undefined)], [true, false, false]);
}

function questions() {
  write({ 'some/file.js': '' });
  assert.deepStrictEqual([Module._stat(at('some')), Module._stat(at('some/file.js')), Module._stat(at('none')) < 0], [1, 0, true]);
  const here = `./${require('path').relative(process.cwd(), at('some'))}`;
  assert.strictEqual(require.resolve('./file.js', { paths: [here] }), at('some/file.js'));
  assert.throws(() => require.resolve('./file.js', { paths: 'some' }), { code: 'ERR_INVALID_ARG_VALUE', message: /^The property 'options\.paths' is invalid\. Received 'some'/ });
  assert.throws(() => Module.createRequire({}), {
    code: 'ERR_INVALID_ARG_VALUE',
    message: "The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received {}",
  });
}

async function cycles() {
  write({
    'a.js': 'exports.early = 1; exports.b = require("./b")',
    'b.js': 'const a = require("./a"); exports.seen = [a.early, a.late, a.toString === {}.toString, a.__esModule]',
  });
  const warned = once(process, 'warning');
  const a = require(at('a.js'));
  assert.deepStrictEqual(a.b.seen, [1, undefined, true, undefined]);
  assert.strictEqual((await warned)[0].message, "Accessing non-existent property 'late' of module exports inside circular dependency");
  assert.strictEqual(Object.getPrototypeOf(a), Object.prototype);
}

function theMainModule() {
  write({
    'hook.js': 'const Module = require("module"); const { runMain } = Module; Module.runMain = (...args) => { console.log("hooked"); runMain(...args); }',
    'main.js': 'console.log("main")',
  });
  assert.strictEqual(execFileSync(process.execPath, ['-r', at('hook.js'), at('main.js')], { encoding: 'utf8' }), 'hooked\nmain\n');
}

function linksThatAreKept() {
  write({ 'real/index.js': 'exports.peer = require("peer")', 'app/node_modules/peer/index.js': 'module.exports = 1', 'app/index.js': 'console.log(require("linked").peer)' });
  fs.symlinkSync(at('real'), at('app/node_modules/linked'), 'dir');
  const run = (...flags) => execFileSync(process.execPath, [...flags, at('app/index.js')], { encoding: 'utf8', stdio: 'pipe' });
  assert.throws(() => run(), /Cannot find module 'peer'/);
  assert.strictEqual(run('--preserve-symlinks'), '1\n');
}

async function main() {
  assert.ok(root);
  theWrapper();
  builtIns();
  questions();
  await cycles();
  theMainModule();
  linksThatAreKept();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
