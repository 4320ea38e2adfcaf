'use strict';

/**
 * `ReadableByteStreamController` and `ReadableStreamBYOBRequest`: a queue of bytes. Readers may bring their own buffers; each waits
 * as a descriptor { buffer, byteOffset, byteLength, filled, elementSize, View, reader: 'default' | 'byob' | 'none' }.
 */

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { callbackOf, finish, isDetached, kState, nothing, promised, setState, stateOf, transferBuffer, upon } = require('internal/webstreams/shared');
const streams = require('internal/webstreams/readable_state');

const KIND = 'ReadableByteStreamController';
const REQUEST = 'ReadableStreamBYOBRequest';

function canAct(own) {
  return !own.closeRequested && own.stream[kState].state === 'readable';
}

function desiredSize(own) {
  const { state } = own.stream[kState];
  if (state === 'errored') return null;
  return state === 'closed' ? 0 : own.highWaterMark - own.total;
}

function wantsMore(own) {
  if (!canAct(own) || !own.started) return false;
  const { stream } = own;
  if (streams.isLocked(stream) && streams.pendingReads(stream) > 0) return true;
  return desiredSize(own) > 0;
}

function pullIfWanted(own) {
  if (!wantsMore(own)) return;
  if (own.pulling) {
    own.pullAgain = true;
    return;
  }
  own.pulling = true;
  upon(own.pull(own.controller), () => {
    own.pulling = false;
    if (own.pullAgain) {
      own.pullAgain = false;
      pullIfWanted(own);
    }
  }, (reason) => error(own, reason));
}

function forget(own) {
  own.pull = undefined;
  own.cancel = undefined;
}

function invalidateRequest(own) {
  if (own.request === null) return;
  Object.assign(own.request[kState], { controller: undefined, view: null });
  own.request = null;
}

function error(own, reason) {
  if (own.stream[kState].state !== 'readable') return;
  invalidateRequest(own);
  own.waiting = [];
  clearQueue(own);
  forget(own);
  streams.fail(own.stream, reason);
}

function clearQueue(own) {
  own.queue = [];
  own.total = 0;
}

function close(own) {
  if (!canAct(own)) return;
  if (own.total > 0) {
    own.closeRequested = true;
    return;
  }
  if (own.waiting.length > 0 && own.waiting[0].filled % own.waiting[0].elementSize !== 0) {
    const reason = streams.invalidState('Partial read');
    error(own, reason);
    throw reason;
  }
  forget(own);
  streams.close(own.stream);
}

function addBytes(own, buffer, byteOffset, byteLength) {
  own.queue.push({ buffer, byteOffset, byteLength });
  own.total += byteLength;
}

/** A copy of bytes of `buffer`; running out of memory is the stream's end. */
function addCopy(own, buffer, byteOffset, byteLength) {
  let copy;
  try {
    copy = buffer.slice(byteOffset, byteOffset + byteLength);
  } catch (reason) {
    error(own, reason);
    throw reason;
  }
  addBytes(own, copy, 0, byteLength);
}

/** What a reader that left had got already goes back to the queue. */
function returnToQueue(own, descriptor) {
  if (descriptor.filled > 0) addCopy(own, descriptor.buffer, descriptor.byteOffset, descriptor.filled);
  own.waiting.shift();
}

function viewOf(descriptor) {
  const { View, buffer, byteOffset, filled, elementSize } = descriptor;
  // Whose constructor is not to be called.
  if (View === Buffer) return Buffer.from(transferBuffer(buffer), byteOffset, filled);
  return new View(transferBuffer(buffer), byteOffset, filled / elementSize);
}

/** Hands a filled descriptor to whoever waits for it. */
function commit(stream, descriptor) {
  const done = stream[kState].state === 'closed';
  streams.fulfillRead(stream, viewOf(descriptor), done);
}

