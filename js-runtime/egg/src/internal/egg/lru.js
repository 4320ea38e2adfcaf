'use strict';

/** A map of at most `max` entries: a new one takes the place of the one that was asked for longest ago. */
class Lru {
  #entries = new Map();

  constructor(max) {
    this.max = max;
  }

  get size() {
    return this.#entries.size;
  }

  get(key) {
    const value = this.#entries.get(key);
    // A Map keeps the order of insertion: what is used moves to its end.
    if (value !== undefined && this.#entries.delete(key)) this.#entries.set(key, value);
    return value;
  }

  set(key, value) {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.max) this.#entries.delete(this.#entries.keys().next().value);
  }

  keys() {
    return [...this.#entries.keys()];
  }

  reset() {
    this.#entries.clear();
  }
}

module.exports = { Lru };
