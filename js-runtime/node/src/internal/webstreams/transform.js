'use strict';

/** `TransformStream`: a writable side whose chunks a transformer turns into chunks of a readable side. */

const { codes } = require('internal/errors');
const { callbackOf, deferred, finish, highWaterMarkOf, isKind, kState, nothing, promised, setState, sizeOf, stateOf } = require('internal/webstreams/shared');
const chunks = require('internal/webstreams/readable_default_controller');
const { createReadable } = require('internal/webstreams/readable');
const writables = require('internal/webstreams/writable');

const KIND = 'TransformStream';
const CONTROLLER = 'TransformStreamDefaultController';

function setBackpressure(own, backpressure) {
  own.changed?.resolve();
  own.changed = deferred();
  own.backpressure = backpressure;
}

function forget(own) {
  own.transform = undefined;
  own.flush = undefined;
}

function errorWritableAndUnblock(own, reason) {
  forget(own);
  const writable = own.writable[kState];
  if (writable.state === 'writable') writables.error(writable.controller, reason);
  if (own.backpressure) setBackpressure(own, false);
}

function fail(own, reason) {
  chunks.error(own.readable[kState].controller, reason);
  errorWritableAndUnblock(own, reason);
}

function enqueue(own, chunk) {
  const { controller } = own.readable[kState];
  if (!chunks.canAct(controller)) throw codes.ERR_INVALID_STATE.TypeError('Unable to enqueue');
  try {
    chunks.enqueue(controller, chunk);
  } catch (reason) {
    errorWritableAndUnblock(own, reason);
    throw own.readable[kState].storedError;
  }
  const backpressure = chunks.hasBackpressure(controller);
  if (backpressure !== own.backpressure) setBackpressure(own, true);
}

function terminate(own) {
  chunks.close(own.readable[kState].controller);
  errorWritableAndUnblock(own, codes.ERR_INVALID_STATE.TypeError('TransformStream has been terminated'));
}

async function transformChunk(own, chunk) {
  try {
    return await own.transform(chunk, own.controller);
  } catch (reason) {
    fail(own, reason);
    throw reason;
  }
}

async function sinkWrite(own, chunk) {
  if (own.backpressure) {
    await own.changed.promise;
    const writable = own.writable[kState];
    if (writable.state === 'erroring') throw writable.storedError;
  }
  return transformChunk(own, chunk);
}

async function sinkClose(own) {
  const { readable } = own;
  const flushed = own.flush(own.controller);
  forget(own);
  try {
    await flushed;
  } catch (reason) {
    fail(own, reason);
    throw readable[kState].storedError;
  }
  if (readable[kState].state === 'errored') throw readable[kState].storedError;
  chunks.close(readable[kState].controller);
}

class TransformStreamDefaultController {
  constructor() { throw codes.ERR_ILLEGAL_CONSTRUCTOR(); }

  get desiredSize() { return chunks.desiredSize(stateOf(this, CONTROLLER).own.readable[kState].controller); }

  enqueue(chunk = undefined) { enqueue(stateOf(this, CONTROLLER).own, chunk); }

  error(reason = undefined) { fail(stateOf(this, CONTROLLER).own, reason); }

  terminate() { terminate(stateOf(this, CONTROLLER).own); }
}
finish(TransformStreamDefaultController, ['desiredSize', 'enqueue', 'error', 'terminate'], (state) => ({ stream: state.own.stream }));

class TransformStream {
  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    const readableType = transformer?.readableType;
    const writableType = transformer?.writableType;
    if (readableType !== undefined) throw codes.ERR_INVALID_ARG_VALUE.RangeError('transformer.readableType', readableType);
    if (writableType !== undefined) throw codes.ERR_INVALID_ARG_VALUE.RangeError('transformer.writableType', writableType);
    const readableMark = highWaterMarkOf(readableStrategy, 0);
    const readableSize = sizeOf(readableStrategy);
    const writableMark = highWaterMarkOf(writableStrategy, 1);
    const writableSize = sizeOf(writableStrategy);
    const start = callbackOf(transformer, 'start', 'transformer');
    const transform = callbackOf(transformer, 'transform', 'transformer');
    const flush = callbackOf(transformer, 'flush', 'transformer');

    const own = {
      stream: this, backpressure: undefined, changed: undefined, readable: undefined, writable: undefined, controller: undefined,
      transform: promised(transform ?? ((chunk, controller) => controller.enqueue(chunk)), transformer),
      flush: promised(flush ?? nothing, transformer),
    };
    setState(this, KIND, {});
    Object.assign(this[kState], own, { stream: this });
    const state = this[kState];
    const started = deferred();
    state.writable = writables.create({
      start: () => started.promise,
      write: (chunk) => sinkWrite(state, chunk),
      close: () => sinkClose(state),
      abort: (reason) => {
        fail(state, reason);
        return Promise.resolve();
      },
    }, writableMark, writableSize);
    state.readable = createReadable({
      start: () => started.promise,
      pull: () => {
        setBackpressure(state, false);
        return state.changed.promise;
      },
      cancel: (reason) => {
        errorWritableAndUnblock(state, reason);
        return Promise.resolve();
      },
    }, readableMark, readableSize);
    setBackpressure(state, true);
    state.controller = setState(Object.create(TransformStreamDefaultController.prototype), CONTROLLER, { own: state });
    if (start === undefined) started.resolve();
    else started.resolve(Reflect.apply(start, transformer, [state.controller]));
  }

  get readable() { return stateOf(this, KIND).readable; }

  get writable() { return stateOf(this, KIND).writable; }
}
finish(TransformStream, ['readable', 'writable'], (state) => ({
  readable: state.readable, writable: state.writable, backpressure: state.backpressure,
}));

module.exports = { TransformStream, TransformStreamDefaultController, isTransform: (value) => isKind(value, KIND) };