/** Copies from the queue into the descriptor; whether it has enough. */
function fill(own, descriptor) {
  const { elementSize } = descriptor;
  const most = Math.min(own.total, descriptor.byteLength - descriptor.filled);
  const reached = descriptor.filled + most;
  const aligned = reached - reached % elementSize;
  const ready = aligned >= elementSize && aligned > descriptor.filled - descriptor.filled % elementSize;
  let left = ready ? aligned - descriptor.filled : most;
  while (left > 0) {
    const head = own.queue[0];
    const bytes = Math.min(left, head.byteLength);
    new Uint8Array(descriptor.buffer, descriptor.byteOffset + descriptor.filled, bytes)
      .set(new Uint8Array(head.buffer, head.byteOffset, bytes));
    if (head.byteLength === bytes) {
      own.queue.shift();
    } else {
      head.byteOffset += bytes;
      head.byteLength -= bytes;
    }
    own.total -= bytes;
    descriptor.filled += bytes;
    left -= bytes;
  }
  return ready;
}

/** After the queue gave something away: it may have been the last. */
function drained(own) {
  if (own.total === 0 && own.closeRequested) {
    forget(own);
    streams.close(own.stream);
  } else {
    pullIfWanted(own);
  }
}

function serveWaiting(own) {
  while (own.waiting.length > 0 && own.total > 0) {
    const first = own.waiting[0];
    if (!fill(own, first)) return;
    own.waiting.shift();
    commit(own.stream, first);
  }
}

function takeChunk(own) {
  const { buffer, byteOffset, byteLength } = own.queue.shift();
  own.total -= byteLength;
  drained(own);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function serveReads(own) {
  while (streams.pendingReads(own.stream) > 0 && own.total > 0) {
    const request = own.stream[kState].reader[kState].requests.shift();
    request.chunk(takeChunk(own));
  }
}

function enqueue(own, chunk) {
  if (!canAct(own)) return;
  const { buffer, byteOffset, byteLength } = chunk;
  if (isDetached(buffer)) throw streams.invalidState('ArrayBuffer is detached');
  const bytes = transferBuffer(buffer);
  const { stream } = own;
  if (own.waiting.length > 0) {
    const first = own.waiting[0];
    if (isDetached(first.buffer)) throw streams.invalidState('Destination ArrayBuffer is detached');
    invalidateRequest(own);
    first.buffer = transferBuffer(first.buffer);
    if (first.reader === 'none') returnToQueue(own, first);
  }
  if (streams.hasDefaultReader(stream)) {
    serveReads(own);
    if (streams.pendingReads(stream) === 0) {
      addBytes(own, bytes, byteOffset, byteLength);
    } else {
      own.waiting.shift();
      streams.fulfillRead(stream, new Uint8Array(bytes, byteOffset, byteLength), false);
    }
  } else {
    addBytes(own, bytes, byteOffset, byteLength);
    if (streams.hasByobReader(stream)) serveWaiting(own);
  }
  pullIfWanted(own);
}

function pullInto(own, view, request) {
  const { stream } = own;
  const View = view.constructor;
  const elementSize = View === DataView ? 1 : View.BYTES_PER_ELEMENT;
  const { byteOffset, byteLength } = view;
  let buffer;
  try {
    buffer = transferBuffer(view.buffer);
  } catch (reason) {
    request.error(reason);
    return;
  }
  const descriptor = {
    buffer, byteOffset, byteLength, filled: 0, elementSize, View, reader: 'byob',
  };
  if (own.waiting.length > 0) {
    own.waiting.push(descriptor);
    streams.addRead(stream, request);
    return;
  }
  if (stream[kState].state === 'closed') {
    request.close(new View(descriptor.buffer, descriptor.byteOffset, 0));
    return;
  }
  if (own.total > 0) {
    if (fill(own, descriptor)) {
      const filled = viewOf(descriptor);
      drained(own);
      request.chunk(filled);
      return;
    }
    if (own.closeRequested) {
      const reason = streams.invalidState('ReadableStream closed');
      error(own, reason);
      request.error(reason);
      return;
    }
  }
  own.waiting.push(descriptor);
  streams.addRead(stream, request);
  pullIfWanted(own);
}

function respondWhenClosed(own, first) {
  if (first.reader === 'none') own.waiting.shift();
  if (!streams.hasByobReader(own.stream)) return;
  while (streams.pendingReads(own.stream) > 0) commit(own.stream, own.waiting.shift());
}

function respondWhenReadable(own, bytes, first) {
  if (first.filled + bytes > first.byteLength) throw codes.ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytes);
  first.filled += bytes;
  if (first.reader === 'none') {
    returnToQueue(own, first);
    serveWaiting(own);
    return;
  }
  if (first.filled < first.elementSize) return;
  own.waiting.shift();
  const rest = first.filled % first.elementSize;
  if (rest > 0) {
    const end = first.byteOffset + first.filled;
    addCopy(own, first.buffer, end - rest, rest);
    first.filled -= rest;
  }
  commit(own.stream, first);
  serveWaiting(own);
}

