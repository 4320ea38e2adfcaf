'use strict';

/**
 * `WritableStream`, its writer and its controller. A stream's state: { state: 'writable' | 'erroring' | 'errored' | 'closed',
 * storedError, writer, controller, backpressure, writes (deferreds that wait), writing (the one in flight), closing (asked for),
 * closingNow (in flight), aborting }.
 */

const { codes } = require('internal/errors');
const { AbortController } = require('internal/abort_controller');
const {
  SizedQueue, callbackOf, deferred, finish, highWaterMarkOf, isKind, kState, markPromiseHandled, nothing, promised, rejectedDeferred,
  resolvedDeferred, setState, sizeOf, stateOf, upon, wrongThis,
} = require('internal/webstreams/shared');

const STREAM = 'WritableStream';
const WRITER = 'WritableStreamDefaultWriter';
const CONTROLLER = 'WritableStreamDefaultController';
/** Stands in a controller's queue for the end. */
const END = Symbol('end');

const invalidState = (message) => codes.ERR_INVALID_STATE.TypeError(message);
const isWritable = (value) => isKind(value, STREAM);
const isLocked = (stream) => stream[kState].writer !== undefined;

function closeQueuedOrInFlight(state) {
  return state.closing !== undefined || state.closingNow !== undefined;
}

function setBackpressure(state, backpressure) {
  if (state.writer !== undefined && backpressure !== state.backpressure) {
    const writer = state.writer[kState];
    if (backpressure) writer.ready = deferred();
    else writer.ready.resolve();
  }
  state.backpressure = backpressure;
}

/** A rejected `ready` takes the place of one that is settled already. */
function ensureReadyRejected(writer, reason, wasPending) {
  if (wasPending) {
    writer.ready.reject(reason);
    markPromiseHandled(writer.ready.promise);
  } else {
    writer.ready = rejectedDeferred(reason);
  }
}

function startErroring(stream, reason) {
  const state = stream[kState];
  const controller = state.controller[kState];
  state.state = 'erroring';
  state.storedError = reason;
  if (state.writer !== undefined) ensureReadyRejected(state.writer[kState], reason, state.backpressure && !closeQueuedOrInFlight(state));
  if (!hasOperationInFlight(state) && controller.started) finishErroring(stream);
}

function hasOperationInFlight(state) {
  return state.writing !== undefined || state.closingNow !== undefined;
}

function finishErroring(stream) {
  const state = stream[kState];
  state.state = 'errored';
  const controller = state.controller[kState];
  controller.queue.clear();
  for (const write of state.writes.splice(0)) write.reject(state.storedError);
  const { aborting } = state;
  if (aborting === undefined) {
    rejectCloseAndClosed(state);
    return;
  }
  state.aborting = undefined;
  if (aborting.wasErroring) {
    aborting.reject(state.storedError);
    rejectCloseAndClosed(state);
    return;
  }
  const aborted = controller.abort(aborting.reason);
  forget(controller);
  upon(aborted, () => {
    aborting.resolve();
    rejectCloseAndClosed(state);
  }, (reason) => {
    aborting.reject(reason);
    rejectCloseAndClosed(state);
  });
}

function rejectCloseAndClosed(state) {
  state.end?.reject(state.storedError);
  if (state.closing !== undefined) {
    state.closing.reject(state.storedError);
    state.closing = undefined;
  }
  if (state.writer !== undefined) {
    const { closed } = state.writer[kState];
    closed.reject(state.storedError);
    markPromiseHandled(closed.promise);
  }
}

function dealWithRejection(stream, reason) {
  if (stream[kState].state === 'writable') startErroring(stream, reason);
  else finishErroring(stream);
}

