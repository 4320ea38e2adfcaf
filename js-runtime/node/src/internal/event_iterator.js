'use strict';

/** `events.on(emitter, name)`: the events of an emitter or EventTarget as an async iterator of argument arrays. */

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateInteger, validateObject } = require('internal/validators');
const { listen, unlisten } = require('internal/event_helpers');

const kFirstEventParam = Symbol.for('nodejs.kFirstEventParam');
const kWatermarkData = Symbol.for('nodejs.watermarkData');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

/**
 * `options`: { signal, close: names of events that end the iteration, highWaterMark, lowWaterMark: how many unconsumed events
 * pause and resume the emitter (both default to no limit; `highWatermark` spellings are accepted as Node 20's own modules do) }.
 */
function on(emitter, event, options = {}) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(high, 'options.highWaterMark', 1);
  validateInteger(low, 'options.lowWaterMark', 1);

  const arrived = [];
  const waiting = [];
  const registered = [];
  let error = null;
  let finished = false;
  let paused = false;

  function listenTo(name, listener, flags) {
    listen(emitter, name, listener, flags);
    registered.push([emitter, name, listener]);
  }

  function onEvent(...args) {
    const value = options[kFirstEventParam] ? args[0] : args;
    if (waiting.length > 0) {
      waiting.shift().resolve({ value, done: false });
      return;
    }
    arrived.push(value);
    if (!paused && arrived.length > high) {
      paused = true;
      emitter.pause();
    }
  }

  function onError(reason) {
    if (waiting.length === 0) error = reason;
    else waiting.shift().reject(reason);
    finish();
  }

  function onAbort() {
    onError(new AbortError(undefined, { cause: signal.reason }));
  }

  function finish() {
    for (const [target, name, listener] of registered.splice(0)) unlisten(target, name, listener);
    if (signal !== undefined) signal.removeEventListener('abort', onAbort);
    finished = true;
    for (const promise of waiting.splice(0)) promise.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  }

  const iterator = {
    __proto__: AsyncIteratorPrototype,
    next() {
      // What arrived before an error or the end is still handed out.
      if (arrived.length > 0) {
        const value = arrived.shift();
        if (paused && arrived.length < low) {
          emitter.resume();
          paused = false;
        }
        return Promise.resolve({ value, done: false });
      }
      if (error !== null) {
        const rejected = Promise.reject(error);
        error = null;
        return rejected;
      }
      if (finished) return finish();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      return finish();
    },
    throw(reason) {
      if (!reason || !(reason instanceof Error)) {
        throw codes.ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', reason);
      }
      onError(reason);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [kWatermarkData]: {
      get size() { return arrived.length; },
      get low() { return low; },
      get high() { return high; },
      get isPaused() { return paused; },
    },
  };

  listenTo(event, onEvent);
  if (event !== 'error' && typeof emitter.on === 'function') listenTo('error', onError);
  for (const name of options.close ?? []) listenTo(name, finish);
  if (signal !== undefined) signal.addEventListener('abort', onAbort, { once: true });
  return iterator;
}

module.exports = { on, kFirstEventParam, kWatermarkData };
