'use strict';

/**
 * The asynchronous context: an immutable Map from each AsyncLocalStorage to its store, carried along by what schedules a callback.
 *
 * From the first AsyncLocalStorage on, `process.nextTick`, timers, `queueMicrotask` and `Promise.prototype.then` (so also `catch` and
 * `finally`) hand the context of the call on to the callback. Before that nothing is wrapped, and nothing costs.
 *
 * Known gap: what follows an `await` is continued by the engine without a call of `then`, so it sees the context that is current in the
 * turn of the loop that continues it: the store of `enterWith` in that turn, or none. A callback of native I/O (`fs.readFile(path, cb)`)
 * begins a turn without context; wrap it with `AsyncResource.bind` where the store is needed.
 */

let current;
let installed = false;
let resetPlanned = false;

function get() {
  return current;
}

/** Runs `fn` in `context`, whatever it was before. */
function runIn(context, fn, thisArg, args) {
  const before = current;
  current = context;
  try {
    return Reflect.apply(fn, thisArg, args);
  } finally {
    current = before;
  }
}

/** Replaces the context for the rest of this turn. */
function enter(context) {
  current = context;
  if (resetPlanned) return;
  resetPlanned = true;
  // The next turn must not begin with it. `setImmediate` as it was: what it calls is to end the context, not to carry it.
  originalSetImmediate(() => {
    resetPlanned = false;
    current = undefined;
  }).unref?.();
}

let originalSetImmediate;

function bound(callback) {
  const context = current;
  if (context === undefined || typeof callback !== 'function') return callback;
  return function(...args) {
    return runIn(context, callback, this, args);
  };
}

/** A stand-in for `original` whose first argument keeps the context; it has the original's name, length and own properties. */
function carrying(original) {
  const wrapped = function(callback, ...rest) {
    return current === undefined ? Reflect.apply(original, this, [callback, ...rest]) : Reflect.apply(original, this, [bound(callback), ...rest]);
  };
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (key !== 'prototype') Object.defineProperty(wrapped, key, { ...descriptor, configurable: true });
  }
  return wrapped;
}

function replace(holder, name, value) {
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: descriptor?.enumerable ?? true });
}

function install() {
  if (installed) return;
  installed = true;
  const timers = require('timers');
  originalSetImmediate = timers.setImmediate;
  process.nextTick = carrying(process.nextTick);
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) {
    const original = timers[name];
    const wrapped = carrying(original);
    const isGlobal = globalThis[name] === original;
    timers[name] = wrapped;
    if (isGlobal) replace(globalThis, name, wrapped);
  }
  if (typeof globalThis.queueMicrotask === 'function') replace(globalThis, 'queueMicrotask', carrying(globalThis.queueMicrotask));

  const { then } = Promise.prototype;
  const carryingThen = {
    then(onFulfilled, onRejected) {
      if (current === undefined) return then.call(this, onFulfilled, onRejected);
      return then.call(this, bound(onFulfilled), bound(onRejected));
    },
  }.then;
  Object.defineProperty(Promise.prototype, 'then', { value: carryingThen, writable: true, configurable: true, enumerable: false });
}

module.exports = { enter, get, install, runIn };
