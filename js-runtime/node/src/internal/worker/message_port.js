'use strict';

/** MessagePort, MessageChannel, BroadcastChannel and MessageEvent. */

const natives = require('internal/worker/natives');
const { coded, codes } = require('internal/errors');
const {
  Event, EventTarget, NodeEventTarget, defineEventHandler, kCreateEvent, kNewListener,
  kRemoveListener,
} = require('internal/event_target');
const { KeepAlive } = require('internal/keep_alive');
const { dataCloneError, decode, encode, kDetach, kPort, transferList } = require('internal/serdes/messages');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kAlive = Symbol('kAlive');
/** What is listened to: NOTHING, the port's END, or its MESSAGES too. */
const kListening = Symbol('kListening');
const [NOTHING, END, MESSAGES] = [0, 1, 2];
/** Whether a message is being told, and the ports that came with it. */
const kIsTelling = Symbol('kIsTelling');
const kPorts = Symbol('kPorts');

function validatePort(port, name) {
  if (!(port instanceof MessagePort)) throw codes.ERR_INVALID_ARG_TYPE(name, 'MessagePort', port);
}

class MessageEvent extends Event {
  #data;
  #origin;
  #lastEventId;
  #source;
  #ports;

  constructor(type, init = {}) {
    super(type, init);
    this.#data = init.data === undefined ? null : init.data;
    this.#origin = init.origin === undefined ? '' : `${init.origin}`;
    this.#lastEventId = init.lastEventId === undefined ? '' : `${init.lastEventId}`;
    this.#source = init.source === undefined ? null : init.source;
    if (this.#source !== null) validatePort(this.#source, 'init.source');
    if (init.ports !== undefined && typeof init.ports?.[Symbol.iterator] !== 'function') throw new TypeError('init.ports is not iterable');
    this.#ports = init.ports === undefined ? [] : [...init.ports];
    this.#ports.forEach((port, index) => validatePort(port, `init.ports[${index}]`));
  }

  get data() { return this.#data; }
  get origin() { return this.#origin; }
  get lastEventId() { return this.#lastEventId; }
  get source() { return this.#source; }
  get ports() { return this.#ports; }
}

class Port extends NodeEventTarget {
  constructor(number) {
    super();
    // null when it went to another thread or was closed.
    Object.defineProperty(this, kPort, { value: number, writable: true });
    Object.defineProperty(this, kAlive, { value: new KeepAlive('MessagePort') });
    Object.defineProperty(this, kListening, { value: NOTHING, writable: true });
    Object.defineProperty(this, kIsTelling, { value: false, writable: true });
    Object.defineProperty(this, kPorts, { value: [], writable: true });
    // A port keeps nothing alive until somebody listens.
    this[kAlive].unref();
    this[kAlive].start();
  }

  postMessage(value, transfer) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('message');
    const list = transferList(transfer);
    if (list.includes(this)) throw dataCloneError('Transfer list contains source port');
    const { bytes, ports, shared } = encode(value, list);
    if (this[kPort] === null) return;
    if (!natives.post(this[kPort], bytes, ports, shared)) {
      process.emitWarning('The target port was posted to itself, and the communication channel was lost');
      closed(this);
    }
  }

  start() {
    listen(this, MESSAGES);
  }

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    if (this[kPort] === null) return;
    // Who closes the port in the middle of its messages still gets those that are there.
    const left = [];
    if (this[kIsTelling]) for (let message = takeOne(this); message !== undefined; message = takeOne(this)) left.push(message);
    letGo(this);
    const end = () => {
      if (left.length === 0) {
        this.dispatchEvent(new Event('close'));
        return;
      }
      setImmediate(end);
      dispatch(this, left.shift());
    };
    setImmediate(end);
  }

  ref() {
    this[kAlive].ref();
  }

  unref() {
    this[kAlive].unref();
  }

  hasRef() {
    return this[kAlive].counts;
  }

  [kDetach]() {
    const number = this[kPort];
    natives.release(number);
    this[kPort] = null;
    this[kAlive].stop();
    return number;
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('util');
    const shown = inspect({ active: this[kPort] !== null, refed: this.hasRef() }, { ...options, depth: options.depth == null ? null : options.depth - 1 });
    return `MessagePort [EventTarget] ${shown}`;
  }

  [kNewListener](size, type) {
    super[kNewListener](size, type);
    if (type === 'message') {
      this[kAlive].ref();
      this.start();
    } else if (type === 'close' && this[kListening] === NOTHING) {
      listen(this, END);
    }
  }

  /** Without a listener for them, messages wait. */
  [kRemoveListener](size, type) {
    if (type !== 'message' || size > 0) return;
    this[kAlive].unref();
    listen(this, END);
  }

  [kCreateEvent](value, type) {
    if (type !== 'message' && type !== 'messageerror') return super[kCreateEvent](value, type);
    return new MessageEvent(type, { data: value, ports: this[kPorts] });
  }
}
defineEventHandler(Port.prototype, 'message');
defineEventHandler(Port.prototype, 'messageerror');

/** Nobody makes one: they come of a MessageChannel, or with a message. */
function MessagePort() {
  throw codes.ERR_CONSTRUCT_CALL_INVALID();
}
MessagePort.prototype = Port.prototype;
Object.setPrototypeOf(MessagePort, NodeEventTarget);
Object.defineProperty(Port.prototype, 'constructor', { value: MessagePort, writable: true, configurable: true, enumerable: false });
Object.defineProperty(Port.prototype, Symbol.toStringTag, { value: 'MessagePort', configurable: true });

function listen(port, what) {
  const number = port[kPort];
  if (number === null || port[kListening] === what) return;
  if (port[kListening] !== NOTHING) natives.release(number);
  port[kListening] = what;
  natives.listen(number, what === MESSAGES, (message) => {
    // It may have gone to another thread meanwhile, or the turns before may have closed it.
    if (port[kPort] !== number) return;
    if (message === null) closed(port);
    else dispatch(port, message);
  });
}

/** The next message that is there; undefined without one. */
function takeOne(port) {
  return port[kPort] === null ? undefined : natives.take(port[kPort]);
}

/** Tells the messages that are there, at once; used when a thread has ended. */
function drain(port) {
  for (let message = takeOne(port); message !== undefined; message = takeOne(port)) dispatch(port, message);
}

function dispatch(port, message) {
  const ports = [];
  let data;
  try {
    data = decode(message, adoptPort, ports);
  } catch (error) {
    port.emit('messageerror', error);
    return;
  }
  // Node's listeners (`on`) get the value, the standard's an event with the ports too.
  port[kPorts] = ports;
  port[kIsTelling] = true;
  port.emit('message', data);
  port[kIsTelling] = false;
  port[kPorts] = [];
}

/** Nothing comes to the port any more, and nothing goes. */
function letGo(port) {
  const number = port[kPort];
  port[kPort] = null;
  port[kAlive].stop();
  natives.release(number);
  natives.close(number);
}

function closed(port) {
  letGo(port);
  port.dispatchEvent(new Event('close'));
}

/** This world's object for a port that came here. */
function adoptPort(number) {
  return new Port(number);
}

function MessageChannel() {
  if (new.target === undefined) throw codes.ERR_CONSTRUCT_CALL_REQUIRED('MessageChannel');
  const [one, other] = natives.channel();
  this.port1 = adoptPort(one);
  this.port2 = adoptPort(other);
}

function checkIsPort(port) {
  if (port instanceof MessagePort) return;
  throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
}

/** The next message of a port, at once: `{ message }`, or undefined when there is none. */
function receiveMessageOnPort(port) {
  const inner = port instanceof BroadcastChannel ? port[kInner] : port;
  checkIsPort(inner);
  const message = takeOne(inner);
  if (message === undefined) return undefined;
  return { message: decode(message, adoptPort) };
}

/** What `moveMessagePortToContext` complains of. */
function checkMovable(port, contextifiedSandbox) {
  checkIsPort(port);
  if (port[kPort] === null) throw coded(Error, 'ERR_CLOSED_MESSAGE_PORT', 'Cannot send data on closed MessagePort');
  const { realmOf } = require('internal/vm/contexts');
  if (realmOf(contextifiedSandbox) === undefined) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Invalid context argument');
}

const kInner = Symbol('kInner');

class BroadcastChannel extends EventTarget {
  #name;
  #closed = false;

  constructor(name) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    const inner = adoptPort(natives.broadcast(this.#name));
    Object.defineProperty(this, kInner, { value: inner });
    inner.addEventListener('message', (event) => {
      if (!this.#closed) this.dispatchEvent(new MessageEvent('message', { data: event.data }));
    });
    inner.addEventListener('messageerror', (event) => this.dispatchEvent(new MessageEvent('messageerror', { data: event.data })));
  }

  static #check(channel) {
    if (typeof channel !== 'object' || channel === null || !(#name in channel)) throw codes.ERR_INVALID_THIS('BroadcastChannel');
  }

  get name() {
    BroadcastChannel.#check(this);
    return this.#name;
  }

  postMessage(message) {
    BroadcastChannel.#check(this);
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('message');
    if (this.#closed) {
      const { DOMException } = require('internal/dom_exception');
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    this[kInner].postMessage(message);
  }

  close() {
    BroadcastChannel.#check(this);
    if (this.#closed) return;
    this.#closed = true;
    this[kInner].close();
  }

  ref() {
    BroadcastChannel.#check(this);
    this[kInner].ref();
    return this;
  }

  unref() {
    BroadcastChannel.#check(this);
    this[kInner].unref();
    return this;
  }
}
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { BroadcastChannel, MessageChannel, MessageEvent, MessagePort, adoptPort, checkMovable, drain, receiveMessageOnPort };
