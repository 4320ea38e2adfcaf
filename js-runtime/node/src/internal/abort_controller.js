'use strict';

/** `AbortController` and `AbortSignal` of the DOM standard, with `AbortSignal.abort`, `.timeout` and `.any`. */

const { codes } = require('internal/errors');
const { DOMException } = require('internal/dom_exception');
const { Event, EventTarget, defineEventHandler, initEventTarget, kNewListener, kResistStopPropagation, trust } = require('internal/event_target');
const { validateAbortSignal, validateUint32 } = require('internal/validators');
const { enumerable, show } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** The state of each signal: { aborted, reason, sources: Set of signals or null, dependents: Set of WeakRefs to signals or null }. */
const states = new WeakMap();

function stateOf(signal) {
  const state = states.get(signal);
  if (state === undefined) throw codes.ERR_INVALID_THIS('AbortSignal');
  return state;
}

function describe(self, fields, depth, options) {
  return depth < 0 ? self.constructor.name : show(self, fields, depth, options);
}

/** A signal whose time-out or sources may still abort it must not be collected while somebody listens to it. */
const kept = new Set();

class AbortSignal extends EventTarget {
  constructor() {
    super();
    throw codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get aborted() { return stateOf(this).aborted; }

  get reason() { return stateOf(this).reason; }

  throwIfAborted() {
    const state = stateOf(this);
    if (state.aborted) throw state.reason;
  }

  [kInspect](depth, options) {
    return describe(this, { aborted: this.aborted }, depth, options);
  }

  /** A signal that is aborted already. */
  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    return createSignal(true, reason);
  }

  /** A signal that aborts with a TimeoutError after `delay` milliseconds; its timer does not keep the process alive. */
  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = createSignal();
    const state = stateOf(signal);
    state.pending = true;
    const ref = new WeakRef(signal);
    const { setTimeout } = require('timers');
    setTimeout(() => {
      const target = ref.deref();
      if (target === undefined) return;
      abortSignal(target, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay).unref();
    return signal;
  }

  /** A signal that aborts as soon as one of `signals` does, with its reason. */
  static any(signals) {
    if (signals === null || typeof signals !== 'object' || typeof signals[Symbol.iterator] !== 'function') {
      throw codes.ERR_INVALID_ARG_TYPE('signals', 'Array', signals);
    }
    signals = Array.from(signals);
    require('internal/validators').validateAbortSignalArray(signals, 'signals');
    const result = createSignal();
    for (const signal of signals) {
      if (signal.aborted) {
        const state = stateOf(result);
        state.aborted = true;
        state.reason = signal.reason;
        return result;
      }
    }
    const resultState = stateOf(result);
    resultState.pending = true;
    resultState.sources = new Set();
    const ref = new WeakRef(result);
    for (const signal of signals) {
      const state = stateOf(signal);
      // A composite hands on its own sources, so that no chain of signals has to stay alive.
      for (const source of state.sources === null ? [signal] : state.sources) {
        if (resultState.sources.has(source)) continue;
        resultState.sources.add(source);
        const sourceState = stateOf(source);
        (sourceState.dependents ??= new Set()).add(ref);
      }
    }
    return result;
  }

  [kNewListener](size, type) {
    super[kNewListener](size, type);
    const state = stateOf(this);
    if (type === 'abort' && state.pending && !state.aborted) kept.add(this);
  }

  removeEventListener(type, listener, options = {}) {
    super.removeEventListener(type, listener, options);
    if (type === 'abort' && kept.has(this) && require('internal/event_target').listenersOf(this, 'abort').length === 0) kept.delete(this);
  }
}
defineEventHandler(AbortSignal.prototype, 'abort');
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag, { value: 'AbortSignal', configurable: true });
Object.defineProperty(AbortSignal.prototype, 'removeEventListener', { enumerable: false });
enumerable(AbortSignal.prototype, ['aborted', 'reason', 'throwIfAborted']);

function createSignal(aborted = false, reason = undefined) {
  const signal = Object.create(AbortSignal.prototype);
  initEventTarget(signal);
  Object.defineProperty(signal, require('events').kMaxEventTargetListeners, { value: 0, writable: true, configurable: true });
  states.set(signal, { aborted, reason, sources: null, dependents: null, pending: false });
  return signal;
}

function abortSignal(signal, reason) {
  const state = stateOf(signal);
  if (state.aborted) return;
  state.aborted = true;
  state.reason = reason;
  kept.delete(signal);
  // All dependents are aborted before any listener runs, so that no listener sees a half-aborted set.
  const dependents = [];
  for (const ref of state.dependents ?? []) {
    const dependent = ref.deref();
    if (dependent === undefined || stateOf(dependent).aborted) continue;
    stateOf(dependent).aborted = true;
    stateOf(dependent).reason = reason;
    kept.delete(dependent);
    dependents.push(dependent);
  }
  state.dependents = null;
  signal.dispatchEvent(trust(new Event('abort')));
  for (const dependent of dependents) dependent.dispatchEvent(trust(new Event('abort')));
}

class AbortController {
  #signal;

  get signal() { return this.#signal ??= createSignal(); }

  abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    abortSignal(this.#signal ??= createSignal(), reason);
  }

  [kInspect](depth, options) {
    return describe(this, { signal: this.signal }, depth, options);
  }
}
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { value: 'AbortController', configurable: true });
enumerable(AbortController.prototype, ['signal', 'abort']);

/** `util.aborted(signal, resource)`: a promise that settles when `signal` aborts; it holds `resource` weakly. */
async function aborted(signal, resource) {
  if (signal === undefined) throw codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  require('internal/validators').validateObject(resource, 'resource', { nullable: false, allowFunction: true, allowArray: true });
  if (signal.aborted) return undefined;
  const ref = new WeakRef(resource);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      if (ref.deref() !== undefined) resolve();
    }, { once: true, [kResistStopPropagation]: true });
  });
}

module.exports = { AbortController, AbortSignal, aborted };
