'use strict';

// `socket.setTimeout`: 'timeout' after silence. Reads and writes only note the time: the timer looks at it when it fires, and waits
// for what is left. So a busy socket, or one that is given a timeout after each answer, makes no timers.

const { hrtime: now } = require('internal/engine');
const { codes } = require('internal/errors');
const { validateFunction, validateNumber } = require('internal/validators');

const kTimer = Symbol('kTimer');
/** How long silence may last: ms, 0 for ever. */
const kTimeout = Symbol('kTimeout');
/** When it began, when the timer fires, and after how many ms it does. */
const kSince = Symbol('kSince');
const kDue = Symbol('kDue');
const kSpan = Symbol('kSpan');

const LONGEST = 2 ** 31 - 1;

/** Milliseconds of a timeout; `name` is the argument's in errors. */
function durationOf(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !Number.isFinite(msecs)) throw new codes.ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  if (msecs > LONGEST) {
    process.emitWarning(
      `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${LONGEST}.`, 'TimeoutOverflowWarning');
    return LONGEST;
  }
  return msecs;
}

/** What a socket has before it has a timeout. */
function initialize(socket) {
  socket[kTimer] = null;
  socket[kTimeout] = 0;
  socket[kSince] = 0;
  socket[kDue] = 0;
  socket[kSpan] = 0;
}

/** The method `setTimeout(msecs, callback)`; 0 ends it. */
function setIdleTimeout(msecs, callback) {
  if (this.destroyed) return this;
  this.timeout = msecs;
  msecs = durationOf(msecs, 'msecs');
  this[kTimeout] = msecs;
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (msecs === 0) {
    // A timer that is under way finds out.
    if (callback !== undefined) this.removeListener('timeout', callback);
    return this;
  }
  this[kSince] = now();
  if (this[kTimer] === null || this[kDue] > this[kSince] + msecs) arm(this, msecs);
  if (callback !== undefined) this.once('timeout', callback);
  return this;
}

/**
 * `socket.setTimeout(msecs)` for who does so at every turn: without its checks where that is this module's, and where the socket's handle
 * knows of its traffic (`quietTime`; `isNative`).
 */
function setKnownTimeout(socket, msecs, isNative) {
  if (!isNative || socket.setTimeout !== setIdleTimeout) {
    socket.setTimeout?.(msecs);
    return;
  }
  socket.timeout = msecs;
  socket[kTimeout] = msecs;
  // A timer of no more than so many ms cannot be late; the clock is asked about others alone.
  if (msecs > 0 && (socket[kTimer] === null || (socket[kSpan] > msecs && socket[kDue] > now() + msecs))) arm(socket, msecs);
}

function arm(socket, msecs) {
  if (socket[kTimer] !== null) clearTimeout(socket[kTimer]);
  socket[kDue] = now() + msecs;
  socket[kSpan] = msecs;
  socket[kTimer] = setTimeout(onDue, msecs, socket);
  // Silence keeps no process alive.
  socket[kTimer].unref();
}

function onDue(socket) {
  socket[kTimer] = null;
  const timeout = socket[kTimeout];
  if (timeout === 0 || socket.destroyed) return;
  // Native code reads and writes without a word to JavaScript.
  const silence = Math.min(now() - socket[kSince], socket._handle?.quietTime ?? Infinity);
  // Timers count whole milliseconds.
  if (timeout - silence >= 1) arm(socket, timeout - silence);
  else socket._onTimeout();
}

function clearIdleTimeout(socket) {
  if (socket[kTimer]) clearTimeout(socket[kTimer]);
  socket[kTimer] = null;
  socket[kTimeout] = 0;
}

/** Traffic: for this socket, and for those that it carries or is carried by. */
function refreshIdleTimeout(socket) {
  for (let one = socket; one; one = one._parent) {
    if (!one[kTimeout]) continue;
    one[kSince] = now();
    if (one[kTimer] === null) arm(one, one[kTimeout]);
  }
}

module.exports = { clearIdleTimeout, durationOf, initialize, refreshIdleTimeout, setIdleTimeout, setKnownTimeout };
