'use strict';

/**
 * The nextTick queue, and the way into the engine's queue of promise jobs. The engine calls `runTicks` before the promise jobs of a turn whenever `tickWaiting()` was called.
 */

const engine = require('internal/engine');
const { validateFunction } = require('internal/validators');

// Of each callback three items: itself, how many arguments it gets, and the one or the list of them. `head` is the next one to run.
let queue = [];
let head = 0;

// Ties a callback to the asynchronous context of now; nothing before there is one.
let bind;
// Makes a resource with an id of a callback; nothing before somebody wants to know ids.
let track;

function runTicks() {
  try {
    while (head < queue.length) {
      const callback = queue[head];
      const count = queue[head + 1];
      const args = queue[head + 2];
      // A long chain of ticks that queue ticks must not hold what has run.
      if (head >= 1024) {
        queue.splice(0, head + 3);
        head = 0;
      } else {
        head += 3;
      }
      if (count === 1) callback(args);
      else if (count === 0) callback();
      else if (count === 2) callback(args[0], args[1]);
      else callback(...args);
    }
    queue = [];
    head = 0;
  } finally {
    // A callback threw: the error is reported, and the others have their turn after it.
    if (head < queue.length) engine.tickWaiting();
  }
}

/** `process.nextTick(callback, ...args)`: runs `callback` when the current piece of JavaScript has ended, before promise jobs. */
function nextTick(callback, ...args) {
  validateFunction(callback, 'callback');
  if (process._exiting) return;
  if (head === queue.length) engine.tickWaiting();
  const tied = bind === undefined ? callback : bind(callback);
  const { length } = args;
  queue.push(track === undefined ? tied : track('TickObject', tied, { callback, args }), length, length === 1 ? args[0] : args);
}

/** `process.nextTick(callback, argument)` for a function of the surface, without checks and without a list of arguments. */
function tick(callback, argument) {
  if (bind !== undefined || track !== undefined || process._exiting) {
    nextTick(callback, argument);
    return;
  }
  if (head === queue.length) engine.tickWaiting();
  queue.push(callback, 1, argument);
}

const microtask = globalThis.queueMicrotask;

/** `queueMicrotask(callback)`: runs `callback` among the promise jobs. */
function queueMicrotask(callback) {
  validateFunction(callback, 'callback');
  if (bind !== undefined) engine.markNextJob();
  microtask(track === undefined ? callback : track('Microtask', callback));
}

/** From now on both queues keep the asynchronous context of what they hold; `bound(callback)` ties one to it. */
function carryWith(bound) {
  bind = bound;
}

/** From now on `tracked(type, callback, resource)` stands in for the callbacks of both queues. */
function trackWith(tracked) {
  track = tracked;
}

engine.setTickHook(runTicks);

module.exports = { carryWith, nextTick, queueMicrotask, tick, trackWith };
