'use strict';

/** How entries reach who watches their kind. */

const { codes } = require('internal/errors');
const { show, tag } = require('internal/util/class_finish');

const observers = new Set();
/** Observers with entries that they have not seen. */
const pending = new Set();
let scheduled = false;

/** Hands an entry to whoever watches its kind. They hear of it before the loop goes on. */
function enqueue(entry) {
  for (const observer of observers) {
    if (!observer.types.has(entry.entryType)) continue;
    observer.buffer.push(entry);
    pending.add(observer);
  }
  if (pending.size > 0 && !scheduled) {
    scheduled = true;
    setImmediate(deliver);
  }
}

function deliver() {
  scheduled = false;
  const now = [...pending];
  pending.clear();
  for (const observer of now) observer.deliver();
}

const byTime = (entries) => entries.sort((a, b) => a.startTime - b.startTime);

class PerformanceObserverEntryList {
  #entries;

  constructor(entries) {
    if (!Array.isArray(entries)) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = byTime(entries);
  }

  getEntries() { return this.#entries.slice(); }
  getEntriesByType(type) { return this.#entries.filter((one) => one.entryType === `${type}`); }
  getEntriesByName(name, type) {
    return this.#entries.filter((one) => one.name === `${name}` && (type === undefined || one.entryType === `${type}`));
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    return show(this, this.#entries, depth, options);
  }
}
tag(PerformanceObserverEntryList);

module.exports = { PerformanceObserverEntryList, byTime, enqueue, observers, pending };
