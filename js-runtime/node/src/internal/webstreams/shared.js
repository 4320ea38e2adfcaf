'use strict';

/** What the classes of the Streams standard share: where their state is, queues with sizes, promises, and how they are shown. */

const { markPromiseHandled } = require('internal/engine');
const { codes } = require('internal/errors');
const { finish: finishClass } = require('internal/util/class_finish');

/** Where each object of these classes keeps its state; `kind` of the state is the class's name. */
const kState = Symbol('kState');

/** Gives `object` its state, out of sight of enumeration. */
function setState(object, kind, fields) {
  Object.defineProperty(object, kState, { value: { kind, ...fields }, configurable: true });
  return object;
}

function isKind(value, kind) {
  return value !== null && typeof value === 'object' && value[kState]?.kind === kind;
}

/** The state of `self`, which must be of the class `kind`; otherwise throws ERR_INVALID_THIS. */
function stateOf(self, kind) {
  if (!isKind(self, kind)) throw codes.ERR_INVALID_THIS(kind);
  return self[kState];
}

/** As `stateOf` for asynchronous members, which reject: undefined and a rejection through `wrong`. */
function wrongThis(kind) {
  return Promise.reject(codes.ERR_INVALID_THIS(kind));
}

/** `{ promise, resolve, reject }`. */
const deferred = () => Promise.withResolvers();

function resolvedDeferred(value) {
  return { promise: Promise.resolve(value), resolve() {}, reject() {} };
}

/** A rejected promise that is nobody's fault: it is not reported when nobody looks. */
function rejectedDeferred(reason) {
  const promise = Promise.reject(reason);
  markPromiseHandled(promise);
  return { promise, resolve() {}, reject() {} };
}

function nothing() {}

/** Calls both, or one of them, when `promise` settles; what they throw is a fault of ours and shows as unhandled. */
function upon(promise, onFulfilled, onRejected) {
  Promise.prototype.then.call(promise, onFulfilled, onRejected);
}

/** A callback of an underlying source, sink or transformer as a function that gives a promise. */
function promised(callback, self) {
  return (...args) => {
    try {
      return Promise.resolve(Reflect.apply(callback, self, args));
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** The member `name` of `object`: a function, or undefined. */
function callbackOf(object, name, owner) {
  const callback = object?.[name];
  if (callback !== undefined && typeof callback !== 'function') {
    throw codes.ERR_INVALID_ARG_TYPE(`${owner}.${name}`, 'Function', callback);
  }
  return callback;
}

/** The high water mark of a strategy, or `fallback`. */
function highWaterMarkOf(strategy, fallback) {
  const { highWaterMark } = strategy;
  if (highWaterMark === undefined) return fallback;
  const number = +highWaterMark;
  if (Number.isNaN(number) || number < 0) throw codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', highWaterMark);
  return number;
}

function sizeOf(strategy) {
  const { size } = strategy;
  if (size === undefined) return () => 1;
  if (typeof size !== 'function') throw codes.ERR_INVALID_ARG_TYPE('strategy.size', 'Function', size);
  return (chunk) => Reflect.apply(size, undefined, [chunk]);
}

/** A queue of chunks that knows the sum of their sizes. */
class SizedQueue {
  #entries = [];
  #head = 0;
  total = 0;

  get length() { return this.#entries.length - this.#head; }

  push(value, size) {
    size = +size;
    if (Number.isNaN(size) || size < 0 || size === Infinity) throw codes.ERR_INVALID_ARG_VALUE.RangeError('size', size);
    this.#entries.push(value, size);
    this.total += size;
  }

  shift() {
    const value = this.#entries[this.#head];
    this.total = Math.max(this.total - this.#entries[this.#head + 1], 0);
    this.#entries[this.#head] = undefined;
    this.#head += 2;
    if (this.#head === this.#entries.length) {
      this.#entries = [];
      this.#head = 0;
    } else if (this.#head > 512) {
      this.#entries.splice(0, this.#head);
      this.#head = 0;
    }
    return value;
  }

  peek() { return this.#entries[this.#head]; }

  clear() {
    this.#entries = [];
    this.#head = 0;
    this.total = 0;
  }
}

/** Tag, enumerable members, and what inspection shows: `fields(state, self)`. */
function finish(Class, names, fields) {
  const shown = fields === undefined ? undefined : (self) => {
    if (self === undefined || self === null) throw codes.ERR_INVALID_THIS(Class.name);
    return self[kState] === undefined ? {} : fields(self[kState], self);
  };
  finishClass(Class, names, shown);
}

/** Moves the bytes of `buffer` to a new ArrayBuffer and detaches the old one. */
function transferBuffer(buffer) {
  return ArrayBuffer.prototype.transfer.call(buffer);
}

function isDetached(buffer) {
  return buffer.detached === true;
}

module.exports = {
  SizedQueue,
  callbackOf,
  deferred,
  finish,
  highWaterMarkOf,
  isDetached,
  isKind,
  kState,
  markPromiseHandled,
  nothing,
  promised,
  rejectedDeferred,
  resolvedDeferred,
  setState,
  sizeOf,
  stateOf,
  transferBuffer,
  upon,
  wrongThis,
};
