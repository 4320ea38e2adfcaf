'use strict';

/**
 * The states of a ReadableStream and of its readers. A stream's state: { state: 'readable' | 'closed' | 'errored', storedError,
 * disturbed, reader, controller }; a reader's: { stream, closed (a deferred), requests }. A read request is { chunk(value), close(value),
 * error(reason) }.
 */

const { codes } = require('internal/errors');
const { deferred, isKind, kState, markPromiseHandled, nothing, rejectedDeferred, resolvedDeferred } = require('internal/webstreams/shared');

const invalidState = (message) => codes.ERR_INVALID_STATE.TypeError(message);

function isReadable(value) {
  return isKind(value, 'ReadableStream');
}

function isLocked(stream) {
  return stream[kState].reader !== undefined;
}

function readerIs(stream, kind) {
  return isKind(stream[kState].reader, kind);
}

const hasDefaultReader = (stream) => readerIs(stream, 'ReadableStreamDefaultReader');
const hasByobReader = (stream) => readerIs(stream, 'ReadableStreamBYOBReader');

function pendingReads(stream) {
  return stream[kState].reader[kState].requests.length;
}

function addRead(stream, request) {
  stream[kState].reader[kState].requests.push(request);
}

function fulfillRead(stream, chunk, done) {
  const request = stream[kState].reader[kState].requests.shift();
  if (done) request.close(chunk);
  else request.chunk(chunk);
}

function close(stream) {
  const state = stream[kState];
  state.state = 'closed';
  state.end?.resolve();
  if (state.reader === undefined) return;
  const reader = state.reader[kState];
  reader.closed.resolve();
  if (reader.kind === 'ReadableStreamDefaultReader') {
    for (const request of reader.requests.splice(0)) request.close();
  }
}

function fail(stream, reason) {
  const state = stream[kState];
  state.state = 'errored';
  state.storedError = reason;
  state.end?.reject(reason);
  if (state.reader === undefined) return;
  const reader = state.reader[kState];
  reader.closed.reject(reason);
  markPromiseHandled(reader.closed.promise);
  for (const request of reader.requests.splice(0)) request.error(reason);
}

function cancel(stream, reason) {
  const state = stream[kState];
  state.disturbed = true;
  if (state.state === 'closed') return Promise.resolve();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  close(stream);
  if (state.reader !== undefined && hasByobReader(stream)) {
    for (const request of state.reader[kState].requests.splice(0)) request.close(undefined);
  }
  return state.controller[kState].cancelSteps(reason).then(nothing);
}

/** Ties a reader of `kind` to `stream`. */
function attach(reader, stream) {
  const state = stream[kState];
  reader[kState].stream = stream;
  state.reader = reader;
  if (state.state === 'readable') reader[kState].closed = deferred();
  else if (state.state === 'closed') reader[kState].closed = resolvedDeferred();
  else reader[kState].closed = rejectedDeferred(state.storedError);
  if (state.state === 'readable') markPromiseHandled(reader[kState].closed.promise);
}

function detach(reader) {
  const own = reader[kState];
  const state = own.stream[kState];
  const reason = invalidState('Reader released');
  if (state.state === 'readable') {
    own.closed.reject(reason);
    markPromiseHandled(own.closed.promise);
  } else {
    own.closed = rejectedDeferred(reason);
  }
  state.controller[kState].releaseSteps();
  state.reader = undefined;
  own.stream = undefined;
  for (const request of own.requests.splice(0)) request.error(reason);
}

function read(reader, request) {
  const { stream } = reader[kState];
  const state = stream[kState];
  state.disturbed = true;
  if (state.state === 'closed') request.close();
  else if (state.state === 'errored') request.error(state.storedError);
  else state.controller[kState].pullSteps(request);
}

module.exports = {
  addRead, attach, cancel, close, detach, fail, fulfillRead, hasByobReader, hasDefaultReader, invalidState, isLocked, isReadable,
  pendingReads, read,
};
