'use strict';

/** `EventTarget` of the DOM standard, as far as Node has it: no tree, so no capturing or bubbling. The events stand in `internal/event`. */

const { codes } = require('internal/errors');
const { CustomEvent, Event, access, trust } = require('internal/event');
const { validateAbortSignal } = require('internal/validators');
const { enumerable, show } = require('internal/util/class_finish');

const { kMaxEventTargetListeners, kMaxEventTargetListenersWarned } = require('internal/event_helpers');
const kIsEventTarget = Symbol.for('nodejs.event_target');
const kResistStopPropagation = Symbol('kResistStopPropagation');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kCreateEvent = Symbol('kCreateEvent');
const kNewListener = Symbol('kNewListener');
const kRemoveListener = Symbol('kRemoveListener');

/** The listeners of a target: a Map from the type to an array of { callback, once, passive, capture, removed, resist }. */
const kListeners = new WeakMap();

function listenersMap(target) {
  const map = kListeners.get(target);
  if (map === undefined) throw codes.ERR_INVALID_THIS('EventTarget');
  return map;
}

function readOptions(options) {
  if (typeof options === 'boolean') return { capture: options };
  if (options === null || options === undefined) return {};
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw codes.ERR_INVALID_ARG_TYPE('options', 'object', options);
  }
  return {
    capture: !!options.capture,
    once: !!options.once,
    passive: !!options.passive,
    signal: options.signal,
    resist: options[kResistStopPropagation] ?? false,
    nodeStyle: options.isNodeStyle ?? false,
  };
}

