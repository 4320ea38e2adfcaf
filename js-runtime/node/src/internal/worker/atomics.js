'use strict';

/** `Atomics.waitAsync`, which the engine does not have. */

const natives = require('internal/worker/natives');

function waitAsync(array, index, value, timeout) {
  const { promise, resolve } = Promise.withResolvers();
  const outcome = natives.waitAsync(array, index, value, timeout, (error, how) => resolve(how));
  return outcome === undefined ? { async: true, value: promise } : { async: false, value: outcome };
}

module.exports = { waitAsync };
