'use strict';

/** The functions of the module `events` beside the emitter: they take emitters and EventTargets alike. */

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateFunction, validateNumber } = require('internal/validators');

/** Where an EventTarget keeps its limit of listeners, and whether it has warned. */
const kMaxEventTargetListeners = Symbol('events.maxEventTargetListeners');
const kMaxEventTargetListenersWarned = Symbol('events.maxEventTargetListenersWarned');

function isEventTarget(value) {
  return value !== null && typeof value === 'object' && typeof value.addEventListener === 'function';
}

/** Registers `listener` on an emitter or an EventTarget; `flags.once` makes it fire once. */
function listen(emitter, name, listener, flags) {
  if (typeof emitter.on === 'function') {
    if (flags !== undefined && flags.once) emitter.once(name, listener);
    else emitter.on(name, listener);
  } else if (typeof emitter.addEventListener === 'function') {
    emitter.addEventListener(name, listener, flags);
  } else {
    throw codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
  }
}

function unlisten(emitter, name, listener, flags) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else if (typeof emitter.removeEventListener === 'function') emitter.removeEventListener(name, listener, flags);
  else throw codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
}

/** A promise of the arguments of the next `name` event; an 'error' event or an abort of `options.signal` rejects it. */
async function once(emitter, name, options = {}) {
  const signal = options?.signal;
  validateAbortSignal(signal, 'options.signal');
  if (signal !== undefined && signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      if (typeof emitter.removeListener === 'function') emitter.removeListener(name, onEvent);
      if (signal != null) signal.removeEventListener('abort', onAbort);
      reject(error);
    };
    const onEvent = (...args) => {
      if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
      if (signal != null) signal.removeEventListener('abort', onAbort);
      resolve(args);
    };
    const onAbort = () => {
      unlisten(emitter, name, onEvent);
      unlisten(emitter, 'error', onError);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    listen(emitter, name, onEvent, { once: true });
    if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
    if (signal != null) signal.addEventListener('abort', onAbort, { once: true });
  });
}

function on(emitter, event, options) {
  return require('internal/event_iterator').on(emitter, event, options);
}

function getEventListeners(emitterOrTarget, type) {
  if (emitterOrTarget != null && typeof emitterOrTarget.listeners === 'function') return emitterOrTarget.listeners(type);
  const target = require('internal/event_target');
  if (target.isEventTarget(emitterOrTarget)) return target.listenersOf(emitterOrTarget, type);
  throw codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

function getMaxListeners(emitterOrTarget) {
  if (emitterOrTarget != null && typeof emitterOrTarget.getMaxListeners === 'function') return emitterOrTarget.getMaxListeners();
  if (emitterOrTarget != null && emitterOrTarget[kMaxEventTargetListeners] !== undefined) {
    return emitterOrTarget[kMaxEventTargetListeners];
  }
  throw codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitterOrTarget);
}

/** Listens for `signal`'s abort, past any `stopImmediatePropagation`; returns a Disposable that stops listening. */
function addAbortListener(signal, listener) {
  if (signal === undefined) throw codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  const { SymbolDispose } = require('internal/util/symbols');
  let stop;
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    const { kResistStopPropagation } = require('internal/event_target');
    signal.addEventListener('abort', listener, { __proto__: null, once: true, [kResistStopPropagation]: true });
    stop = () => signal.removeEventListener('abort', listener);
  }
  return {
    __proto__: null,
    [SymbolDispose]() {
      if (stop !== undefined) stop();
    },
  };
}

/** Sets the limit of listeners of each emitter or target, or the default when there is none. */
function setMaxListeners(n = require('events').defaultMaxListeners, ...eventTargets) {
  validateNumber(n, 'setMaxListeners', 0);
  if (eventTargets.length === 0) {
    require('events').defaultMaxListeners = n;
    return;
  }
  for (const target of eventTargets) {
    if (target !== null && typeof target === 'object' && typeof target.setMaxListeners === 'function') {
      target.setMaxListeners(n);
    } else if (isEventTarget(target)) {
      target[kMaxEventTargetListeners] = n;
      target[kMaxEventTargetListenersWarned] = false;
    } else {
      throw codes.ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
  }
}

module.exports = {
  addAbortListener,
  getEventListeners,
  getMaxListeners,
  kMaxEventTargetListeners,
  kMaxEventTargetListenersWarned,
  listen,
  on,
  once,
  setMaxListeners,
  unlisten,
};
