'use strict';

/** `ReadableStreamDefaultReader` and `ReadableStreamBYOBReader`. */

const { codes } = require('internal/errors');
const { deferred, finish, isDetached, isKind, kState, setState, stateOf, wrongThis } = require('internal/webstreams/shared');
const streams = require('internal/webstreams/readable_state');
const bytes = require('internal/webstreams/readable_byte_controller');

const DEFAULT = 'ReadableStreamDefaultReader';
const BYOB = 'ReadableStreamBYOBReader';

function attachNew(reader, kind, stream) {
  if (!streams.isReadable(stream)) throw codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
  if (streams.isLocked(stream)) throw streams.invalidState('ReadableStream is locked');
  setState(reader, kind, { stream: undefined, closed: undefined, requests: [] });
  if (kind === BYOB && !(stream[kState].controller instanceof bytes.ReadableByteStreamController)) {
    throw codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
  }
  streams.attach(reader, stream);
}

/** A promise of the next result, and the request that settles it. */
function asked() {
  const { promise, resolve, reject } = deferred();
  return {
    promise,
    chunk(value) { resolve({ value, done: false }); },
    close(value) { resolve({ value, done: true }); },
    error: reject,
  };
}

function closedOf(reader, kind) {
  return isKind(reader, kind) ? reader[kState].closed.promise : wrongThis(kind);
}

function cancel(reader, kind, reason) {
  if (!isKind(reader, kind)) return wrongThis(kind);
  const { stream } = reader[kState];
  if (stream === undefined) return Promise.reject(streams.invalidState('The reader is not attached to a stream'));
  return streams.cancel(stream, reason);
}

function release(reader, kind) {
  const own = stateOf(reader, kind);
  if (own.stream !== undefined) streams.detach(reader);
}

class ReadableStreamDefaultReader {
  constructor(stream) { attachNew(this, DEFAULT, stream); }

  read() {
    if (!isKind(this, DEFAULT)) return wrongThis(DEFAULT);
    if (this[kState].stream === undefined) return Promise.reject(streams.invalidState('The reader is not attached to a stream'));
    const request = asked();
    streams.read(this, request);
    return request.promise;
  }

  releaseLock() { release(this, DEFAULT); }

  get closed() { return closedOf(this, DEFAULT); }

  cancel(reason = undefined) { return cancel(this, DEFAULT, reason); }
}
const shown = (state) => ({ stream: state.stream, readRequests: state.requests.length, close: state.closed?.promise });
finish(ReadableStreamDefaultReader, ['closed', 'read', 'releaseLock', 'cancel'], shown);

class ReadableStreamBYOBReader {
  constructor(stream) { attachNew(this, BYOB, stream); }

  /** Resolves to a view of the same kind on the memory of `view`, which is detached at once. */
  read(view) {
    if (!isKind(this, BYOB)) return wrongThis(BYOB);
    if (!ArrayBuffer.isView(view)) {
      return Promise.reject(codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view));
    }
    if (view.byteLength === 0 || view.buffer.byteLength === 0 || isDetached(view.buffer)) {
      return Promise.reject(streams.invalidState('View or Viewed ArrayBuffer is zero-length or detached'));
    }
    const { stream } = this[kState];
    if (stream === undefined) return Promise.reject(streams.invalidState('The reader is not attached to a stream'));
    const request = asked();
    readInto(this, view, request);
    return request.promise;
  }

  releaseLock() { release(this, BYOB); }

  get closed() { return closedOf(this, BYOB); }

  cancel(reason = undefined) { return cancel(this, BYOB, reason); }
}
finish(ReadableStreamBYOBReader, ['closed', 'read', 'releaseLock', 'cancel'], shown);

function readInto(reader, view, request) {
  const state = reader[kState].stream[kState];
  state.disturbed = true;
  if (state.state === 'errored') request.error(state.storedError);
  else bytes.pullInto(state.controller, view, request);
}

module.exports = { ReadableStreamBYOBReader, ReadableStreamDefaultReader, readInto };
