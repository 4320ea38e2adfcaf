'use strict';

// Cases that run one after the other, each with a name that its failure tells.

const assert = require('assert');

const cases = [];
let done = 0;

/** Adds a case; the file's cases begin when its body is through. */
function test(name, run) {
  if (cases.length === 0) process.nextTick(runAll);
  cases.push([name, run]);
}

async function runAll() {
  for (const [name, run] of cases) {
    try {
      await run();
    } catch (error) {
      error.message = `${name}: ${error.message}`;
      throw error;
    }
    done++;
  }
}

// A case that waits for what never comes ends the process without an error.
process.on('exit', (code) => {
  if (code === 0) assert.strictEqual(done, cases.length, `waited for ever: ${cases[done]?.[0]}`);
});

module.exports = { test };
