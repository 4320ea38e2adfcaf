'use strict';

// NODE-046 NODE-086 NODE-087 NODE-088 NODE-089 NODE-090 NODE-091 NODE-092 NODE-093 NODE-095: CommonJS, from the files of packages in a temporary folder.

const assert = require('assert');
const fs = require('fs');
const Module = require('module');
const { root, at, write } = require('./support/folder');

function theWrapper() {
  write({
    'wrapper.js': '#!/usr/bin/env node\n' +
      'module.exports = [typeof exports, typeof require, module.exports === exports, __filename, __dirname, this === exports, arguments.length,\n' +
      '  (function () { return this === globalThis; })(), typeof module.constructor, module.id, module.loaded, module.children.length];\n' +
      'undeclared = 1; delete globalThis.undeclared;\n',
  });
  const seen = require(at('wrapper.js'));
  assert.deepStrictEqual(seen, ['object', 'function', true, at('wrapper.js'), root, true, 5, true, 'function', at('wrapper.js'), false, 0]);
  assert.strictEqual(module.constructor, Module);
  assert.strictEqual(require.main, module);
  assert.strictEqual(process.mainModule, module);
  assert.strictEqual(require.cache[at('wrapper.js')].loaded, true);
  assert.strictEqual(Module.wrap('x'), '(function (exports, require, module, __filename, __dirname) { x\n});');
}

function compiled() {
  const own = new Module(at('made.js'));
  own.filename = at('made.js');
  own.paths = Module._nodeModulePaths(root);
  own._compile('exports.made = [__filename, require("path").sep]', at('made.js'));
  assert.deepStrictEqual(own.exports.made, [at('made.js'), '/']);
  assert.deepStrictEqual(Module._nodeModulePaths('/a/node_modules/b'), ['/a/node_modules/b/node_modules', '/a/node_modules', '/node_modules']);
}

