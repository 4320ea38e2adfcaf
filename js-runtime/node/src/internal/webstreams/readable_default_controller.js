'use strict';

/** `ReadableStreamDefaultController`: a queue of chunks of any kind, filled by an underlying source. */

const { codes } = require('internal/errors');
const { SizedQueue, callbackOf, finish, isKind, kState, nothing, promised, setState, stateOf, upon } = require('internal/webstreams/shared');
const streams = require('internal/webstreams/readable_state');

const KIND = 'ReadableStreamDefaultController';

function canAct(own) {
  return !own.closeRequested && own.stream[kState].state === 'readable';
}

function desiredSize(own) {
  const { state } = own.stream[kState];
  if (state === 'errored') return null;
  return state === 'closed' ? 0 : own.highWaterMark - own.queue.total;
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
  own.size = undefined;
}

function close(own) {
  if (!canAct(own)) return;
  own.closeRequested = true;
  if (own.queue.length > 0) return;
  forget(own);
  streams.close(own.stream);
}

function enqueue(own, chunk) {
  if (!canAct(own)) return;
  const { stream } = own;
  if (streams.isLocked(stream) && streams.pendingReads(stream) > 0) {
    streams.fulfillRead(stream, chunk, false);
  } else {
    try {
      own.queue.push(chunk, own.size(chunk));
    } catch (reason) {
      error(own, reason);
      throw reason;
    }
  }
  pullIfWanted(own);
}

function error(own, reason) {
  if (own.stream[kState].state !== 'readable') return;
  own.queue.clear();
  forget(own);
  streams.fail(own.stream, reason);
}

/** What the stream asks of its controller. */
const steps = {
  cancelSteps(reason) {
    this.queue.clear();
    const result = this.cancel(reason);
    forget(this);
    return result;
  },
  pullSteps(request) {
    if (this.queue.length === 0) {
      streams.addRead(this.stream, request);
      pullIfWanted(this);
      return;
    }
    const chunk = this.queue.shift();
    if (this.closeRequested && this.queue.length === 0) {
      forget(this);
      streams.close(this.stream);
    } else {
      pullIfWanted(this);
    }
    request.chunk(chunk);
  },
  releaseSteps() {},
};

class ReadableStreamDefaultController {
  constructor() { throw codes.ERR_ILLEGAL_CONSTRUCTOR(); }

  get desiredSize() { return desiredSize(stateOf(this, KIND)); }

  close() {
    const own = stateOf(this, KIND);
    if (!canAct(own)) throw streams.invalidState('Controller is already closed');
    close(own);
  }

  enqueue(chunk = undefined) {
    const own = stateOf(this, KIND);
    if (!canAct(own)) throw streams.invalidState('Controller is already closed');
    enqueue(own, chunk);
  }

  error(reason = undefined) { error(stateOf(this, KIND), reason); }
}
finish(ReadableStreamDefaultController, ['desiredSize', 'close', 'enqueue', 'error'], () => ({}));

/** `algorithms`: { start(controller), pull(controller), cancel(reason) }; the latter two give promises. */
function setUp(stream, algorithms, highWaterMark, size) {
  const controller = setState(Object.create(ReadableStreamDefaultController.prototype), KIND, {
    stream, queue: new SizedQueue(), started: false, closeRequested: false, pullAgain: false, pulling: false, highWaterMark, size,
    pull: algorithms.pull, cancel: algorithms.cancel, ...steps,
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

function setUpFromSource(stream, source, highWaterMark, size) {
  const start = callbackOf(source, 'start', 'source');
  const pull = callbackOf(source, 'pull', 'source');
  const cancel = callbackOf(source, 'cancel', 'source');
  return setUp(stream, {
    start: (controller) => (start === undefined ? undefined : Reflect.apply(start, source, [controller])),
    pull: promised(pull ?? nothing, source),
    cancel: promised(cancel ?? nothing, source),
  }, highWaterMark, size);
}

const isDefaultController = (value) => isKind(value, KIND);

module.exports = {
  ReadableStreamDefaultController,
  isDefaultController,
  setUp,
  setUpFromSource,
  /** The members for controllers that are known to be right. */
  close: (controller) => close(controller[kState]),
  enqueue: (controller, chunk) => enqueue(controller[kState], chunk),
  error: (controller, reason) => error(controller[kState], reason),
  canAct: (controller) => canAct(controller[kState]),
  desiredSize: (controller) => desiredSize(controller[kState]),
  hasBackpressure: (controller) => !wantsMore(controller[kState]),
};
