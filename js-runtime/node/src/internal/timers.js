'use strict';

/**
 * The timers' machinery: Timeout and Immediate objects, and the queues behind them. The engine knows a timer by number and calls
 * back with it when it is due.
 */

const engine = require('internal/engine');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kRefed = Symbol('refed');
const kId = Symbol('asyncId');
const kDispose = Symbol.dispose ?? Symbol.for('nodejs.dispose');

const TIMEOUT_MAX = 2 ** 31 - 1;

/** Tells of timers as asynchronous resources once somebody wants to know: `{ init, run, destroy }` of internal/async_tracking. */
let tracking;
const kRecord = Symbol('asyncRecord');

let nextId = 1;
/** Timers that run, by number. */
const running = new Map();

/** The delay that Node makes of an argument: whole milliseconds from 1 to 2^31-1. */
function delayOf(after) {
  after *= 1;
  if (!(after >= 1 && after <= TIMEOUT_MAX)) {
    if (after > TIMEOUT_MAX) {
      process.emitWarning(
        `${after} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`, 'TimeoutOverflowWarning');
    }
    after = 1;
  }
  return after;
}

/** What setTimeout and setInterval return. Construct through `Timeout.start`. */
class Timeout {
  constructor(callback, after, args, isRepeat) {
    after = delayOf(after);
    this._idleTimeout = after;
    this._idleStart = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? after : null;
    this._destroyed = false;
    this[kRefed] = true;
    this[kId] = nextId++;
    start(this);
  }

  [kInspect](_, options) {
    const { inspect } = require('util');
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }

  /** Starts the time anew, of a timer that has fired too; a cleared one stays cleared. */
  refresh() {
    if (this._onTimeout !== null && this._idleTimeout >= 0) {
      this._destroyed = false;
      start(this);
    }
    return this;
  }

  /** A timer that is not referenced does not keep the process alive. */
  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      engine.refTimer(this[kId], false);
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      engine.refTimer(this[kId], true);
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }

  close() {
    clearTimeout(this);
    return this;
  }

  [kDispose]() {
    clearTimeout(this);
  }

  /** A number by which clearTimeout knows the timer. */
  [Symbol.toPrimitive]() {
    byPrimitive.set(this[kId], this);
    return this[kId];
  }
}

/** Timers whose number somebody asked for. */
const byPrimitive = new Map();

function start(timer) {
  if (tracking !== undefined && (timer[kRecord] === undefined || timer[kRecord].end.isTold)) timer[kRecord] = tracking.init('Timeout', timer);
  timer._idleStart = Math.trunc(engine.hrtime());
  running.set(timer[kId], timer);
  engine.startTimer(timer[kId], Math.trunc(timer._idleTimeout));
  if (!timer[kRefed]) engine.refTimer(timer[kId], false);
}

function clearTimeout(timer) {
  if (timer === undefined || timer === null) return;
  if (timer instanceof Timeout) {
    timer._onTimeout = null;
    stop(timer);
    return;
  }
  if (typeof timer === 'number' || typeof timer === 'string') {
    const found = byPrimitive.get(Number(timer));
    if (found !== undefined) clearTimeout(found);
  }
}

function stop(timer) {
  timer._destroyed = true;
  timer._repeat = null;
  timer._idleTimeout = -1;
  if (running.delete(timer[kId])) engine.stopTimer(timer[kId]);
  byPrimitive.delete(timer[kId]);
  ended(timer);
}

/** A timer or immediate is done with: whoever tracks them hears of it. */
function ended(item) {
  if (item[kRecord] !== undefined) tracking.destroy(item[kRecord]);
}

/** The timer whose callback runs. */
let called;

