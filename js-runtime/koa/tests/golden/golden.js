'use strict';

// What the generators beside this file share. Each records answers of the npm packages that egg installs:
//
//   node js-runtime/koa/tests/golden/<area>.js <folder with egg's node_modules>
//
// writes <area>.json beside it. The tests in js-runtime/koa/tests/<area>.rs replay that file.

const { createRequire } = require('module');
const fs = require('fs');
const path = require('path');

const root = process.argv[2];
if (!root) {
  console.error('usage: node %s <folder with egg\'s node_modules>', path.basename(process.argv[1]));
  process.exit(1);
}

const load = createRequire(path.join(path.resolve(root), 'golden.js'));

/** Writes `areas`, an object of lists, as JSON with one vector a line. */
function save(generator, areas) {
  const parts = Object.entries(areas).map(([ name, vectors ]) => {
    const lines = vectors.map(vector => '    ' + JSON.stringify(vector));
    return `  ${JSON.stringify(name)}: [\n${lines.join(',\n')}\n  ]`;
  });
  fs.writeFileSync(generator.replace(/\.js$/, '.json'), `{\n${parts.join(',\n')}\n}\n`);
}

/** What `call` returns, or the name and message of what it throws. */
function outcome(call) {
  try {
    const value = call();
    return { value: value === undefined ? null : value, undefined: value === undefined ? true : undefined };
  } catch (err) {
    return { error: { name: err.name, message: err.message } };
  }
}

/** Numbers that look random and are the same in every run (a linear congruential generator). */
function numbers(seed) {
  let state = seed >>> 0;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

module.exports = { load, save, outcome, numbers };
