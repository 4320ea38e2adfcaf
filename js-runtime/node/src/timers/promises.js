'use strict';

/** `timers/promises`: timers as promises, to be aborted by an AbortSignal. */

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require('internal/validators');
const { Timeout, Immediate, clearTimeout, clearImmediate } = require('internal/timers');

/** Checks `{ signal, ref }`. Throws what the caller turns into a rejection. */
function readOptions(options) {
  validateObject(options, 'options');
  const { signal, ref = true } = options;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  validateBoolean(ref, 'options.ref');
  return { signal, ref };
}

function cancelled(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

/** A promise that `start(resolve)` will settle; `stop(handle)` when the signal aborts first. */
function abortable(signal, start, stop) {
  if (signal !== undefined && signal.aborted) return Promise.reject(cancelled(signal));
  return new Promise((resolve, reject) => {
    let onAbort;
    const handle = start((value) => {
      if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (signal !== undefined) {
      onAbort = () => {
        stop(handle);
        reject(cancelled(signal));
      };
      signal.addEventListener('abort', onAbort, { once: true });
    }
  });
}

function setTimeout(delay, value, options = {}) {
  let checked;
  try {
    if (delay !== undefined) validateNumber(delay, 'delay');
    checked = readOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return abortable(checked.signal, (done) => {
    const timer = new Timeout(done, delay, [value], false);
    if (!checked.ref) timer.unref();
    return timer;
  }, clearTimeout);
}

function setImmediate(value, options = {}) {
  let checked;
  try {
    checked = readOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  return abortable(checked.signal, (done) => {
    const immediate = new Immediate(done, [value]);
    if (!checked.ref) immediate.unref();
    return immediate;
  }, clearImmediate);
}

async function* setInterval(delay, value, options = {}) {
  if (delay !== undefined) validateNumber(delay, 'delay');
  const { signal, ref } = readOptions(options);
  if (signal !== undefined && signal.aborted) throw cancelled(signal);
  let fired = 0;
  let wake;
  const timer = new Timeout(() => {
    fired++;
    if (wake !== undefined) {
      wake();
      wake = undefined;
    }
  }, delay, undefined, true);
  if (!ref) timer.unref();
  const onAbort = () => {
    clearTimeout(timer);
    if (wake !== undefined) wake();
  };
  if (signal !== undefined) signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (signal === undefined || !signal.aborted) {
      if (fired === 0) await new Promise((resolve) => { wake = resolve; });
      for (; fired > 0; fired--) yield value;
    }
    throw cancelled(signal);
  } finally {
    clearTimeout(timer);
    if (signal !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

class Scheduler {
  constructor() {
    throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  yield() {
    if (this !== scheduler) throw codes.ERR_INVALID_THIS('Scheduler');
    return setImmediate();
  }

  wait(delay, options) {
    if (this !== scheduler) throw codes.ERR_INVALID_THIS('Scheduler');
    return setTimeout(delay, undefined, options);
  }
}
const scheduler = Object.create(Scheduler.prototype);

module.exports = { setTimeout, setImmediate, setInterval, scheduler };
