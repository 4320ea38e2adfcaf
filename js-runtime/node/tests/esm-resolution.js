'use strict';

// NODE-094: what a specifier of an import means, and with which error it means nothing.

const assert = require('assert');
const fs = require('fs');
const { test } = require('./support/cases');
const { root, at, url, write } = require('./support/folder');

write({
  'from.mjs': 'export default (specifier, options) => import(specifier, options); export const resolve = import.meta.resolve;',
  'file.mjs': 'export const file = 1;',
  'with space.mjs': 'export default import.meta.filename;',
  'attributed.mjs': '',
  'folder/index.js': 'exports.index = 1;',
  'script.js': 'exports.script = 1;',
  'text.txt': 'text',
  'data.json': { key: [1] },
  'broken.json': '{broken',
});

// Node looks for what it proposes in the working folder.
process.chdir(root);

/** Imports from a module in the root. */
const load = async (specifier, options) => (await import(at('from.mjs'))).default(specifier, options);

/** Each of the specifiers is rejected with that error, in the words of Node. */
async function rejected(cases) {
  for (const [specifier, name, code, message, options] of cases) {
    const error = await load(specifier, options).then(() => assert.fail(`${specifier} was loaded`), (caught) => caught);
    assert.deepStrictEqual([error.name, error.code, error.message], [name, code, message], specifier);
  }
}

const imported = `imported from ${at('from.mjs')}`;

test('files', async () => {
  assert.strictEqual((await load('./file.mjs')).file, 1);
  assert.strictEqual((await load(at('file.mjs'))).file, 1);
  assert.strictEqual(await load('./file.mjs'), await load(url('file.mjs')));
  assert.strictEqual((await load('./with%20space.mjs')).default, at('with space.mjs'));
  assert.strictEqual((await load('./with space.mjs')).default, at('with space.mjs'));
  fs.symlinkSync(at('file.mjs'), at('link.mjs'));
  assert.strictEqual(await load('./link.mjs'), await load('./file.mjs'));
  const [plain, query, hash] = await Promise.all([load('./file.mjs'), load('./file.mjs?a=1'), load('./file.mjs#b')]);
  assert.ok(plain !== query && query !== hash && plain !== hash);
});

test('files that are not there, folders, what has no extension that tells', async () => {
  await rejected([
    ['./none.mjs', 'Error', 'ERR_MODULE_NOT_FOUND', `Cannot find module '${at('none.mjs')}' ${imported}`],
    ['./script', 'Error', 'ERR_MODULE_NOT_FOUND', `Cannot find module '${at('script')}' ${imported}\nDid you mean to import "./script.js"?`],
    ['./folder', 'Error', 'ERR_UNSUPPORTED_DIR_IMPORT', `Directory import '${at('folder')}' is not supported resolving ES modules ${imported}\nDid you mean to import "./folder/index.js"?`],
    ['./a%2fb.mjs', 'TypeError', 'ERR_INVALID_MODULE_SPECIFIER', `Invalid module "${root}/a%2fb.mjs" must not include encoded "/" or "\\" characters ${imported}`],
    ['./text.txt', 'TypeError', 'ERR_UNKNOWN_FILE_EXTENSION', `Unknown file extension ".txt" for ${at('text.txt')}`],
  ]);
  const error = await load('./none.mjs').catch((caught) => caught);
  assert.deepStrictEqual([error.url, Object.keys(error)], [url('none.mjs'), ['code', 'url']]);
});

