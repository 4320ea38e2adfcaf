'use strict';

// A Readable as an async iterable.

const { AbortError, aggregateTwoErrors, codes } = require('internal/errors');
const { destroyer } = require('internal/streams/destroy');
const { finished } = require('internal/streams/end_of_stream');

function iterate(Readable, stream, options) {
  if (typeof stream.read !== 'function') stream = Readable.wrap(stream, { objectMode: true });
  const scope = { running: false };
  const iterator = chunksOf(stream, options, scope);
  iterator.stream = stream;
  const giveBack = iterator.return;
  // A loop that throws is over before the generator has seen that it is: the engine does not wait for it.
  iterator.return = function(value) {
    if (scope.running && options?.destroyOnReturn !== false) destroyer(stream, null);
    return Reflect.apply(giveBack, this, [value]);
  };
  return iterator;
}

/** Ends with the stream, throws its error, and destroys it when the loop is left early (unless `destroyOnReturn` is false). */
async function* chunksOf(stream, options, scope) {
  scope.running = true;
  let wake = null;
  function next(resolve) {
    if (this === stream) {
      // A 'readable' event.
      if (wake) wake();
      wake = null;
    } else {
      wake = resolve;
    }
  }
  stream.on('readable', next);

  // undefined: running; null: over; else: failed.
  let error;
  const stopWaiting = finished(stream, { writable: false }, (failure) => {
    scope.running = false;
    error = failure ? aggregateTwoErrors(error, failure) : null;
    if (wake) wake();
    wake = null;
  });

  try {
    while (true) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (error) throw error;
      else if (error === null) return;
      else await new Promise(next);
    }
  } catch (failure) {
    error = aggregateTwoErrors(error, failure);
    throw error;
  } finally {
    if ((error || options?.destroyOnReturn !== false) && (error === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', next);
      stopWaiting();
    }
  }
}

function install(Readable) {
  Readable.prototype[Symbol.asyncIterator] = function asyncIterator() {
    return iterate(Readable, this);
  };
  /** `options.destroyOnReturn` = false leaves the stream alone when the loop is left early. */
  Readable.prototype.iterator = function iterator(options) {
    if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    return iterate(Readable, this, options);
  };
  const dispose = Symbol.asyncDispose || Symbol.for('nodejs.asyncDispose');
  Readable.prototype[dispose] = function asyncDispose() {
    let error;
    if (!this.destroyed) {
      error = this.readableEnded ? null : new AbortError();
      this.destroy(error);
    }
    return new Promise((resolve, reject) => {
      finished(this, (failure) => (failure && failure !== error ? reject(failure) : resolve(null)));
    });
  };
}

module.exports = { install };