function abort(stream, reason) {
  const state = stream[kState];
  if (state.state === 'closed' || state.state === 'errored') return Promise.resolve();
  state.controller[kState].abortController.abort(reason);
  if (state.state === 'closed' || state.state === 'errored') return Promise.resolve();
  if (state.aborting !== undefined) return state.aborting.promise;
  const wasErroring = state.state === 'erroring';
  state.aborting = { ...deferred(), reason: wasErroring ? undefined : reason, wasErroring };
  const { promise } = state.aborting;
  if (!wasErroring) startErroring(stream, reason);
  return promise;
}

function close(stream) {
  const state = stream[kState];
  if (state.state === 'closed' || state.state === 'errored') return Promise.reject(invalidState('WritableStream is closed'));
  state.closing = deferred();
  const { promise } = state.closing;
  if (state.writer !== undefined && state.backpressure && state.state === 'writable') state.writer[kState].ready.resolve();
  const controller = state.controller[kState];
  controller.queue.push(END, 0);
  advance(controller);
  return promise;
}

function write(writer, chunk) {
  const { stream } = writer;
  const state = stream[kState];
  const controller = state.controller[kState];
  let size = 1;
  try {
    if (controller.size !== undefined) size = controller.size(chunk);
  } catch (reason) {
    if (state.state === 'writable') startErroring(stream, reason);
  }
  if (stream !== writer.stream) return Promise.reject(invalidState('Mismatched WritableStreams'));
  if (state.state === 'errored') return Promise.reject(state.storedError);
  if (closeQueuedOrInFlight(state) || state.state === 'closed') return Promise.reject(invalidState('WritableStream is closed'));
  if (state.state === 'erroring') return Promise.reject(state.storedError);
  const waiting = deferred();
  state.writes.push(waiting);
  try {
    controller.queue.push({ chunk }, size);
  } catch (reason) {
    if (state.state === 'writable') startErroring(stream, reason);
    return waiting.promise;
  }
  if (!closeQueuedOrInFlight(state) && state.state === 'writable') setBackpressure(state, desiredSizeOf(controller) <= 0);
  advance(controller);
  return waiting.promise;
}

const desiredSizeOf = (controller) => controller.highWaterMark - controller.queue.total;

function forget(controller) {
  controller.write = undefined;
  controller.close = undefined;
  controller.abort = undefined;
  controller.size = undefined;
}

/** Starts what comes next in the queue, if nothing is under way. */
function advance(controller) {
  const { stream } = controller;
  const state = stream[kState];
  if (!controller.started || state.writing !== undefined) return;
  if (state.state === 'erroring') {
    finishErroring(stream);
    return;
  }
  if (controller.queue.length === 0) return;
  const next = controller.queue.peek();
  if (next === END) runClose(controller);
  else runWrite(controller, next.chunk);
}

function runClose(controller) {
  const { stream } = controller;
  const state = stream[kState];
  state.closingNow = state.closing;
  state.closing = undefined;
  controller.queue.shift();
  const closed = controller.close();
  forget(controller);
  upon(closed, () => {
    state.closingNow.resolve();
    state.closingNow = undefined;
    if (state.state === 'erroring') {
      state.storedError = undefined;
      if (state.aborting !== undefined) {
        state.aborting.resolve();
        state.aborting = undefined;
      }
    }
    state.state = 'closed';
    state.end?.resolve();
    if (state.writer !== undefined) state.writer[kState].closed.resolve();
  }, (reason) => {
    state.closingNow.reject(reason);
    state.closingNow = undefined;
    if (state.aborting !== undefined) {
      state.aborting.reject(reason);
      state.aborting = undefined;
    }
    dealWithRejection(stream, reason);
  });
}

function runWrite(controller, chunk) {
  const { stream } = controller;
  const state = stream[kState];
  state.writing = state.writes.shift();
  upon(controller.write(chunk, controller.controller), () => {
    state.writing.resolve();
    state.writing = undefined;
    controller.queue.shift();
    if (!closeQueuedOrInFlight(state) && state.state === 'writable') setBackpressure(state, desiredSizeOf(controller) <= 0);
    advance(controller);
  }, (reason) => {
    if (state.state === 'writable') forget(controller);
    state.writing.reject(reason);
    state.writing = undefined;
    dealWithRejection(stream, reason);
  });
}

