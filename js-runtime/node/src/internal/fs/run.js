'use strict';

/**
 * Runs a plan: what an operation is, whether it is then done at once, with a callback or as a promise.
 *
 * A plan is `[native, args, convert]` (one native call; `convert` makes the result of what it gives) or a generator that yields
 * plans and returns the result.
 */

const natives = require('internal/fs/natives');
const asyncContext = require('internal/async_context');
const asyncTracking = require('internal/async_tracking');

function isGenerator(plan) {
  return !Array.isArray(plan);
}

/** Runs a plan at once. Throws its error. */
function runSync(plan) {
  if (isGenerator(plan)) {
    let step = plan.next();
    while (!step.done) {
      let value;
      try {
        value = runSync(step.value);
      } catch (error) {
        step = plan.throw(error);
        continue;
      }
      step = plan.next(value);
    }
    return step.value;
  }
  const value = natives[`${plan[0]}Sync`](...plan[1]);
  return plan[2] === undefined ? value : plan[2](value);
}

/** Runs a plan on the blocking pool: `callback(error)` or `callback(null, value)`. */
function runCallback(plan, callback) {
  start(plan, asyncTracking.request('FSREQCALLBACK', inContext(callback)));
}

/** The callback begins a turn of its own, in the asynchronous context of this call. */
function inContext(callback) {
  const context = asyncContext.get();
  return context === undefined ? callback : (...args) => asyncContext.runIn(context, callback, undefined, args);
}

function start(plan, callback) {
  if (isGenerator(plan)) {
    advance(plan, undefined, undefined, callback);
    return;
  }
  natives[plan[0]]((error, value) => {
    if (error) {
      callback(error);
      return;
    }
    if (plan[2] !== undefined) {
      try {
        value = plan[2](value);
      } catch (failure) {
        callback(failure);
        return;
      }
    }
    if (value === undefined) callback(null);
    else callback(null, value);
  }, ...plan[1]);
}

function advance(generator, error, value, callback) {
  let step;
  try {
    step = error ? generator.throw(error) : generator.next(value);
  } catch (failure) {
    // Never from inside the caller's own turn.
    process.nextTick(callback, failure);
    return;
  }
  if (step.done) {
    if (step.value === undefined) process.nextTick(callback, null);
    else process.nextTick(callback, null, step.value);
    return;
  }
  try {
    start(step.value, (failure, result) => advance(generator, failure, result, callback));
  } catch (failure) {
    advance(generator, failure, undefined, callback);
  }
}

/** Runs a plan on the blocking pool, as a promise. */
function runPromise(plan) {
  return new Promise((resolve, reject) => {
    runCallback(plan, (error, value) => {
      if (error) {
        // Made outside of any JavaScript, so that only this is the stack that a reader can use.
        Error.captureStackTrace(error, runPromise);
        reject(error);
      } else {
        resolve(value);
      }
    });
  });
}

module.exports = { runSync, runCallback, runPromise };