engine.setTimerHook((id) => {
  const timer = running.get(id);
  if (timer === undefined) return;
  running.delete(id);
  const callback = timer._onTimeout;
  if (typeof callback !== 'function') {
    stop(timer);
    return;
  }
  called = timer;
  try {
    const args = timer._timerArgs;
    if (timer[kRecord] !== undefined) tracking.run(timer[kRecord], callback, timer, args ?? []);
    else if (args === undefined) timer._onTimeout();
    else Reflect.apply(callback, timer, args);
  } finally {
    called = undefined;
    // Started again from inside (refresh), stopped, an interval, or done.
    if (!running.has(id)) {
      // Some stop an interval by its fields.
      if (timer._repeat !== null && timer._onTimeout !== null && timer._idleTimeout !== -1 && !timer._destroyed) {
        timer._idleTimeout = timer._repeat;
        start(timer);
      } else if (!timer._destroyed) {
        timer._destroyed = true;
        byPrimitive.delete(id);
        ended(timer);
      }
    }
  }
});

// ---- Immediates ------------------------------------------------------------------------------------------------------

// Those that a pass of the loop runs were queued before it began; later ones wait for the next.
let queue = [];
let batch = [];
let head = 0;
let refCount = 0;

const kCarried = Symbol('kCarried');

class Immediate {
  constructor(callback, args, isTracked = true) {
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = null;
    this.ref();
    if (tracking !== undefined && isTracked) this[kRecord] = tracking.init('Immediate', this);
    queue.push(this);
    this[kCarried] = engine.carry();
    engine.immediateWaiting();
  }

  ref() {
    if (this[kRefed] === false || this[kRefed] === null) {
      if (!this._destroyed) {
        this[kRefed] = true;
        engine.immediateRef(++refCount);
      }
    }
    return this;
  }

  unref() {
    if (this[kRefed] === true) {
      this[kRefed] = false;
      engine.immediateRef(--refCount);
    }
    return this;
  }

  hasRef() {
    return this[kRefed] === true;
  }

  [kDispose]() {
    clearImmediate(this);
  }
}

function clearImmediate(immediate) {
  if (!(immediate instanceof Immediate) || immediate._destroyed) return;
  immediate._destroyed = true;
  immediate.unref();
  immediate[kRefed] = null;
  immediate._onImmediate = null;
  if (immediate[kCarried] !== 0) engine.dropCarried(immediate[kCarried]);
  ended(immediate);
}

/** Runs `callback` among the immediates without being one that anybody hears of. */
function untrackedImmediate(callback) {
  return new Immediate(callback, undefined, false);
}

function trackWith(given) {
  tracking = given;
}

/** Runs one immediate; true when more of the same pass wait. */
function runImmediate() {
  if (head >= batch.length) {
    batch = queue;
    queue = [];
    head = 0;
  }
  while (head < batch.length) {
    const immediate = batch[head++];
    if (immediate._destroyed) continue;
    immediate._destroyed = true;
    immediate.unref();
    immediate[kRefed] = null;
    const callback = immediate._onImmediate;
    if (immediate[kCarried] !== 0) engine.resume(immediate[kCarried]);
    const args = immediate._argv;
    try {
      if (immediate[kRecord] !== undefined) tracking.run(immediate[kRecord], callback, immediate, args ?? []);
      else if (args === undefined) immediate._onImmediate();
      else Reflect.apply(callback, immediate, args);
    } finally {
      ended(immediate);
      immediate._onImmediate = null;
      if (head >= batch.length) endOfBatch();
    }
    return head < batch.length;
  }
  endOfBatch();
  return false;
}

function endOfBatch() {
  batch = [];
  head = 0;
  if (queue.length > 0) engine.immediateWaiting();
}

engine.setImmediateHook(runImmediate);

/** The names of what waits and keeps the process alive. */
function activeResources() {
  const names = [];
  for (const timer of running.values()) if (timer[kRefed]) names.push('Timeout');
  // Not done with before its callback has returned.
  if (called !== undefined && called[kRefed] && !called._destroyed && !running.has(called[kId])) names.push('Timeout');
  for (let i = 0; i < refCount; i++) names.push('Immediate');
  return require('internal/keep_alive').keptAlive().concat(names);
}

module.exports = { activeResources, Timeout, Immediate, clearTimeout, clearImmediate, trackWith, untrackedImmediate, TIMEOUT_MAX };