class WritableStreamDefaultController {
  constructor() { throw codes.ERR_ILLEGAL_CONSTRUCTOR(); }

  get signal() { return stateOf(this, CONTROLLER).abortController.signal; }

  error(reason = undefined) {
    const { stream } = stateOf(this, CONTROLLER);
    if (stream[kState].state === 'writable') error(this, reason);
  }
}
finish(WritableStreamDefaultController, ['signal', 'error'], (state) => ({ stream: state.stream }));

/** Ends the stream with an error from inside. */
function error(controller, reason) {
  const own = controller[kState];
  forget(own);
  startErroring(own.stream, reason);
}

/** `algorithms`: { start(controller), write(chunk, controller), close(), abort(reason) }; the latter three give promises. */
function setUp(stream, algorithms, highWaterMark, size) {
  const controller = setState(Object.create(WritableStreamDefaultController.prototype), CONTROLLER, {
    stream, queue: new SizedQueue(), started: false, highWaterMark, size, abortController: new AbortController(),
    write: algorithms.write, close: algorithms.close, abort: algorithms.abort,
  });
  const own = controller[kState];
  own.controller = controller;
  const state = stream[kState];
  state.controller = controller;
  setBackpressure(state, desiredSizeOf(own) <= 0);
  upon(Promise.resolve(algorithms.start(controller)), () => {
    own.started = true;
    advance(own);
  }, (reason) => {
    own.started = true;
    dealWithRejection(stream, reason);
  });
}

function init(stream) {
  return setState(stream, STREAM, {
    state: 'writable', storedError: undefined, writer: undefined, controller: undefined, backpressure: false, writes: [],
    writing: undefined, closing: undefined, closingNow: undefined, aborting: undefined,
  });
}

class WritableStream {
  constructor(sink = {}, strategy = {}) {
    const type = sink?.type;
    if (type !== undefined) throw codes.ERR_INVALID_ARG_VALUE.RangeError('type', type);
    init(this);
    const size = sizeOf(strategy);
    const highWaterMark = highWaterMarkOf(strategy, 1);
    const start = callbackOf(sink, 'start', 'sink');
    const writeChunk = callbackOf(sink, 'write', 'sink');
    const closeSink = callbackOf(sink, 'close', 'sink');
    const abortSink = callbackOf(sink, 'abort', 'sink');
    setUp(this, {
      start: (controller) => (start === undefined ? undefined : Reflect.apply(start, sink, [controller])),
      write: promised(writeChunk ?? nothing, sink),
      close: promised(closeSink ?? nothing, sink),
      abort: promised(abortSink ?? nothing, sink),
    }, highWaterMark, size);
  }

  get locked() {
    stateOf(this, STREAM);
    return isLocked(this);
  }

  abort(reason = undefined) {
    if (!isWritable(this)) return wrongThis(STREAM);
    if (isLocked(this)) return Promise.reject(invalidState('WritableStream is locked'));
    return abort(this, reason);
  }

  close() {
    if (!isWritable(this)) return wrongThis(STREAM);
    if (isLocked(this)) return Promise.reject(invalidState('WritableStream is locked'));
    if (closeQueuedOrInFlight(this[kState])) return Promise.reject(invalidState('Failure closing WritableStream'));
    return close(this);
  }

  getWriter() {
    stateOf(this, STREAM);
    return new WritableStreamDefaultWriter(this);
  }
}
finish(WritableStream, ['locked', 'abort', 'close', 'getWriter'], (state, self) => ({ locked: isLocked(self), state: state.state }));

