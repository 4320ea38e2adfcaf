'use strict';

/** `performance.timerify()`: a function that makes an entry, and counts in a histogram, how long each of its calls took. */

const engine = require('internal/engine');
const { codes } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const { enqueue } = require('internal/perf/observe');
const { watched } = require('internal/perf/watched');
const { PerformanceNodeEntry, token } = require('internal/perf/entry');

function ended(name, startTime, args, histogram) {
  const duration = engine.hrtime() - startTime;
  // A call that was too quick for the clock counts as one nanosecond.
  if (histogram !== undefined) histogram.record(Math.max(1, Math.ceil(duration * 1e6)));
  if (watched.function === 0) return;
  const entry = new PerformanceNodeEntry({ token, name, entryType: 'function', startTime, duration, detail: args });
  for (let i = 0; i < args.length; i++) entry[i] = args[i];
  enqueue(entry);
}

/** `options`: { histogram }. A call that throws makes no entry; one that gives a promise ends when that is settled. */
function timerify(fn, options = {}) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  if (histogram !== undefined && (histogram === null || typeof histogram !== 'object' || typeof histogram.record !== 'function')) {
    throw codes.ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
  }
  function timerified(...args) {
    const startTime = engine.hrtime();
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (!new.target && typeof result?.finally === 'function') return result.finally(() => ended(fn.name, startTime, args, histogram));
    ended(fn.name, startTime, args, histogram);
    return result;
  }
  Object.defineProperties(timerified, {
    length: { value: fn.length, configurable: false, enumerable: true },
    name: { value: `timerified ${fn.name}`, configurable: false, enumerable: true },
  });
  return timerified;
}

module.exports = { timerify };