function respondWith(own, bytes) {
  const first = own.waiting[0];
  invalidateRequest(own);
  if (own.stream[kState].state === 'closed') respondWhenClosed(own, first);
  else respondWhenReadable(own, bytes, first);
  pullIfWanted(own);
}

function respond(own, bytes) {
  const first = own.waiting[0];
  if (own.stream[kState].state === 'closed') {
    if (bytes !== 0) throw codes.ERR_INVALID_ARG_VALUE('bytesWritten', bytes);
  } else {
    if (bytes === 0) throw codes.ERR_INVALID_ARG_VALUE('bytesWritten', bytes);
    if (first.filled + bytes > first.byteLength) throw codes.ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytes);
  }
  first.buffer = transferBuffer(first.buffer);
  respondWith(own, bytes);
}

function respondWithView(own, view) {
  const first = own.waiting[0];
  const { byteLength, byteOffset, buffer } = view;
  if (own.stream[kState].state === 'closed') {
    if (byteLength !== 0) throw codes.ERR_INVALID_STATE.TypeError('View is not zero-length');
  } else if (byteLength === 0) {
    throw codes.ERR_INVALID_STATE.TypeError('View is zero-length');
  }
  if (first.byteOffset + first.filled !== byteOffset) throw codes.ERR_INVALID_ARG_VALUE.RangeError('view', view);
  if (first.filled + byteLength > first.byteLength) throw codes.ERR_INVALID_ARG_VALUE.RangeError('view', view);
  if (first.buffer.byteLength !== buffer.byteLength) throw codes.ERR_INVALID_ARG_VALUE.RangeError('view', view);
  first.buffer = transferBuffer(buffer);
  respondWith(own, byteLength);
}

function byobRequest(own) {
  if (own.request === null && own.waiting.length > 0) {
    const first = own.waiting[0];
    const view = new Uint8Array(first.buffer, first.byteOffset + first.filled, first.byteLength - first.filled);
    own.request = setState(Object.create(ReadableStreamBYOBRequest.prototype), REQUEST, { controller: own, view });
  }
  return own.request;
}

const steps = {
  cancelSteps(reason) {
    invalidateRequest(this);
    this.waiting = [];
    clearQueue(this);
    const result = this.cancel(reason);
    forget(this);
    return result;
  },
  pullSteps(request) {
    if (this.total > 0) {
      request.chunk(takeChunk(this));
      return;
    }
    const size = this.autoAllocateChunkSize;
    if (size !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (reason) {
        request.error(reason);
        return;
      }
      this.waiting.push({ buffer, byteOffset: 0, byteLength: size, filled: 0, elementSize: 1, View: Uint8Array, reader: 'default' });
    }
    streams.addRead(this.stream, request);
    pullIfWanted(this);
  },
  releaseSteps() {
    if (this.waiting.length === 0) return;
    this.waiting[0].reader = 'none';
    this.waiting.length = 1;
  },
};

class ReadableStreamBYOBRequest {
  constructor() { throw codes.ERR_ILLEGAL_CONSTRUCTOR(); }

  get view() { return stateOf(this, REQUEST).view; }