function resolution() {
  write({
    'app/file.js': 'exports.from = "file.js"',
    'app/file.json': '{"from": "file.json"}',
    'app/only.json': '\ufeff{"from": "only.json"}',
    'app/common.cjs': 'exports.from = "common.cjs"',
    'app/folder/index.js': 'exports.from = "folder/index.js"',
    'app/mained/package.json': { main: 'lib/start' },
    'app/mained/lib/start.js': 'exports.from = "mained/lib/start.js"',
    'app/wrong/package.json': { main: 'nothing.js' },
    'app/wrong/index.js': 'exports.from = "wrong/index.js"',
    'node_modules/above/index.js': 'exports.from = "above"',
    'node_modules/mapped/package.json': {
      name: 'mapped',
      main: './never.js',
      exports: {
        '.': { import: './never.mjs', node: { require: './required.js' }, default: './never.js' },
        './sub': './sub.js',
        './lib/*.js': './files/*.js',
        './closed/*': null,
        './package.json': './package.json',
      },
      imports: { '#own': './required.js' },
    },
    'node_modules/mapped/required.js': 'exports.from = "mapped"; exports.self = () => require("mapped/sub").from;',
    'node_modules/mapped/sub.js': 'exports.from = "mapped/sub"; exports.own = require("#own").from',
    'node_modules/mapped/files/one.js': 'exports.from = "mapped/lib/one"',
    'node_modules/@scope/name/index.js': 'exports.from = "@scope/name"',
    'elsewhere/node_modules/far/index.js': 'exports.from = "far"',
    'app/start.js': 'module.exports = require',
  });
  const from = require(at('app/start.js'));
  const answers = {
    './file': 'file.js', './file.json': 'file.json', './only': 'only.json', './common.cjs': 'common.cjs', './folder': 'folder/index.js',
    './folder/': 'folder/index.js', './mained': 'mained/lib/start.js', './wrong': 'wrong/index.js', 'above': 'above', 'mapped': 'mapped',
    'mapped/sub': 'mapped/sub', 'mapped/lib/one.js': 'mapped/lib/one', '@scope/name': '@scope/name', [at('app/file')]: 'file.js',
  };
  for (const [name, answer] of Object.entries(answers)) assert.strictEqual(from(name).from, answer, name);
  assert.strictEqual(from('mapped').self(), 'mapped/sub');
  assert.strictEqual(from('mapped/sub').own, 'mapped');
  assert.throws(() => from('mapped/files/one.js'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  assert.throws(() => from('mapped/closed/x'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  assert.throws(() => from('nothing-here'), (error) => {
    assert.strictEqual(error.code, 'MODULE_NOT_FOUND');
    assert.strictEqual(error.message, `Cannot find module 'nothing-here'\nRequire stack:\n- ${at('app/start.js')}\n- ${__filename}`);
    assert.deepStrictEqual(error.requireStack, [at('app/start.js'), __filename]);
    return true;
  });

  // NODE-089: egg finds its plugins so.
  assert.strictEqual(require.resolve('far', { paths: [at('elsewhere')] }), at('elsewhere/node_modules/far/index.js'));
  assert.strictEqual(require.resolve('./file', { paths: [at('app')] }), at('app/file.js'));
  assert.throws(() => require.resolve('far', { paths: [at('app')] }), { code: 'MODULE_NOT_FOUND' });
  assert.deepStrictEqual(from.resolve.paths('x').slice(0, 2), [at('app/node_modules'), at('node_modules')]);
  assert.strictEqual(require.resolve('fs'), 'fs');
}

function links() {
  write({ 'real/index.js': 'exports.count = (globalThis.loads = (globalThis.loads || 0) + 1); exports.file = __filename' });
  fs.symlinkSync(at('real'), at('node_modules/linked'));
  assert.strictEqual(Module.createRequire(at('x.js'))('linked'), require(at('real')));
  assert.strictEqual(require(at('real')).file, at('real/index.js'));
  assert.ok(at('real/index.js') in require.cache && !(at('node_modules/linked/index.js') in require.cache));
}

function theCache() {
  write({ 'counted.js': 'exports.n = Math.random()' });
  const first = require(at('counted.js'));
  assert.strictEqual(require(at('counted.js')), first);
  delete require.cache[at('counted.js')];
  assert.notStrictEqual(require(at('counted.js')), first);
  require.cache[at('counted.js')] = { exports: 'mine', loaded: true };
  assert.strictEqual(require(at('counted.js')), 'mine');
  delete require.cache[at('counted.js')];

  assert.deepStrictEqual(Object.keys(require.extensions), ['.js', '.json', '.node']);
  assert.strictEqual(require.extensions, Module._extensions);
  require.extensions['.text'] = (module, filename) => { module.exports = fs.readFileSync(filename, 'utf8'); };
  write({ 'words.text': 'some words' });
  assert.strictEqual(require(at('words')), 'some words');
  delete require.extensions['.text'];

  // What throws is not kept.
  write({ 'fails.js': 'globalThis.fails = (globalThis.fails || 0) + 1; throw new Error("of the module")' });
  for (let i = 0; i < 2; i++) assert.throws(() => require(at('fails.js')), /of the module/);
  assert.strictEqual(globalThis.fails, 2);
}

function patched() {
  const original = Module._resolveFilename;
  Module._resolveFilename = function(request, ...rest) {
    return original.call(this, request === '@/alias' ? at('app/file') : request, ...rest);
  };
  try {
    assert.strictEqual(require('@/alias').from, 'file.js');
  } finally {
    Module._resolveFilename = original;
  }
}

function cycles() {
  write({
    'a.js': 'exports.early = 1; const b = require("./b"); exports.late = 2; exports.seenByB = b.seen',
    'b.js': 'const a = require("./a"); exports.seen = Object.keys(a)',
  });
  assert.deepStrictEqual(require(at('a.js')), { early: 1, late: 2, seenByB: ['early'] });
}

function json() {
  write({ 'good.json': '\ufeff{"a": [1]}', 'bad.json': '{"a": }' });
  assert.deepStrictEqual(require(at('good.json')), { a: [1] });
  assert.throws(() => require(at('bad.json')), (error) => error instanceof SyntaxError && error.message.startsWith(`${at('bad.json')}: `));
}

function pathsOfTheEnvironment() {
  write({ 'globals/shared/index.js': 'exports.from = "NODE_PATH"', 'print.js': 'console.log(require("shared").from)' });
  const { execFileSync } = require('child_process');
  const output = execFileSync(process.execPath, [at('print.js')], { env: { ...process.env, NODE_PATH: at('globals') }, encoding: 'utf8' });
  assert.strictEqual(output, 'NODE_PATH\n');
}


theWrapper();
compiled();
resolution();
links();
theCache();
patched();
cycles();
json();
pathsOfTheEnvironment();
