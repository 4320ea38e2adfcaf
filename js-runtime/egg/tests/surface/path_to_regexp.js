'use strict';

// Sources are path-to-regexp 1.9.0's.
const assert = require('assert');
const pathToRegexp = surface('internal/koa/path_to_regexp');

const source = (path, options) => pathToRegexp(path, [], options).source;
assert.strictEqual(source('/a/:b'), '^\\/a\\/((?:[^\\/]+?))(?:\\/(?=$))?$');
assert.strictEqual(source('/a/:b?'), '^\\/a(?:\\/((?:[^\\/]+?)))?(?:\\/(?=$))?$');
assert.strictEqual(source('/a/:b(\\d+)/', { end: false }), '^\\/a\\/((?:\\d+))(?:\\/(?=$))?(?=\\/|$)');
assert.strictEqual(source('/:x.:y', { strict: true }), '^\\/((?:[^\\/]+?))\\.((?:[^\\.]+?))$');
assert.strictEqual(pathToRegexp('/a').flags, 'i');
assert.strictEqual(pathToRegexp('/a', [], { sensitive: true }).flags, '');

const keys = [];
assert.strictEqual(pathToRegexp('/:a/(.*)', keys).keys, keys);
assert.deepStrictEqual(keys.map(key => key.name), [ 'a', 0 ]);
assert.deepStrictEqual(pathToRegexp(/^\/(x)(?:y)/, []).keys.map(key => key.name), [ 0 ]);

const fill = pathToRegexp.compile('/u/:id(\\d+)/:rest*');
assert.strictEqual(fill({ id: 1 }), '/u/1');
assert.strictEqual(fill({ id: 1, rest: [ 'a b', 'c' ] }), '/u/1/a%20b/c');
assert.throws(() => fill({}), /Expected "id" to be defined/);
assert.throws(() => fill({ id: 'x' }), /Expected "id" to match "\\d\+", but received "x"/);
