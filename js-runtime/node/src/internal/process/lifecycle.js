'use strict';

/** How a script's process ends of itself; `script.rs` calls these. */

/** Nothing is left to do: 'beforeExit' listeners may start something. */
function beforeExit() {
  process.emit('beforeExit', Number(process.exitCode) || 0);
}

/** Nothing was started: 'exit' listeners have the last word on the code, which is returned. */
function finish() {
  if (!process._exiting) {
    process._exiting = true;
    const code = Number(process.exitCode) || 0;
    reportUnsettled();
    try {
      process.emit('exit', code);
    } catch (error) {
      require('internal/process/exceptions').onUncaught(error);
    }
  }
  return Number(process.exitCode) || 0;
}

/** Node's exit code of a main module that waits for what nobody settles any more. */
const UNSETTLED_TOP_LEVEL_AWAIT = 13;

function reportUnsettled() {
  const url = require('internal/cjs').unsettledMain();
  if (url === undefined || process.exitCode !== undefined) return;
  process.exitCode = UNSETTLED_TOP_LEVEL_AWAIT;
  process.stderr.write(`Warning: Detected unsettled top-level await at ${url}\n`);
}

module.exports = { beforeExit, finish };
