'use strict';

/** MessagePort, MessageChannel, BroadcastChannel and MessageEvent. */

const natives = require('internal/worker/natives');
const { coded, codes } = require('internal/errors');
const {
  Event, EventTarget, NodeEventTarget, defineEventHandler, kCreateEvent, kNewListener,
  kRemoveListener,
} = require('internal/event_target');
const { KeepAlive } = require('internal/keep_alive');
const { decode, encode, kPort, transferList } = require('internal/serdes/messages');

const kInit = Symbol('kInit');
const kAlive = Symbol('kAlive');
const kWaiting = Symbol('kWaiting');
/** Messages that were fetched and wait for their turn, oldest first. */
const kArrived = Symbol('kArrived');
/** The ports that came with the message that is being told. */
const kPorts = Symbol('kPorts');

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
    this.#ports = init.ports === undefined ? [] : [...init.ports];
  }

  get data() { return this.#data; }
  get origin() { return this.#origin; }
  get lastEventId() { return this.#lastEventId; }
  get source() { return this.#source; }
  get ports() { return this.#ports; }
}

class MessagePort extends NodeEventTarget {
  constructor(key, number) {
    if (key !== kInit) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
    // null when it went to another thread or was closed.
    Object.defineProperty(this, kPort, { value: number, writable: true });
    Object.defineProperty(this, kAlive, { value: new KeepAlive('MessagePort') });
    Object.defineProperty(this, kWaiting, { value: false, writable: true });
    Object.defineProperty(this, kArrived, { value: [], writable: true });
    Object.defineProperty(this, kPorts, { value: [], writable: true });
    // A port keeps nothing alive until somebody listens.
    this[kAlive].unref();
  }

  postMessage(value, transfer) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('message');
    const list = transferList(transfer);
    if (list.includes(this)) {
      throw require('internal/serdes/messages').dataCloneError('Transfer list contains source port');
    }
    const { bytes, ports } = encode(value, list);
    if (this[kPort] !== null) natives.post(this[kPort], bytes, ports);
  }

  start() {
    if (this[kPort] === null || this[kWaiting]) return;
    this[kWaiting] = true;
    this[kAlive].start();
    wait(this);
  }

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    const number = this[kPort];
    if (number === null) return;
    natives.close(number);
    if (!this[kWaiting]) setImmediate(closed, this);
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

  /** For a message that takes the port along: its number, which is no longer this object's. What was fetched and not told goes along. */
  detachPort() {
    const number = this[kPort];
    this[kPort] = null;
    this[kAlive].stop();
    for (const [bytes, ports] of this[kArrived].reverse()) natives.putBack(number, bytes, ports);
    this[kArrived] = [];
    natives.release(number);
    return number;
  }

  /** The messages that are there, at once; used when a thread has ended. */
  drain() {
    for (;;) {
      const message = takeOne(this);
      if (message === undefined) return;
      dispatch(this, message);
    }
  }

  [kNewListener](size, type) {
    super[kNewListener](size, type);
    if (type === 'message') {
      this[kAlive].ref();
      this.start();
    }
  }

  [kRemoveListener](size, type) {
    if (type === 'message' && size === 0) this[kAlive].unref();
  }

  [kCreateEvent](value, type) {
    if (type !== 'message' && type !== 'messageerror') return super[kCreateEvent](value, type);
    return new MessageEvent(type, { data: value, ports: this[kPorts] });
  }
}
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');
Object.defineProperty(MessagePort.prototype, Symbol.toStringTag, { value: 'MessagePort', configurable: true });

/** Reads on until the port is closed, or not this object's any more. */
function wait(port) {
  const number = port[kPort];
  natives.receive(number, (error, messages) => {
    if (port[kPort] !== number || messages === false) return;
    if (messages === null) {
      closed(port);
      return;
    }
    port[kArrived] = messages;
    deliver(port);
  });
}

/** Each message is a turn of its own, as far as promises and ticks go: one is delivered here, the others right after it. */
function deliver(port) {
  if (port[kPort] === null) return;
  // The next ones may have been taken meanwhile.
  const message = port[kArrived].shift();
  if (port[kArrived].length > 0) setImmediate(deliver, port);
  else wait(port);
  if (message !== undefined) dispatch(port, message);
}

/** The next message that is there; undefined without one. */
function takeOne(port) {
  if (port[kPort] === null) return undefined;
  return port[kArrived].shift() ?? natives.take(port[kPort]);
}

function dispatch(port, [bytes, numbers]) {
  const ports = [];
  let data;
  try {
    data = decode(bytes, numbers, adoptPort, ports);
  } catch (error) {
    port.emit('messageerror', error);
    return;
  }
  // Node's listeners (`on`) get the value, the standard's an event with the ports too.
  port[kPorts] = ports;
  port.emit('message', data);
  port[kPorts] = [];
}

function closed(port) {
  if (port[kPort] === null) return;
  port[kPort] = null;
  port[kAlive].stop();
  port.dispatchEvent(new Event('close'));
}

/** This world's object for a port that came here. */
function adoptPort(number) {
  return new MessagePort(kInit, number);
}

class MessageChannel {
  constructor() {
    const [one, other] = natives.channel();
    this.port1 = adoptPort(one);
    this.port2 = adoptPort(other);
  }
}

/** The next message of a port, at once: `{ message }`, or undefined when there is none. */
function receiveMessageOnPort(port) {
  const inner = port instanceof BroadcastChannel ? port[kInner] : port;
  if (!(inner instanceof MessagePort)) {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
  }
  const message = takeOne(inner);
  if (message === undefined) return undefined;
  return { message: decode(message[0], message[1], adoptPort) };
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
    inner.addEventListener('message', (event) => this.dispatchEvent(new MessageEvent('message', { data: event.data })));
    inner.addEventListener('messageerror', (event) => this.dispatchEvent(new MessageEvent('messageerror', { data: event.data })));
  }

  get name() { return this.#name; }

  postMessage(message) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('message');
    if (this.#closed) {
      const { DOMException } = require('internal/dom_exception');
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    this[kInner].postMessage(message);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this[kInner].close();
  }

  ref() {
    this[kInner].ref();
    return this;
  }

  unref() {
    this[kInner].unref();
    return this;
  }
}
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { BroadcastChannel, MessageChannel, MessageEvent, MessagePort, adoptPort, receiveMessageOnPort };
