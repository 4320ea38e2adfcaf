'use strict';

/** `timers`: setTimeout, setInterval, setImmediate and their opposites. */

const { validateFunction } = require('internal/validators');
const { Timeout, Immediate, clearTimeout, clearImmediate } = require('internal/timers');

const kPromisify = Symbol.for('nodejs.util.promisify.custom');

// The extra arguments that `args` holds from `from` on; undefined when there are none.
function extra(args, from) {
  return args.length > from ? Array.prototype.slice.call(args, from) : undefined;
}

function setTimeout(callback, after) {
  validateFunction(callback, 'callback');
  return new Timeout(callback, after, extra(arguments, 2), false);
}

function setInterval(callback, repeat) {
  validateFunction(callback, 'callback');
  return new Timeout(callback, repeat, extra(arguments, 2), true);
}

function clearInterval(timer) {
  clearTimeout(timer);
}

function setImmediate(callback) {
  validateFunction(callback, 'callback');
  return new Immediate(callback, extra(arguments, 1));
}

for (const [from, name] of [[setTimeout, 'setTimeout'], [setImmediate, 'setImmediate']]) {
  Object.defineProperty(from, kPromisify, {
    enumerable: true,
    get() { return require('timers/promises')[name]; },
  });
}

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
};
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('timers/promises'); },
});

// ---- Deprecated: items that carry their own timer --------------------------------------------------------------------

const kItemTimer = Symbol('itemTimer');

function startItem(item, isRef) {
  const { _idleTimeout: after } = item;
  if (typeof after !== 'number' || after < 0) return;
  if (item[kItemTimer] !== undefined) clearTimeout(item[kItemTimer]);
  const timer = setTimeout(() => {
    if (typeof item._onTimeout === 'function') item._onTimeout();
  }, after);
  if (!isRef) timer.unref();
  item[kItemTimer] = timer;
  item._idleStart = timer._idleStart;
}

/** Says after how many milliseconds `item._onTimeout()` is to be called, once `active(item)` starts the time. */
function enroll(item, msecs) {
  const { validateNumber } = require('internal/validators');
  const { TIMEOUT_MAX } = require('internal/timers');
  const { codes } = require('internal/errors');
  validateNumber(msecs, 'msecs');
  if (!(msecs >= 0 && msecs !== Infinity)) throw codes.ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  if (item[kItemTimer] !== undefined) unenroll(item);
  if (msecs > TIMEOUT_MAX) {
    process.emitWarning(
      `${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${TIMEOUT_MAX}.`,
      'TimeoutOverflowWarning');
    msecs = TIMEOUT_MAX;
  }
  item._idleTimeout = msecs;
}

function unenroll(item) {
  if (item[kItemTimer] !== undefined) {
    clearTimeout(item[kItemTimer]);
    item[kItemTimer] = undefined;
  }
  if (item instanceof Timeout) clearTimeout(item);
  item._idleTimeout = -1;
}

function active(item) { startItem(item, true); }

const advice = 'Please use timeout.refresh() instead.';
Object.assign(module.exports, {
  _unrefActive: deprecated(function _unrefActive(item) { startItem(item, false); }, advice, 'DEP0127'),
  active: deprecated(active, advice, 'DEP0126'),
  unenroll: deprecated(unenroll, 'Please use clearTimeout instead.', 'DEP0096'),
  enroll: deprecated(enroll, 'Please use setTimeout instead.', 'DEP0095'),
});

function deprecated(fn, instead, code) {
  return require('internal/util/deprecate').deprecate(fn, `timers.${fn.name}() is deprecated. ${instead}`, code);
}
