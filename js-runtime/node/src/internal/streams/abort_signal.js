'use strict';

// Destroying a stream when an AbortSignal fires.

const { AbortError, codes } = require('internal/errors');
const { isNodeStream, isWebStream } = require('internal/streams/introspect');

/** Checks both arguments, then as addAbortSignal. */
function checkedAddAbortSignal(signal, stream) {
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
    throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  if (!isNodeStream(stream) && !isWebStream(stream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return addAbortSignal(signal, stream);
}

/** Destroys `stream` with an AbortError (cause: the signal's reason) when `signal` fires, or at once if it has. Returns it. */
function addAbortSignal(signal, stream) {
  if (typeof signal !== 'object' || !('aborted' in signal)) return stream;
  const isWeb = isWebStream(stream);
  const onAbort = () => {
    const reason = new AbortError(undefined, { cause: signal.reason });
    if (isWeb) require('internal/webstreams/adapters').fail(stream, reason);
    else stream.destroy(reason);
  };
  if (signal.aborted) {
    onAbort();
  } else {
    signal.addEventListener('abort', onAbort, { once: true });
    require('internal/streams/end_of_stream').finished(stream, () => signal.removeEventListener('abort', onAbort));
  }
  return stream;
}

module.exports = { addAbortSignal, checkedAddAbortSignal };
