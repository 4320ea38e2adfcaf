'use strict';

/**
 * The asynchronous context: an immutable Map from each AsyncLocalStorage to its store, carried along by what schedules a callback.
 *
 * From the first AsyncLocalStorage on, `process.nextTick`, timers, `queueMicrotask` and `Promise.prototype.then` (so also `catch` and
 * `finally`) hand the context of the call on to the callback. Before that nothing is wrapped, and nothing costs.
 *
 * The engine keeps the context of the running turn, and gives it back to the callbacks of timers and of native operations that
 * started in it, for their whole turns. So what follows an `await` sees the context of the turn that continues it: the right one
 * wherever a turn works for one context, as a request's turns do.
 *
 * Known gap: contexts that are run beside each other in one turn share it after an `await` of what is settled already.
 */

const engine = require('internal/engine');
const { isPromise } = require('util/types');

const originalThen = Promise.prototype.then;

let installed = false;

const get = engine.getFrame;

/** Replaces the context for the rest of this turn. */
const enter = engine.setFrame;

/**
 * Runs `fn` in `context`. What it leaves pending goes on in it, when the turn had no context before. In a turn that had one, the promise
 * that is returned leads whoever awaits it back into that one.
 */
function runIn(context, fn, thisArg, args) {
  const before = get();
  enter(context);
  let keeps = false;
  try {
    const result = Reflect.apply(fn, thisArg, args);
    if (!isPromise(result) || engine.promiseState(result)[0] !== 0) return result;
    if (before === undefined) {
      keeps = true;
      return result;
    }
    return originalThen.call(result, (value) => {
      enter(before);
      return value;
    }, (reason) => {
      enter(before);
      throw reason;
    });
  } finally {
    if (!keeps) enter(before);
  }
}

function bound(callback) {
  const context = get();
  if (context === undefined || typeof callback !== 'function') return callback;
  return function(...args) {
    const before = get();
    enter(context);
    try {
      return Reflect.apply(callback, this, args);
    } finally {
      // In a turn of its own the callback's context is the turn's.
      if (before !== undefined) enter(before);
    }
  };
}

/** A stand-in for `original` whose first argument keeps the context; it has the original's name, length and own properties. */
function carrying(original) {
  const wrapped = function(callback, ...rest) {
    return Reflect.apply(original, this, [bound(callback), ...rest]);
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
  process.nextTick = carrying(process.nextTick);
  // Timers, immediates and operations are carried by the engine.
  if (typeof globalThis.queueMicrotask === 'function') replace(globalThis, 'queueMicrotask', carrying(globalThis.queueMicrotask));

  const carryingThen = {
    then(onFulfilled, onRejected) {
      return originalThen.call(this, bound(onFulfilled), bound(onRejected));
    },
  }.then;
  Object.defineProperty(Promise.prototype, 'then', { value: carryingThen, writable: true, configurable: true, enumerable: false });
}

module.exports = { enter, get, install, runIn };
