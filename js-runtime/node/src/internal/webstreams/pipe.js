'use strict';

/** `readable.pipeTo(writable)`: moves chunks as fast as the writable side asks for them, and hands ends and errors on. */

const { kState, markPromiseHandled, upon } = require('internal/webstreams/shared');
const streams = require('internal/webstreams/readable_state');
const writables = require('internal/webstreams/writable');

/** `options`: { preventClose, preventAbort, preventCancel, signal }. Resolves when the source has ended and all is written. */
function pipe(source, destination, { preventClose, preventAbort, preventCancel, signal }) {
  const { ReadableStreamDefaultReader } = require('internal/webstreams/readable_readers');
  const reader = new ReadableStreamDefaultReader(source);
  const writer = new writables.WritableStreamDefaultWriter(destination);
  const from = source[kState];
  const to = destination[kState];
  from.disturbed = true;
  let shuttingDown = false;
  let lastWrite = Promise.resolve();

  return new Promise((resolve, reject) => {
    let onAbort;

    function finish(failed, reason) {
      writables.release(writer);
      reader.releaseLock();
      signal?.removeEventListener('abort', onAbort);
      if (failed) reject(reason);
      else resolve(undefined);
    }

    /** What was read must be written before the end. */
    function written() {
      const last = lastWrite;
      return last.then(() => (last === lastWrite ? undefined : written()), () => {});
    }

    function shutDown(action, failed, reason) {
      if (shuttingDown) return;
      shuttingDown = true;
      const act = () => {
        if (action === undefined) finish(failed, reason);
        else upon(action(), () => finish(failed, reason), (newReason) => finish(true, newReason));
      };
      if (to.state === 'writable' && !writables.closeQueuedOrInFlight(to)) upon(written(), act, act);
      else act();
    }

    function sourceFailed() {
      const reason = from.storedError;
      shutDown(preventAbort ? undefined : () => writables.abort(destination, reason), true, reason);
    }

    function destinationFailed() {
      const reason = to.storedError;
      shutDown(preventCancel ? undefined : () => streams.cancel(source, reason), true, reason);
    }

    function sourceEnded() {
      shutDown(preventClose ? undefined : () => writables.closeWithErrorPropagation(writer), false);
    }

    function destinationClosed() {
      const reason = streams.invalidState('Destination WritableStream is closed');
      shutDown(preventCancel ? undefined : () => streams.cancel(source, reason), true, reason);
    }

    function step() {
      if (shuttingDown) return;
      if (writables.desiredSize(destination) <= 0) {
        upon(writer[kState].ready.promise, step, () => {});
        return;
      }
      streams.read(reader, {
        chunk(value) {
          lastWrite = writables.write(writer[kState], value);
          markPromiseHandled(lastWrite);
          // The next turn of the queue: a source that is always ready must not starve the rest.
          queueMicrotask(step);
        },
        close() {},
        error() {},
      });
    }

    if (signal !== undefined) {
      onAbort = () => {
        const { reason } = signal;
        const actions = [];
        if (!preventAbort) actions.push(() => (to.state === 'writable' ? writables.abort(destination, reason) : Promise.resolve()));
        if (!preventCancel) actions.push(() => (from.state === 'readable' ? streams.cancel(source, reason) : Promise.resolve()));
        shutDown(() => Promise.all(actions.map((action) => action())), true, reason);
      };
      if (signal.aborted) {
        onAbort();
        return;
      }
      signal.addEventListener('abort', onAbort);
    }

    if (from.state === 'errored') sourceFailed();
    else if (to.state === 'erroring' || to.state === 'errored') destinationFailed();
    else if (from.state === 'closed') sourceEnded();
    else if (writables.closeQueuedOrInFlight(to) || to.state === 'closed') destinationClosed();

    upon(reader[kState].closed.promise, sourceEnded, () => { if (from.state === 'errored') sourceFailed(); });
    upon(writer[kState].closed.promise, () => {}, () => { if (to.state === 'errored' || to.state === 'erroring') destinationFailed(); });
    step();
  });
}

module.exports = { pipe };
