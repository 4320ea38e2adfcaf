'use strict';

/**
 * The asynchronous context: the stores of AsyncLocalStorages, carried along by what schedules a callback. It is undefined, or
 * [storage, store, rest], which nobody changes, `rest` being a context without that storage. (Arrays are the engine's cheapest objects.)
 *
 * The engine carries it through timers, immediates and native operations, and, from the first store on, through promise
 * reactions and `await`. `process.nextTick` and `queueMicrotask` do so from the first AsyncLocalStorage on. Before that nothing is
 * wrapped, and nothing costs.
 */

const engine = require('internal/engine');
const queues = require('internal/process/tick_queue');

const get = engine.getFrame;

/** Replaces the context of the running code. */
const enter = engine.setFrame;

function runIn(context, fn, thisArg, args) {
  const before = get();
  enter(context);
  try {
    return Reflect.apply(fn, thisArg, args);
  } finally {
    enter(before);
  }
}

function bound(callback) {
  const context = get();
  if (context === undefined) return callback;
  return function(...args) {
    return runIn(context, callback, this, args);
  };
}

function install() {
  queues.carryWith(bound);
}

module.exports = { enter, get, install, runIn };
