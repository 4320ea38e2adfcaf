'use strict';

// `finished(stream)`: one call when a stream of any kind is over, whichever of its many endings it takes.

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require('internal/validators');
const {
  isClosed,
  isNodeStream,
  isReadable,
  isReadableErrored,
  isReadableFinished,
  isReadableNodeStream,
  isRequest,
  isWebStream,
  isWritable,
  isWritableErrored,
  isWritableFinished,
  isWritableNodeStream,
  willEmitClose,
} = require('internal/streams/introspect');

function noop() {}

function finishedWeb(stream, options, callback) {
  let over = false;
  const { signal } = options;
  const onAbort = () => settle(new AbortError(undefined, { cause: signal.reason }));
  const settle = (error) => {
    if (over) return;
    over = true;
    signal?.removeEventListener('abort', onAbort);
    process.nextTick(() => Reflect.apply(callback, stream, error === undefined ? [] : [error]));
  };
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  require('internal/webstreams/adapters').endOf(stream).then(() => settle(), settle);
  return noop;
}

/**
 * Calls `callback(error?)` once, when the sides asked for (`options.readable`, `options.writable`; both that the stream has by
 * default) are done, or it failed, or it closed too early (ERR_STREAM_PREMATURE_CLOSE). `options.error` = false: errors
 * do not count. `options.signal`: gives up with an AbortError. Returns a function that takes the listeners off.
 */
function finished(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');
  if (isWebStream(stream)) {
    return finishedWeb(stream, options, callback);
  }
  if (!isNodeStream(stream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }

  let notified = false;
  let releaseSignal = noop;
  const userCallback = callback;
  function notify(error) {
    if (notified) return;
    notified = true;
    releaseSignal();
    if (error === undefined) Reflect.apply(userCallback, stream, []);
    else Reflect.apply(userCallback, stream, [error]);
  }

  const wantsReadable = options.readable ?? isReadableNodeStream(stream);
  const wantsWritable = options.writable ?? isWritableNodeStream(stream);
  const writableState = stream._writableState;
  const readableState = stream._readableState;

  // 'close' settles everything, where it can be relied on for just the sides that are asked for.
  let closeWillCome = willEmitClose(stream) && isReadableNodeStream(stream) === wantsReadable &&
    isWritableNodeStream(stream) === wantsWritable;
  let writableDone = isWritableFinished(stream, false);
  let readableDone = isReadableFinished(stream, false);
  let closed = isClosed(stream);

  function onFinish() {
    writableDone = true;
    // A stream that was destroyed by hand may never come to its 'close'.
    if (stream.destroyed) closeWillCome = false;
    if (closeWillCome && (!stream.writable || wantsReadable)) return;
    if (!wantsReadable || readableDone) notify();
  }
  function onEnd() {
    readableDone = true;
    if (stream.destroyed) closeWillCome = false;
    if (closeWillCome && (!stream.readable || wantsWritable)) return;
    if (!wantsWritable || writableDone) notify();
  }
  function onLegacyEnd() {
    if (!stream.writable) onFinish();
  }
  function onError(error) {
    notify(error);
  }
  function failure() {
    const errored = isWritableErrored(stream) || isReadableErrored(stream);
    return errored && typeof errored !== 'boolean' ? errored : undefined;
  }
  function onClose() {
    closed = true;
    const error = failure();
    if (error) {
      notify(error);
    } else if (wantsReadable && !readableDone && isReadableNodeStream(stream, true) && !isReadableFinished(stream, false)) {
      notify(new codes.ERR_STREAM_PREMATURE_CLOSE());
    } else if (wantsWritable && !writableDone && !isWritableFinished(stream, false)) {
      notify(new codes.ERR_STREAM_PREMATURE_CLOSE());
    } else {
      notify();
    }
  }
  /** It was over before anybody asked. */
  function onAlreadyOver() {
    closed = true;
    notify(failure());
  }
  function onRequest() {
    stream.req.on('finish', onFinish);
  }

  if (isRequest(stream)) {
    stream.on('complete', onFinish);
    if (!closeWillCome) stream.on('abort', onClose);
    if (stream.req) onRequest();
    else stream.on('request', onRequest);
  } else if (wantsWritable && !writableState) {
    // An old-style stream tells of its end in no other way.
    stream.on('end', onLegacyEnd);
    stream.on('close', onLegacyEnd);
  }
  if (!closeWillCome && typeof stream.aborted === 'boolean') stream.on('aborted', onClose);
  stream.on('end', onEnd);
  stream.on('finish', onFinish);
  if (options.error !== false) stream.on('error', onError);
  stream.on('close', onClose);

  if (closed) {
    process.nextTick(onClose);
  } else if (writableState?.errorEmitted || readableState?.errorEmitted) {
    if (!closeWillCome) process.nextTick(onAlreadyOver);
  } else if (!wantsReadable && (!closeWillCome || isReadable(stream)) && (writableDone || isWritable(stream) === false)) {
    process.nextTick(onAlreadyOver);
  } else if (!wantsWritable && (!closeWillCome || isWritable(stream)) && (readableDone || isReadable(stream) === false)) {
    process.nextTick(onAlreadyOver);
  } else if (readableState && stream.req && stream.aborted) {
    process.nextTick(onAlreadyOver);
  }

  function cleanUp() {
    // Nobody is told after this, by what was scheduled above either.
    notified = true;
    releaseSignal();
    stream.removeListener('aborted', onClose);
    stream.removeListener('complete', onFinish);
    stream.removeListener('abort', onClose);
    stream.removeListener('request', onRequest);
    if (stream.req) stream.req.removeListener('finish', onFinish);
    stream.removeListener('end', onLegacyEnd);
    stream.removeListener('close', onLegacyEnd);
    stream.removeListener('finish', onFinish);
    stream.removeListener('end', onEnd);
    stream.removeListener('error', onError);
    stream.removeListener('close', onClose);
  }

  const signal = options.signal;
  if (signal && !closed) {
    const onAbort = () => {
      const wasNotified = notified;
      cleanUp();
      if (wasNotified) return;
      notified = false;
      notify(new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) {
      process.nextTick(onAbort);
    } else {
      signal.addEventListener('abort', onAbort, { once: true });
      releaseSignal = () => signal.removeEventListener('abort', onAbort);
    }
  }
  return cleanUp;
}

/** `finished` as a promise. `options.cleanup` takes the listeners off once it is settled. */
function finishedPromise(stream, options) {
  let removeListeners = false;
  if (options === null) options = {};
  if (options?.cleanup) {
    validateBoolean(options.cleanup, 'cleanup');
    removeListeners = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const cleanUp = finished(stream, options, (error) => {
      if (removeListeners) cleanUp();
      if (error) reject(error);
      else resolve();
    });
  });
}

module.exports = { finished, finishedPromise, noop };
