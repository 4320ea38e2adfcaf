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
    try {
      process.emit('exit', Number(process.exitCode) || 0);
    } catch (error) {
      require('internal/process/exceptions').onUncaught(error);
    }
  }
  return Number(process.exitCode) || 0;
}

module.exports = { beforeExit, finish };