test('URLs', async () => {
  assert.strictEqual((await load('data:text/javascript,export default 6 * 7')).default, 42);
  assert.strictEqual((await load(`data:text/javascript;charset=utf-8,export default ${encodeURIComponent("'é%'")}`)).default, 'é%');
  assert.strictEqual((await load('data:text/javascript;base64,ZXhwb3J0IGRlZmF1bHQgOQ==')).default, 9);
  assert.strictEqual((await load('data:text/javascript,import fs from "node:fs"; export default typeof fs.readFile')).default, 'function');
  await rejected([
    ['http://localhost/a.js', 'Error', 'ERR_UNSUPPORTED_ESM_URL_SCHEME', "Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol 'http:'"],
    ['node:nothing', 'Error', 'ERR_UNKNOWN_BUILTIN_MODULE', 'No such built-in module: node:nothing'],
    ['data:text/plain,x', 'RangeError', 'ERR_UNKNOWN_MODULE_FORMAT', 'Unknown module format: text/plain for URL data:text/plain,x'],
    ['data:text/javascript,import "./file.mjs"', 'TypeError', 'ERR_UNSUPPORTED_RESOLVE_REQUEST',
      'Failed to resolve module specifier "./file.mjs" from "data:text/javascript,import "./file.mjs"": Invalid relative URL or base scheme is not hierarchical.'],
  ]);
});

test('packages', async () => {
  write({
    'node_modules/mapped/package.json': {
      name: 'mapped',
      exports: {
        '.': { import: './import.mjs', require: './require.cjs' },
        './node-first': { node: { import: './import.mjs' }, default: './none.js' },
        './features/*.js': './features/*.mjs',
        './features/private/*': null,
        './fallback': ['not-a-path', './import.mjs'],
        './outside': '../outside.mjs',
        './absent': './absent.mjs',
        './never': { nothing: './import.mjs' },
      },
      imports: { '#own': './own.mjs', '#builtin': 'path', '#other': 'mained', '#deep/*': './features/*.mjs' },
    },
    'node_modules/mapped/import.mjs': 'export default "import"; export { default as own } from "#own"; export { sep } from "#builtin"; export { default as main } from "#other"; export { name } from "#deep/a"; export { default as self } from "mapped/features/a.js";',
    'node_modules/mapped/require.cjs': 'module.exports = "require";',
    'node_modules/mapped/own.mjs': 'export default "own";',
    'node_modules/mapped/features/a.mjs': 'export const name = "a"; export default import.meta.resolve("mapped");',
    'node_modules/mapped/features/private/b.mjs': '',
    'node_modules/mained/package.json': { name: 'mained', main: 'lib' },
    'node_modules/mained/lib/index.js': 'module.exports = "mained";',
    'node_modules/mained/lib/deep.js': 'exports.deep = 1;',
    'node_modules/@scope/pkg/package.json': { name: '@scope/pkg', main: './main.js', type: 'module' },
    'node_modules/@scope/pkg/main.js': 'export default "scoped";',
    'node_modules/@scope/pkg/bare': 'export default "without an extension";',
    'node_modules/empty/package.json': {},
  });
  const mapped = await load('mapped');
  assert.deepStrictEqual([mapped.default, mapped.own, mapped.sep, mapped.main, mapped.name, mapped.self],
    ['import', 'own', '/', 'mained', 'a', url('node_modules/mapped/import.mjs')]);
  assert.strictEqual(await load('mapped/node-first'), mapped);
  assert.strictEqual(await load('mapped/fallback'), mapped);
  assert.strictEqual((await load('mapped/features/a.js')).name, 'a');
  assert.strictEqual((await load('mained/lib/deep.js')).deep, 1);
  assert.deepStrictEqual([(await load('@scope/pkg')).default, (await load('@scope/pkg/bare')).default], ['scoped', 'without an extension']);
  const json = at('node_modules/mapped/package.json');
  await rejected([
    ['nowhere', 'Error', 'ERR_MODULE_NOT_FOUND', `Cannot find package 'nowhere' ${imported}`],
    ['@scope/nowhere/sub', 'Error', 'ERR_MODULE_NOT_FOUND', `Cannot find package '@scope/nowhere' ${imported}`],
    ['empty', 'Error', 'ERR_MODULE_NOT_FOUND', `Cannot find package '${at('node_modules/empty/index.js')}' ${imported}`],
    ['mapped/other', 'Error', 'ERR_PACKAGE_PATH_NOT_EXPORTED', `Package subpath './other' is not defined by "exports" in ${json} ${imported}`],
    ['mapped/never', 'Error', 'ERR_PACKAGE_PATH_NOT_EXPORTED', `Package subpath './never' is not defined by "exports" in ${json} ${imported}`],
    ['mapped/features/private/b', 'Error', 'ERR_PACKAGE_PATH_NOT_EXPORTED', `Package subpath './features/private/b' is not defined by "exports" in ${json} ${imported}`],
    ['mapped/absent', 'Error', 'ERR_MODULE_NOT_FOUND', `Cannot find module '${at('node_modules/mapped/absent.mjs')}' ${imported}`],
    ['mapped/outside', 'Error', 'ERR_INVALID_PACKAGE_TARGET', `Invalid "exports" target "../outside.mjs" defined for './outside' in the package config ${json} ${imported}; targets must start with "./"`],
    ['mained/lib', 'Error', 'ERR_UNSUPPORTED_DIR_IMPORT', `Directory import '${at('node_modules/mained/lib')}' is not supported resolving ES modules ${imported}\nDid you mean to import "mained/lib/index.js"?`],
    ['#own', 'TypeError', 'ERR_PACKAGE_IMPORT_NOT_DEFINED', `Package import specifier "#own" is not defined ${imported}`],
    ['@scope', 'TypeError', 'ERR_INVALID_MODULE_SPECIFIER', `Invalid module "@scope" is not a valid package name ${imported}`],
    ['.hidden', 'TypeError', 'ERR_INVALID_MODULE_SPECIFIER', `Invalid module ".hidden" is not a valid package name ${imported}`],
  ]);
});

