'use strict';

/** `assert.CallTracker`: functions that count how often they are called, and a report of those that were not called as often as meant. */

const { codes } = require('internal/errors');
const { validateUint32 } = require('internal/validators');

class CallTracker {
  /** Of each tracked function: { name, expected, calls, place }. */
  #tracked = new Map();

  #of(tracked) {
    const entry = this.#tracked.get(tracked);
    if (entry === undefined) throw new codes.ERR_INVALID_ARG_VALUE('tracked', tracked, 'is not a tracked function');
    return entry;
  }

  /** `calls([fn], [expected = 1])`: a function that does what `fn` does. */
  calls(fn, expected = 1) {
    if (process._exiting) throw new codes.ERR_UNAVAILABLE_DURING_EXIT();
    if (typeof fn === 'number') {
      expected = fn;
      fn = undefined;
    }
    fn ??= () => {};
    validateUint32(expected, 'expected', true);
    const entry = { name: fn.name || 'calls', expected, calls: [], place: new Error() };
    const tracked = new Proxy(fn, {
      // Traps that somebody put on Object.prototype are not ours.
      __proto__: null,
      apply(target, thisArg, args) {
        entry.calls.push(Object.freeze({ thisArg, arguments: Object.freeze(args.slice()) }));
        return Reflect.apply(target, thisArg, args);
      },
    });
    this.#tracked.set(tracked, entry);
    return tracked;
  }

  /** The calls of a tracked function: `{ thisArg, arguments }` each. */
  getCalls(tracked) {
    return Object.freeze([...this.#of(tracked).calls]);
  }

  /** Forgets the calls of one function, or of all. */
  reset(tracked) {
    const entries = tracked === undefined ? this.#tracked.values() : [this.#of(tracked)];
    for (const entry of entries) entry.calls = [];
  }

  /** What is wrong: `{ message, actual, expected, operator, stack }` of each function that was called too often or too rarely. */
  report() {
    return [...this.#tracked.values()].filter(({ calls, expected }) => calls.length !== expected).map(({ name, expected, calls, place }) => ({
      message: `Expected the ${name} function to be executed ${expected} time(s) but was executed ${calls.length} time(s).`,
      actual: calls.length,
      expected,
      operator: name,
      stack: place,
    }));
  }

  /** Throws when something is wrong. */
  verify() {
    const details = this.report();
    if (details.length === 0) return;
    const { AssertionError } = require('assert');
    throw new AssertionError({
      message: details.length === 1 ? details[0].message : 'Functions were not called the expected number of times',
      details,
    });
  }
}

module.exports = { CallTracker };
