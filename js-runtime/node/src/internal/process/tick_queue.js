'use strict';

/**
 * The nextTick queue, and the way into the engine's queue of promise jobs. The engine calls `runTicks` before the promise jobs of a turn whenever `tickWaiting()` was called.
 */

const engine = require('internal/engine');
const { validateFunction } = require('internal/validators');

// Callback and arguments alternate; `head` is the next one to run.
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
      const args = queue[head + 1];
      // A long chain of ticks that queue ticks must not hold what has run.
      if (head >= 1024) {
        queue.splice(0, head + 2);
        head = 0;
      } else {
        head += 2;
      }
      if (args === undefined) callback();
      else if (args.length === 1) callback(args[0]);
      else if (args.length === 2) callback(args[0], args[1]);
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
  queue.push(track === undefined ? tied : track('TickObject', tied, { callback, args }), args.length === 0 ? undefined : args);
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

module.exports = { carryWith, nextTick, queueMicrotask, trackWith };
