'use strict';

/**
 * Readiness: callbacks that wait for a flag (behaviour of the npm package `get-ready` 2).
 *
 * `ready(fn)` calls `fn(error | undefined)` on the next tick after the flag is set, and at once when it was set before;
 * `ready()` gives a promise of it; `ready(true)` or `ready(error)` sets the flag, `ready(false)` takes it back.
 */
module.exports = class Ready {
  #isReady = false;
  #argument;
  #callbacks = [];

  ready(flagOrCallback) {
    if (typeof flagOrCallback === 'function') return this.#wait(flagOrCallback);
    if (flagOrCallback === undefined) {
      return new Promise((resolve, reject) => {
        this.#wait(error => (error ? reject(error) : resolve()));
      });
    }
    return this.#set(flagOrCallback);
  }

  #wait(callback) {
    if (this.#isReady) callback(this.#argument);
    else this.#callbacks.push(callback);
  }

  #set(flag) {
    this.#isReady = flag !== false;
    this.#argument = flag instanceof Error ? flag : undefined;
    if (!this.#isReady) return;
    for (const callback of this.#callbacks.splice(0)) {
      process.nextTick(() => callback(this.#argument));
    }
  }
};
