'use strict';

// pipeline: connects streams, iterables and async functions, and makes sure that when one fails all are destroyed.

const { AbortError, aggregateTwoErrors, codes } = require('internal/errors');
const { promisify } = require('internal/util/promisify');
const { validateAbortSignal, validateFunction } = require('internal/validators');
const life = require('internal/streams/destroy');
const { finished } = require('internal/streams/end_of_stream');
const {
  isIterable,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isWebStream,
} = require('internal/streams/introspect');
const { Readable } = require('internal/streams/readable');

/** `pipeline(...streams, callback)`; `callback(error?, value?)`, value: what a last async function resolved to. Returns the last stream. */
function pipeline(...streams) {
  const callback = streams.pop();
  validateFunction(callback, 'streams[stream.length - 1]');
  return run(streams, callback);
}

/** `pipeline` as a promise; a last argument `{ signal, end }` is its options. */
function pipelinePromise(...streams) {
  return new Promise((resolve, reject) => {
    let options;
    const last = streams[streams.length - 1];
    if (last && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !isWebStream(last)) options = streams.pop();
    run(streams, (error, value) => (error ? reject(error) : resolve(value)), options);
  });
}

function run(streams, callback, options) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new codes.ERR_MISSING_ARGS('streams');

  const controller = new AbortController();
  const { signal } = controller;
  const outerSignal = options?.signal;
  validateAbortSignal(outerSignal, 'options.signal');

  let error;
  let value;
  let called = false;
  // Ends that must be reached before the pipeline is over.
  let pending = 0;
  const destroys = [];
  // Listeners to take off the last stream, which lives on when it is readable.
  const lastCleanUps = [];

  function abort() {
    settle(new AbortError(undefined, outerSignal ? { cause: outerSignal.reason } : undefined));
  }
  function done(failure) {
    settle(failure, --pending === 0);
  }
  function settle(failure, final) {
    // A premature close is mostly the echo of another stream's failure.
    if (failure && (!error || error.code === 'ERR_STREAM_PREMATURE_CLOSE')) error = failure;
    if (!error && !final) return;
    while (destroys.length > 0) destroys.shift()(error);
    if (outerSignal) outerSignal.removeEventListener('abort', abort);
    controller.abort();
    if (final) {
      if (!error) lastCleanUps.forEach((cleanUp) => cleanUp());
      // With what is known now: destroying the streams may bring further errors, which are no news.
      process.nextTick(notify, error, value);
    }
  }
  function notify(failure, result) {
    if (called) return;
    called = true;
    callback(failure, result);
  }
  if (outerSignal) outerSignal.addEventListener('abort', abort, { once: true });

  let current;
  for (let i = 0; i < streams.length; i++) {
    const given = streams[i];
    const stream = isWebStream(given) ? require('internal/streams/web_adapters').nodeStreamOf(given, { objectMode: true }) : given;
    const reading = i < streams.length - 1;
    const writing = i > 0;
    const end = reading || options?.end !== false;
    const isLast = i === streams.length - 1;

    if (isNodeStream(stream)) {
      if (end) {
        const { destroy, cleanUp } = destroyOnFailure(stream, reading, writing);
        destroys.push(destroy);
        if (isReadable(stream) && isLast) lastCleanUps.push(cleanUp);
      }
      // Errors between the last write and the close are errors of the pipeline too.
      const onError = (failure) => {
        if (failure && failure.name !== 'AbortError' && failure.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
          settle(failure, false);
        }
      };
      stream.on('error', onError);
      if (isReadable(stream) && isLast) lastCleanUps.push(() => stream.removeListener('error', onError));
    }

    if (i === 0) {
      if (typeof stream === 'function') {
        current = stream({ signal });
        if (!isIterable(current)) throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', current);
      } else if (isIterable(stream) || isReadableNodeStream(stream)) {
        current = stream;
      } else {
        current = require('internal/streams/duplex').Duplex.from(stream);
      }
    } else if (typeof stream === 'function') {
      current = stream(asAsyncIterable(current), { signal });
      if (reading) {
        if (!isIterable(current, true)) throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${i - 1}]`, current);
      } else {
        // The caller gets a stream all the same: the destination's result comes out of it.
        const { PassThrough } = require('internal/streams/passthrough');
        const output = new PassThrough({ objectMode: true });
        const then = current?.then;
        if (typeof then === 'function') {
          pending++;
          then.call(current, (result) => {
            value = result;
            if (result !== null && result !== undefined) output.write(result);
            if (end) output.end();
            process.nextTick(done);
          }, (failure) => {
            output.destroy(failure);
            process.nextTick(done, failure);
          });
        } else if (isIterable(current, true)) {
          pending++;
          pump(current, output, done, end);
        } else {
          throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', current);
        }
        current = output;
        const { destroy, cleanUp } = destroyOnFailure(output, false, true);
        destroys.push(destroy);
        if (isLast) lastCleanUps.push(cleanUp);
      }
    } else if (isNodeStream(stream)) {
      if (isReadableNodeStream(current)) {
        pending += 2;
        const cleanUp = connect(current, stream, done, end);
        if (isReadable(stream) && isLast) lastCleanUps.push(cleanUp);
      } else if (isIterable(current)) {
        pending++;
        pump(current, stream, done, end);
      } else {
        throw new codes.ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], current);
      }
      current = stream;
    } else {
      current = require('internal/streams/duplex').Duplex.from(stream);
    }
  }

  if (signal.aborted || outerSignal?.aborted) process.nextTick(abort);
  return current;
}

/** Watches `stream`, so that it is destroyed on failure only if it did not come to its own end. */
function destroyOnFailure(stream, reading, writing) {
  let over = false;
  stream.on('close', () => {
    over = true;
  });
  const cleanUp = finished(stream, { readable: reading, writable: writing }, (error) => {
    over = !error;
  });
  return {
    cleanUp,
    destroy(error) {
      if (over) return;
      over = true;
      life.destroyer(stream, error || new codes.ERR_STREAM_DESTROYED('pipe'));
    },
  };
}

function asAsyncIterable(value) {
  if (isIterable(value)) return value;
  // An old-style stream, which cannot iterate by itself.
  if (isReadableNodeStream(value)) return iterateOnDemand(value);
  throw new codes.ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

/** Listens to `stream` only when somebody iterates. */
async function* iterateOnDemand(stream) {
  yield* Readable.prototype[Symbol.asyncIterator].call(stream);
}

/** Stream to stream. Calls `done` twice: for the source and for the destination. */
function connect(source, dest, done, end) {
  let ended = false;
  dest.on('close', () => {
    if (!ended) done(new codes.ERR_STREAM_PREMATURE_CLOSE());
  });
  // The end is ours to pass on: pipe's own would end `dest` once more.
  source.pipe(dest, { end: false });
  if (end) {
    const endDest = () => {
      ended = true;
      dest.end();
    };
    if (isReadableFinished(source)) process.nextTick(endDest);
    else source.once('end', endDest);
  } else {
    done();
  }
  finished(source, { readable: true, writable: false }, (error) => {
    const state = source._readableState;
    if (error && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && state?.ended && !state.errored && !state.errorEmitted) {
      // Destroyed with its data complete but not delivered: the destination may still get it all.
      source.once('end', done).once('error', done);
    } else {
      done(error);
    }
  });
  return finished(dest, { readable: false, writable: true }, done);
}

/** Iterable to stream, waiting for 'drain'. */
async function pump(iterable, writable, done, end) {
  let error;
  let wake = null;
  function resume(failure) {
    if (failure) error = failure;
    if (wake) {
      const wakeUp = wake;
      wake = null;
      wakeUp();
    }
  }
  const room = () => new Promise((resolve, reject) => {
    if (error) {
      reject(error);
    } else {
      wake = () => {
        if (error) reject(error);
        else resolve();
      };
    }
  });
  writable.on('drain', resume);
  const cleanUp = finished(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await room();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await room();
    }
    if (end) {
      writable.end();
      await room();
    }
    done();
  } catch (failure) {
    done(error !== failure ? aggregateTwoErrors(error, failure) : failure);
  } finally {
    cleanUp();
    writable.off('drain', resume);
  }
}

// Both forms are known by one name, and promisify() gives the one for the other.
Object.defineProperty(pipelinePromise, 'name', { __proto__: null, value: 'pipeline', configurable: true });
Object.defineProperty(pipeline, promisify.custom, { __proto__: null, enumerable: true, get: () => pipelinePromise });

module.exports = { pipeline, pipelinePromise, runPipeline: run };