  respond(bytesWritten) {
    const { controller, view } = stateOf(this, REQUEST);
    if (controller === undefined) throw streams.invalidState('This BYOB request has been invalidated');
    const bytes = Math.trunc(Number(bytesWritten)) || 0;
    if (bytes < 0) throw codes.ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    if (isDetached(view.buffer)) throw streams.invalidState('Viewed ArrayBuffer is detached');
    respond(controller, bytes);
  }

  respondWithNewView(view) {
    const { controller } = stateOf(this, REQUEST);
    if (controller === undefined) throw streams.invalidState('This BYOB request has been invalidated');
    if (!ArrayBuffer.isView(view)) throw codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    if (isDetached(view.buffer)) throw streams.invalidState('Viewed ArrayBuffer is detached');
    respondWithView(controller, view);
  }
}
finish(ReadableStreamBYOBRequest, ['view', 'respond', 'respondWithNewView'], (state) => ({ view: state.view }));

class ReadableByteStreamController {
  constructor() { throw codes.ERR_ILLEGAL_CONSTRUCTOR(); }

  get byobRequest() { return byobRequest(stateOf(this, KIND)); }

  get desiredSize() { return desiredSize(stateOf(this, KIND)); }

  close() {
    const own = stateOf(this, KIND);
    if (own.closeRequested) throw streams.invalidState('Controller is already closed');
    if (own.stream[kState].state !== 'readable') throw streams.invalidState('ReadableStream is already closed');
    close(own);
  }

  enqueue(chunk) {
    const own = stateOf(this, KIND);
    if (!ArrayBuffer.isView(chunk)) throw codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], chunk);
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) {
      throw codes.ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
    }
    if (own.closeRequested) throw streams.invalidState('Controller is already closed');
    if (own.stream[kState].state !== 'readable') throw streams.invalidState('ReadableStream is already closed');
    enqueue(own, chunk);
  }

  error(reason = undefined) { error(stateOf(this, KIND), reason); }
}
finish(ReadableByteStreamController, ['byobRequest', 'desiredSize', 'close', 'enqueue', 'error'], () => ({}));

function setUp(stream, algorithms, highWaterMark, autoAllocateChunkSize) {
  const controller = setState(Object.create(ReadableByteStreamController.prototype), KIND, {
    stream, queue: [], total: 0, started: false, closeRequested: false, pullAgain: false, pulling: false, highWaterMark,
    autoAllocateChunkSize, waiting: [], request: null, pull: algorithms.pull, cancel: algorithms.cancel, ...steps,
  });
  const own = controller[kState];
  own.controller = controller;
  stream[kState].controller = controller;
  upon(Promise.resolve(algorithms.start(controller)), () => {
    own.started = true;
    pullIfWanted(own);
  }, (reason) => error(own, reason));
  return controller;
}

function setUpFromSource(stream, source, highWaterMark) {
  const start = callbackOf(source, 'start', 'source');
  const pull = callbackOf(source, 'pull', 'source');
  const cancel = callbackOf(source, 'cancel', 'source');
  const { autoAllocateChunkSize } = source;
  if (autoAllocateChunkSize === 0) throw codes.ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', autoAllocateChunkSize);
  return setUp(stream, {
    start: (controller) => (start === undefined ? undefined : Reflect.apply(start, source, [controller])),
    pull: promised(pull ?? nothing, source),
    cancel: promised(cancel ?? nothing, source),
  }, highWaterMark, autoAllocateChunkSize === undefined ? undefined : Number(autoAllocateChunkSize));
}

module.exports = {
  ReadableByteStreamController,
  ReadableStreamBYOBRequest,
  setUp,
  setUpFromSource,
  byobRequest: (controller) => byobRequest(controller[kState]),
  close: (controller) => close(controller[kState]),
  enqueue: (controller, chunk) => enqueue(controller[kState], chunk),
  error: (controller, reason) => error(controller[kState], reason),
  pullInto: (controller, view, request) => pullInto(controller[kState], view, request),
  respond: (controller, bytes) => respond(controller[kState], bytes),
  respondWithView: (controller, view) => respondWithView(controller[kState], view),
};
