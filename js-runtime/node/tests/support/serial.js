'use strict';

// The tests of a file, one after the other: `test(name, run)`. The first that fails ends the script, and is named.

const tests = [];

async function runAll() {
  for (const [name, run] of tests) {
    try {
      await run();
    } catch (error) {
      error.message = `${name}: ${error.message}`;
      throw error;
    }
  }
}

exports.test = function test(name, run) {
  // Once the file has named them all.
  if (tests.push([name, run]) === 1) setImmediate(runAll);
};