test('JSON with its attribute, and attributes that are wrong', async () => {
  const json = await load('./data.json', { with: { type: 'json' } });
  assert.deepStrictEqual([Object.keys(json), json.default], [['default'], { key: [1] }]);
  assert.strictEqual(json.default, require(at('data.json')));
  assert.strictEqual((await load('data:application/json,{"z":1}', { with: { type: 'json' } })).default.z, 1);
  write({ 'imports-json.mjs': 'import data from "./data.json" with { type: "json" }; export default data;' });
  assert.strictEqual((await load('./imports-json.mjs')).default, json.default);
  await rejected([
    ['./data.json', 'TypeError', 'ERR_IMPORT_ASSERTION_TYPE_MISSING', `Module "${url('data.json')}" needs an import attribute of type "json"`],
    ['./file.mjs', 'TypeError', 'ERR_IMPORT_ASSERTION_TYPE_FAILED', `Module "${url('file.mjs')}" is not of type "json"`, { with: { type: 'json' } }],
    ['./data.json', 'TypeError', 'ERR_IMPORT_ASSERTION_TYPE_UNSUPPORTED', 'Import attribute type "css" is unsupported', { with: { type: 'css' } }],
    ['./attributed.mjs', 'TypeError', 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED', 'Import attribute "other" with value "x" is not supported', { with: { other: 'x' } }],
  ]);
  await assert.rejects(load('./broken.json', { with: { type: 'json' } }), (error) => error instanceof SyntaxError && error.message.startsWith(`${at('broken.json')}: `));
  // What failed with the wrong attributes is fine without them.
  assert.strictEqual((await load('./file.mjs')).file, 1);
});

test('import.meta.resolve says where a thing would be', async () => {
  const { resolve } = await import(at('from.mjs'));
  assert.deepStrictEqual([resolve('./none.mjs'), resolve('./folder'), resolve('mapped'), resolve('http://a/b'), resolve('node:fs')],
    [url('none.mjs'), url('folder'), url('node_modules/mapped/import.mjs'), 'http://a/b', 'node:fs']);
  assert.throws(() => resolve('mapped/other'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
});