class WritableStreamDefaultWriter {
  constructor(stream) {
    if (!isWritable(stream)) throw codes.ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    if (isLocked(stream)) throw invalidState('WritableStream is locked');
    const state = stream[kState];
    setState(this, WRITER, { stream, ready: undefined, closed: undefined });
    state.writer = this;
    const own = this[kState];
    if (state.state === 'writable') {
      own.ready = !closeQueuedOrInFlight(state) && state.backpressure ? deferred() : resolvedDeferred();
      own.closed = deferred();
    } else if (state.state === 'erroring') {
      own.ready = rejectedDeferred(state.storedError);
      own.closed = deferred();
    } else if (state.state === 'closed') {
      own.ready = resolvedDeferred();
      own.closed = resolvedDeferred();
    } else {
      own.ready = rejectedDeferred(state.storedError);
      own.closed = rejectedDeferred(state.storedError);
    }
    markPromiseHandled(own.closed.promise);
    markPromiseHandled(own.ready.promise);
  }

  get closed() { return isKind(this, WRITER) ? this[kState].closed.promise : wrongThis(WRITER); }

  get desiredSize() {
    const { stream } = stateOf(this, WRITER);
    if (stream === undefined) throw invalidState('Writer is not bound to a WritableStream');
    return desiredSize(stream);
  }

  get ready() { return isKind(this, WRITER) ? this[kState].ready.promise : wrongThis(WRITER); }

  abort(reason = undefined) {
    if (!isKind(this, WRITER)) return wrongThis(WRITER);
    if (this[kState].stream === undefined) return Promise.reject(invalidState('Writer is not bound to a WritableStream'));
    return abort(this[kState].stream, reason);
  }

  close() {
    if (!isKind(this, WRITER)) return wrongThis(WRITER);
    const { stream } = this[kState];
    if (stream === undefined) return Promise.reject(invalidState('Writer is not bound to a WritableStream'));
    if (closeQueuedOrInFlight(stream[kState])) return Promise.reject(invalidState('Failure to close WritableStream'));
    return close(stream);
  }

  releaseLock() {
    const { stream } = stateOf(this, WRITER);
    if (stream !== undefined) release(this);
  }

  write(chunk = undefined) {
    if (!isKind(this, WRITER)) return wrongThis(WRITER);
    if (this[kState].stream === undefined) return Promise.reject(invalidState('Writer is not bound to a WritableStream'));
    return write(this[kState], chunk);
  }
}
finish(WritableStreamDefaultWriter, ['closed', 'ready', 'desiredSize', 'abort', 'close', 'releaseLock', 'write'], (state) => ({
  stream: state.stream, close: state.closed.promise, ready: state.ready.promise,
  desiredSize: state.stream === undefined ? null : desiredSize(state.stream),
}));

function desiredSize(stream) {
  const state = stream[kState];
  if (state.state === 'errored' || state.state === 'erroring') return null;
  return state.state === 'closed' ? 0 : desiredSizeOf(state.controller[kState]);
}

function release(writer) {
  const own = writer[kState];
  const state = own.stream[kState];
  const reason = invalidState('Writer has been released');
  ensureReadyRejected(own, reason, state.state === 'writable' && state.backpressure && !closeQueuedOrInFlight(state));
  if (state.state === 'writable' || state.state === 'erroring') {
    own.closed.reject(reason);
    markPromiseHandled(own.closed.promise);
  } else {
    own.closed = rejectedDeferred(reason);
  }
  state.writer = undefined;
  own.stream = undefined;
}

/** A stream made from inside, over algorithms that give promises. */
function create(algorithms, highWaterMark = 1, size = () => 1) {
  const stream = init(Object.create(WritableStream.prototype));
  setUp(stream, algorithms, highWaterMark, size);
  return stream;
}

/** For a pipe: closes what may be closing or failed already. */
function closeWithErrorPropagation(writer) {
  const state = writer[kState].stream[kState];
  if (closeQueuedOrInFlight(state) || state.state === 'closed') return Promise.resolve();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  return close(writer[kState].stream);
}

module.exports = {
  WritableStream, WritableStreamDefaultController, WritableStreamDefaultWriter,
  abort, closeQueuedOrInFlight, closeWithErrorPropagation, create, desiredSize, error, isLocked, isWritable, release, write,
};
