'use strict';

// The array-like operators of a Readable: map, filter, toArray and their like. Those that give a stream run up to
// `concurrency` calls at a time and keep the order; those that give a promise destroy the stream when they have their answer.

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateInteger, validateObject } = require('internal/validators');
const { finished } = require('internal/streams/end_of_stream');
const { isNodeStream, isWritable } = require('internal/streams/introspect');

const kEmpty = Symbol('kEmpty');
const kEnd = Symbol('kEnd');

function checkOptions(options) {
  if (options !== null && options !== undefined) validateObject(options, 'options');
  if (options?.signal !== null && options?.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
}

function checkFunction(fn, name = 'fn') {
  if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(name, ['Function', 'AsyncFunction'], fn);
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

function compose(stream, options) {
  checkOptions(options);
  if (isNodeStream(stream) && !isWritable(stream)) throw new codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be writable');
  const composed = require('internal/streams/compose').compose(this, stream);
  if (options?.signal) require('internal/streams/abort_signal').addAbortSignal(options.signal, composed);
  return composed;
}

function map(fn, options) {
  checkFunction(fn);
  checkOptions(options);
  let concurrency = 1;
  if (options?.concurrency !== null && options?.concurrency !== undefined) concurrency = Math.floor(options.concurrency);
  let highWaterMark = concurrency - 1;
  if (options?.highWaterMark !== null && options?.highWaterMark !== undefined) highWaterMark = Math.floor(options.highWaterMark);
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(highWaterMark, 'options.highWaterMark', 0);
  highWaterMark += concurrency;

  return async function* mapped() {
    const controller = new AbortController();
    const { signal } = controller;
    const onOuterAbort = () => controller.abort(options.signal.reason);
    if (options?.signal) {
      if (options.signal.aborted) onOuterAbort();
      else options.signal.addEventListener('abort', onOuterAbort, { once: true });
    }
    const stream = this;
    // Results in order of their chunks: promises, values, or the marks.
    const queue = [];
    let next = null;
    let resume = null;
    let done = false;
    let running = 0;

    function onCatch() {
      done = true;
      afterItem();
    }
    function afterItem() {
      running--;
      maybeResume();
    }
    function maybeResume() {
      if (resume && !done && running < concurrency && queue.length < highWaterMark) {
        const wake = resume;
        resume = null;
        wake();
      }
    }
    async function pump() {
      try {
        for await (let item of stream) {
          if (done) return;
          throwIfAborted(signal);
          try {
            item = fn(item, { signal });
            if (item === kEmpty) continue;
            item = Promise.resolve(item);
          } catch (error) {
            item = Promise.reject(error);
          }
          running++;
          item.then(afterItem, onCatch);
          queue.push(item);
          if (next) {
            next();
            next = null;
          }
          if (!done && (queue.length >= highWaterMark || running >= concurrency)) {
            await new Promise((resolve) => {
              resume = resolve;
            });
          }
        }
        queue.push(kEnd);
      } catch (error) {
        const failed = Promise.reject(error);
        failed.then(afterItem, onCatch);
        queue.push(failed);
      } finally {
        done = true;
        if (next) {
          next();
          next = null;
        }
      }
    }

    pump();
    try {
      for (;;) {
        while (queue.length > 0) {
          const result = await queue[0];
          if (result === kEnd) return;
          throwIfAborted(signal);
          if (result !== kEmpty) yield result;
          queue.shift();
          maybeResume();
        }
        await new Promise((resolve) => {
          next = resolve;
        });
      }
    } finally {
      if (options?.signal) options.signal.removeEventListener('abort', onOuterAbort);
      done = true;
      if (resume) {
        resume();
        resume = null;
      }
    }
  }.call(this);
}

function asIndexedPairs(options) {
  checkOptions(options);
  return async function* indexed() {
    let index = 0;
    for await (const chunk of this) {
      throwIfAborted(options?.signal);
      yield [index++, chunk];
    }
  }.call(this);
}

function filter(fn, options) {
  checkFunction(fn);
  return map.call(this, async (value, context) => (await fn(value, context) ? value : kEmpty), options);
}

function flatMap(fn, options) {
  const lists = map.call(this, fn, options);
  return async function* flattened() {
    for await (const list of lists) yield* list;
  }.call(this);
}

/** `number` as drop and take accept it: NaN counts as 0. */
function toCount(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new codes.ERR_OUT_OF_RANGE('number', '>= 0', number);
  return number;
}

function drop(number, options) {
  checkOptions(options);
  let left = toCount(number);
  return async function* dropped() {
    throwIfAborted(options?.signal);
    for await (const chunk of this) {
      throwIfAborted(options?.signal);
      if (left-- <= 0) yield chunk;
    }
  }.call(this);
}

function take(number, options) {
  checkOptions(options);
  let left = toCount(number);
  return async function* taken() {
    throwIfAborted(options?.signal);
    for await (const chunk of this) {
      throwIfAborted(options?.signal);
      if (left-- > 0) yield chunk;
      // Not one chunk more is asked of the source.
      if (left <= 0) return;
    }
  }.call(this);
}

async function some(fn, options) {
  for await (const found of filter.call(this, fn, options)) return found !== kEmpty;
  return false;
}

async function every(fn, options) {
  checkFunction(fn);
  return !(await some.call(this, async (...args) => !(await fn(...args)), options));
}

async function find(fn, options) {
  for await (const found of filter.call(this, fn, options)) return found;
  return undefined;
}

async function forEach(fn, options) {
  checkFunction(fn);
  const calls = map.call(this, async (value, context) => {
    await fn(value, context);
    return kEmpty;
  }, options);
  for await (const never of calls) void never;
}

async function toArray(options) {
  checkOptions(options);
  const result = [];
  for await (const chunk of this) {
    throwIfAborted(options?.signal);
    result.push(chunk);
  }
  return result;
}

async function reduce(reducer, initialValue, options) {
  checkFunction(reducer, 'reducer');
  checkOptions(options);
  let hasValue = arguments.length > 1;
  if (options?.signal?.aborted) {
    const error = new AbortError(undefined, { cause: options.signal.reason });
    // Reported through the promise alone.
    this.once('error', () => {});
    await require('internal/streams/end_of_stream').finishedPromise(this.destroy(error));
    throw error;
  }
  const controller = new AbortController();
  const { signal } = controller;
  const onAbort = () => controller.abort();
  if (options?.signal) {
    options.signal.addEventListener('abort', onAbort, { once: true });
    finished(this, () => options.signal.removeEventListener('abort', onAbort));
  }
  let hasAny = false;
  try {
    for await (const chunk of this) {
      hasAny = true;
      if (options?.signal?.aborted) throw new AbortError();
      if (hasValue) {
        initialValue = await reducer(initialValue, chunk, { signal });
      } else {
        initialValue = chunk;
        hasValue = true;
      }
    }
    if (!hasAny && !hasValue) {
      const error = new codes.ERR_MISSING_ARGS('reduce');
      error.message = 'Reduce of an empty stream requires an initial value';
      throw error;
    }
  } finally {
    controller.abort();
  }
  return initialValue;
}

module.exports = { asIndexedPairs, compose, drop, every, filter, find, flatMap, forEach, map, reduce, some, take, toArray };
