'use strict';

/** `PerformanceObserver`. */

const { codes } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const { PerformanceObserverEntryList, observers, pending } = require('internal/perf/observe');
const { TYPES, watched } = require('internal/perf/watched');
const timeline = require('internal/perf/timeline');
const { show, tag } = require('internal/util/class_finish');

/** How an observer was told what to watch: by `entryTypes` at once, or by `type` one after the other. */
const AT_ONCE = 'entryTypes';
const ONE_BY_ONE = 'type';

class PerformanceObserver {
  #callback;
  #kind = null;
  // What `observe` enters in the list of observers.
  #entry = { types: new Set(), buffer: [], deliver: () => this.#deliver() };

  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  static get supportedEntryTypes() { return TYPES; }

  /** `options`: { entryTypes }, or { type, buffered }. Kinds that do not exist are passed over, as the standard has it. */
  observe(options = {}) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) throw codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    if (entryTypes !== undefined && type !== undefined) {
      throw codes.ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
    }
    const kind = entryTypes === undefined ? ONE_BY_ONE : AT_ONCE;
    if (this.#kind !== null && this.#kind !== kind) {
      const { DOMException } = require('internal/dom_exception');
      throw new DOMException(this.#kind === AT_ONCE ?
        'PerformanceObserver can not change to single observation' : 'PerformanceObserver can not change to multiple observations',
      'InvalidModificationError');
    }
    if (kind === AT_ONCE) {
      if (!Array.isArray(entryTypes)) throw codes.ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
      this.#forget();
      this.#watch(entryTypes);
    } else {
      this.#watch([type]);
      if (buffered) for (const entry of timeline.ofType(type)) this.#entry.buffer.push(entry);
    }
    this.#kind = kind;
    if (this.#entry.types.size > 0) observers.add(this.#entry);
    else this.disconnect();
  }

  #watch(types) {
    for (const type of types) {
      if (!TYPES.includes(type) || this.#entry.types.has(type)) continue;
      this.#entry.types.add(type);
      watched[type]++;
    }
  }

  #forget() {
    for (const type of this.#entry.types) watched[type]--;
    this.#entry.types.clear();
  }

  disconnect() {
    observers.delete(this.#entry);
    pending.delete(this.#entry);
    this.#forget();
    this.#entry.buffer = [];
    this.#kind = null;
  }

  /** The entries that the callback has not seen. */
  takeRecords() {
    const entries = this.#entry.buffer;
    this.#entry.buffer = [];
    return entries;
  }

  #deliver() {
    const entries = this.takeRecords();
    if (entries.length > 0) this.#callback(new PerformanceObserverEntryList(entries), this);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    const shown = { connected: observers.has(this.#entry), pending: pending.has(this.#entry), entryTypes: [...this.#entry.types], buffer: this.#entry.buffer };
    return show(this, shown, depth, options);
  }
}
tag(PerformanceObserver);

module.exports = { PerformanceObserver };
