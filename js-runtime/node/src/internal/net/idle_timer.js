'use strict';

// `socket.setTimeout`: 'timeout' after silence. The socket's reads and writes start the time anew.

const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateFunction, validateNumber } = require('internal/validators');

const kTimer = Symbol('kTimer');

const LONGEST = 2 ** 31 - 1;

/** Milliseconds of a timeout; `name` is the argument's in errors. */
function durationOf(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !Number.isFinite(msecs)) throw new ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  if (msecs > LONGEST) {
    process.emitWarning(
      `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${LONGEST}.`, 'TimeoutOverflowWarning');
    return LONGEST;
  }
  return msecs;
}

/** The method `setTimeout(msecs, callback)`; 0 ends it. */
function setIdleTimeout(msecs, callback) {
  if (this.destroyed) return this;
  this.timeout = msecs;
  msecs = durationOf(msecs, 'msecs');
  clearIdleTimeout(this);
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (msecs === 0) {
    if (callback !== undefined) this.removeListener('timeout', callback);
    return this;
  }
  this[kTimer] = setTimeout(onIdle, msecs, this);
  // Silence keeps no process alive.
  this[kTimer].unref();
  if (callback !== undefined) this.once('timeout', callback);
  return this;
}

function onIdle(socket) {
  socket._onTimeout();
}

function clearIdleTimeout(socket) {
  if (socket[kTimer]) clearTimeout(socket[kTimer]);
  socket[kTimer] = null;
}

/** Traffic: for this socket, and for those that it carries or is carried by. */
function refreshIdleTimeout(socket) {
  for (let one = socket; one; one = one._parent) {
    if (one[kTimer]) one[kTimer].refresh();
  }
}

module.exports = { clearIdleTimeout, durationOf, kTimer, refreshIdleTimeout, setIdleTimeout };
