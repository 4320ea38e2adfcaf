'use strict';

/** `Event` and `CustomEvent` of the DOM standard. `access` is what EventTarget's dispatch sets and reads. */

const { codes } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { enumerable, show } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

const isTrustedEvents = new WeakSet();
const isTrustedDescriptor = {
  get: Object.getOwnPropertyDescriptor({ get isTrusted() { return isTrustedEvents.has(this); } }, 'isTrusted').get,
  enumerable: true,
  configurable: false,
};

class Event {
  #type;
  #bubbles;
  #cancelable;
  #composed;
  #defaultPrevented = false;
  #propagationStopped = false;
  #timestamp = require('internal/engine').hrtime();
  // What the dispatch in progress has set.
  #target = null;
  #currentTarget = null;
  #dispatching = false;
  #immediateStopped = false;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    if (options != null) validateObject(options, 'options', { allowArray: true, allowFunction: true });
    this.#bubbles = !!options?.bubbles;
    this.#cancelable = !!options?.cancelable;
    this.#composed = !!options?.composed;
    this.#type = `${type}`;
    Object.defineProperty(this, 'isTrusted', isTrustedDescriptor);
  }

  static #check(event) {
    if (event === null || typeof event !== 'object' || !(#type in event)) throw codes.ERR_INVALID_THIS('Event');
  }

  // For EventTarget alone; deleted from the class below.
  static access = {
    type: (event) => event.#type,
    isEvent: (value) => value !== null && typeof value === 'object' && #type in value,
    isDispatching: (event) => event.#dispatching,
    immediateStopped: (event) => event.#immediateStopped,
    defaultPrevented: (event) => event.#defaultPrevented,
    begin(event, target) {
      event.#target = target;
      event.#currentTarget = target;
      event.#dispatching = true;
    },
    end(event) {
      event.#currentTarget = null;
      event.#dispatching = false;
    },
  };

  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    if (this.#dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }

  [kInspect](depth, options) {
    Event.#check(this);
    if (depth < 0) return this.constructor.name;
    return show(this, {
      type: this.#type,
      defaultPrevented: this.#defaultPrevented,
      cancelable: this.#cancelable,
      timeStamp: this.#timestamp,
    }, depth, options);
  }

  stopImmediatePropagation() {
    Event.#check(this);
    this.#propagationStopped = true;
    this.#immediateStopped = true;
  }

  preventDefault() {
    Event.#check(this);
    // A passive listener may do so too, as in Node.
    if (this.#cancelable) this.#defaultPrevented = true;
  }

  get target() { Event.#check(this); return this.#target; }
  get currentTarget() { Event.#check(this); return this.#currentTarget; }
  get srcElement() { Event.#check(this); return this.#target; }
  get type() { Event.#check(this); return this.#type; }
  get cancelable() { Event.#check(this); return this.#cancelable; }
  get defaultPrevented() { Event.#check(this); return this.#cancelable && this.#defaultPrevented; }
  get timeStamp() { Event.#check(this); return this.#timestamp; }
  composedPath() { Event.#check(this); return this.#dispatching ? [this.#currentTarget] : []; }
  get returnValue() { Event.#check(this); return !this.#cancelable || !this.#defaultPrevented; }
  get bubbles() { Event.#check(this); return this.#bubbles; }
  get composed() { Event.#check(this); return this.#composed; }
  get eventPhase() { Event.#check(this); return this.#dispatching ? Event.AT_TARGET : Event.NONE; }
  get cancelBubble() { Event.#check(this); return this.#propagationStopped; }
  set cancelBubble(value) {
    Event.#check(this);
    if (value) this.#propagationStopped = true;
  }
  stopPropagation() { Event.#check(this); this.#propagationStopped = true; }
}

const access = Event.access;
delete Event.access;
Object.assign(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });
Object.defineProperty(Event.prototype, Symbol.toStringTag, { value: 'Event', configurable: true });
enumerable(Event.prototype, ['initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type',
  'cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed', 'eventPhase', 'cancelBubble',
  'stopPropagation']);

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    if (!(#detail in this)) throw codes.ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}
Object.defineProperty(CustomEvent.prototype, Symbol.toStringTag, { value: 'CustomEvent', configurable: true });
enumerable(CustomEvent.prototype, ['detail']);

/** Marks an event as made by the platform (`isTrusted`). */
function trust(event) {
  isTrustedEvents.add(event);
  return event;
}

module.exports = { CustomEvent, Event, access, trust };