function checkListener(listener) {
  if (typeof listener === 'function' || (listener !== null && typeof listener === 'object' && listener !== undefined)) return true;
  if (listener === null || listener === undefined) return false;
  throw codes.ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

class EventTarget {
  constructor() {
    initEventTarget(this);
  }

  addEventListener(type, listener, options = {}) {
    const map = listenersMap(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('type', 'listener');
    const { capture = false, once = false, passive = false, signal, resist = false, nodeStyle = false } = readOptions(options);
    if (!checkListener(listener)) {
      const warning = new Error(`addEventListener called with ${listener === null ? 'null' : 'undefined'} which has no effect.`);
      warning.name = 'AddEventListenerArgumentTypeWarning';
      warning.target = this;
      warning.type = type;
      process.emitWarning(warning);
      return;
    }
    type = `${type}`;
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    if (signal?.aborted) return;

    let list = map.get(type);
    if (list === undefined) map.set(type, list = []);
    if (list.some((one) => one.callback === listener && one.capture === capture)) return;
    list.push({ callback: listener, once, passive, capture, removed: false, resist, nodeStyle });
    if (signal !== undefined) {
      signal.addEventListener('abort', () => this.removeEventListener(type, listener, options), { once: true, [kResistStopPropagation]: true });
    }
    this[kNewListener](list.length, type);
  }

  removeEventListener(type, listener, options = {}) {
    const map = listenersMap(this);
    if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('type', 'listener');
    if (!checkListener(listener)) return;
    type = `${type}`;
    const capture = typeof options === 'boolean' ? options : !!options?.capture;
    const list = map.get(type);
    if (list === undefined) return;
    const index = list.findIndex((one) => one.callback === listener && one.capture === capture);
    if (index !== -1) drop(this, map, type, list, index);
  }

  dispatchEvent(event) {
    const map = listenersMap(this);
    if (arguments.length < 1) throw codes.ERR_MISSING_ARGS('event');
    if (!access.isEvent(event)) throw codes.ERR_INVALID_ARG_TYPE('event', 'Event', event);
    if (access.isDispatching(event)) throw codes.ERR_EVENT_RECURSION(event.type);
    dispatch(this, map, event.type, event, event);
    return !event.defaultPrevented;
  }

  /** So many listeners of `type` are left. */
  [kRemoveListener]() {}

  [kNewListener](size, type) {
    const max = this[kMaxEventTargetListeners];
    if (max > 0 && size > max && !this[kMaxEventTargetListenersWarned]) {
      this[kMaxEventTargetListenersWarned] = true;
      const { inspect } = require('internal/util/inspect');
      const warning = new Error(`Possible EventTarget memory leak detected. ${size} ${type} listeners added to ` +
        `${inspect(this, { depth: -1 })}. MaxListeners is ${max}. Use events.setMaxListeners() to increase limit`);
      warning.name = 'MaxListenersExceededWarning';
      warning.target = this;
      warning.type = type;
      warning.count = size;
      process.emitWarning(warning);
    }
  }

  [kCreateEvent](value, type) {
    return new CustomEvent(type, { detail: value });
  }

  [kInspect](depth, options) {
    listenersMap(this);
    return depth < 0 ? this.constructor.name : show(this, {}, depth, options);
  }
}

Object.defineProperty(EventTarget.prototype, Symbol.toStringTag, { value: 'EventTarget', configurable: true });
Object.defineProperty(EventTarget.prototype, kIsEventTarget, { value: true });
enumerable(EventTarget.prototype, ['addEventListener', 'removeEventListener', 'dispatchEvent']);

/** What the constructor does, for objects that are made otherwise (`AbortSignal` has no public constructor). */
function initEventTarget(target) {
  kListeners.set(target, new Map());
  Object.defineProperty(target, kMaxEventTargetListeners, {
    value: require('events').defaultMaxListeners, writable: true, enumerable: false, configurable: true,
  });
  Object.defineProperty(target, kMaxEventTargetListenersWarned, { value: false, writable: true, enumerable: false, configurable: true });
}

function drop(target, map, type, list, index) {
  list[index].removed = true;
  list.splice(index, 1);
  if (list.length === 0) map.delete(type);
  target[kRemoveListener](list.length, type);
}

/** Calls the listeners of `type`. `event` is undefined for a Node style emit of `value`, until a DOM style listener needs one. */
function dispatch(target, map, type, event, value) {
  const list = map.get(type);
  if (event !== undefined) access.begin(event, target);
  if (list !== undefined) {
    for (const one of list.slice()) {
      if (one.removed) continue;
      if (event !== undefined && access.immediateStopped(event) && !one.resist) continue;
      if (one.once) {
        const index = list.indexOf(one);
        if (index !== -1) drop(target, map, type, list, index);
      }
      try {
        let argument;
        if (one.nodeStyle) {
          argument = value;
        } else {
          if (event === undefined) {
            event = target[kCreateEvent](value, type);
            access.begin(event, target);
          }
          argument = event;
        }
        const { callback } = one;
        const result = typeof callback === 'function' ? callback.call(target, argument) : callback.handleEvent(argument);
        if (result !== undefined && result !== null) rethrowRejection(result);
      } catch (error) {
        process.nextTick(() => { throw error; });
      }
    }
  }
  if (event !== undefined) {
    access.end(event);
  }
}

/** A listener that is an async function fails as loudly as one that throws. */
function rethrowRejection(result) {
  const { then } = result;
  if (typeof then === 'function') {
    then.call(result, undefined, (error) => process.nextTick(() => { throw error; }));
  }
}

/** An EventTarget with the emitter's method names, as Node gives MessagePort. */
class NodeEventTarget extends EventTarget {
  static defaultMaxListeners = 10;

  setMaxListeners(n) {
    require('events').setMaxListeners(n, this);
    return this;
  }
  getMaxListeners() { return this[kMaxEventTargetListeners]; }
  eventNames() { return Array.from(listenersMap(this).keys()); }
  listenerCount(type) { return listenersMap(this).get(String(type))?.length ?? 0; }
  off(type, listener, options) { return this.removeListener(type, listener, options); }
  removeListener(type, listener, options) {
    this.removeEventListener(type, listener, options);
    return this;
  }
  on(type, listener) { return this.addListener(type, listener); }
  addListener(type, listener) {
    this.addEventListener(type, listener, { isNodeStyle: true });
    return this;
  }
  emit(type, value) {
    const map = listenersMap(this);
    require('internal/validators').validateString(type, 'type');
    const has = this.listenerCount(type) > 0;
    dispatch(this, map, type, undefined, value);
    return has;
  }
  once(type, listener) {
    this.addEventListener(type, listener, { once: true, isNodeStyle: true });
    return this;
  }
  removeAllListeners(type) {
    const map = listenersMap(this);
    for (const one of type === undefined ? [...map.keys()] : [String(type)]) {
      if (map.delete(one)) this[kRemoveListener](0, one);
    }
    return this;
  }
}
enumerable(NodeEventTarget.prototype, Reflect.ownKeys(NodeEventTarget.prototype).filter((name) => name !== 'constructor'));

/** The attribute `on<name>` of `prototype`: one replaceable listener, called in the order of its first assignment. */
function defineEventHandler(prototype, name, event = name) {
  const handlers = new WeakMap();
  const property = `on${name}`;
  Object.defineProperty(prototype, property, {
    ...Object.getOwnPropertyDescriptor({
      get [property]() { return handlers.get(this)?.handler ?? null; },
      set [property](value) {
        let slot = handlers.get(this);
        if (slot === undefined) {
          if (typeof value !== 'function') return;
          slot = { handler: value };
          handlers.set(this, slot);
          slot.listener = (argument) => (typeof slot.handler === 'function' ? slot.handler.call(this, argument) : undefined);
          this.addEventListener(event, slot.listener);
        }
        const listened = typeof slot.handler === 'function';
        slot.handler = typeof value === 'function' || (value !== null && typeof value === 'object') ? value : null;
        // Its place among the listeners stays, but it only counts as one with a function.
        const listens = typeof slot.handler === 'function';
        if (listened === listens) return;
        const { length } = listenersMap(this).get(event);
        if (listens) this[kNewListener](length, event);
        else this[kRemoveListener](length - 1, event);
      },
    }, property),
    enumerable: true,
    configurable: true,
  });
}

function isEventTarget(value) {
  return value !== null && typeof value === 'object' && value.constructor?.prototype?.[kIsEventTarget] === true && kListeners.has(value);
}

/** The callbacks listening for `type`, in order. */
function listenersOf(target, type) {
  return (kListeners.get(target)?.get(`${type}`) ?? []).map((one) => one.callback);
}

module.exports = {
  CustomEvent,
  Event,
  EventTarget,
  NodeEventTarget,
  defineEventHandler,
  initEventTarget,
  isEventTarget,
  kCreateEvent,
  kNewListener,
  kRemoveListener,
  kResistStopPropagation,
  listenersOf,
  trust,
};
