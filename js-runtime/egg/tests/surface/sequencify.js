'use strict';

// The order of plugins by what they depend on. (LOAD-029, LOAD-031)
const assert = require('assert');
const sequencify = surface('egg-core/lib/utils/sequencify');

const task = (dependencies = [], optionalDependencies = []) => ({ dependencies, optionalDependencies });
const order = (tasks, names) => sequencify(tasks, names).sequence;

assert.deepStrictEqual(order({ a: task([ 'b' ]), b: task([ 'c' ]), c: task() }, [ 'a' ]), [ 'c', 'b', 'a' ]);
assert.deepStrictEqual(order({ a: task([], [ 'b' ]), b: task() }, [ 'a', 'b' ]), [ 'b', 'a' ]);
// an optional dependency is not enabled by the one that names it, nor is its absence an error
assert.deepStrictEqual(order({ a: task([], [ 'b' ]), b: task() }, [ 'a' ]), [ 'a' ]);
assert.deepStrictEqual(order({ a: task([], [ 'gone', 'b' ]), b: task() }, [ 'a', 'b' ]), [ 'b', 'a' ]);

assert.deepStrictEqual(sequencify({ a: task([ 'x' ]) }, [ 'a' ]), {
  sequence: [], missingTasks: [ 'x' ], recursiveDependencies: [],
});
assert.deepStrictEqual(sequencify({ a: task([ 'b' ]), b: task([ 'a' ]) }, [ 'a' ]), {
  sequence: [], missingTasks: [], recursiveDependencies: [ [ 'a', 'b', 'a' ] ],
});
