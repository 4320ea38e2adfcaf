'use strict';

/** `PerformanceEntry`, and what a script makes of them itself: marks and measures. */

const engine = require('internal/engine');
const { codes } = require('internal/errors');
const { show, tag } = require('internal/util/class_finish');
const { validateNumber } = require('internal/validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
/** Whoever has it may construct entries. */
const token = Symbol('performance entry');

class PerformanceEntry {
  #fields;

  /** `fields`: { token, name, entryType, startTime, duration, detail }, times in milliseconds. */
  constructor(fields) {
    if (fields?.token !== token) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#fields = fields;
  }

  get name() { return this.#fields.name; }
  get entryType() { return this.#fields.entryType; }
  get startTime() { return this.#fields.startTime; }
  get duration() { return this.#fields.duration; }

  toJSON() {
    return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
  }

  [kInspect](depth, options) {
    return show(this, this.toJSON(), depth, options);
  }
}

/** An entry of one of Node's own kinds (function, http, net, dns): its `detail` is an ordinary property. */
class PerformanceNodeEntry extends PerformanceEntry {
  constructor(fields) {
    super(fields);
    this.detail = fields.detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}

/** A copy of what the application gave, null for nothing. */
function detailOf(options) {
  const detail = options?.detail;
  return detail === undefined || detail === null ? null : structuredClone(detail);
}

class PerformanceMark extends PerformanceEntry {
  #detail;

  /** `options`: { startTime, detail }. */
  constructor(name, options = {}) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('name');
    name = `${name}`;
    const startTime = options?.startTime ?? engine.hrtime();
    validateNumber(startTime, 'startTime');
    if (startTime < 0) throw codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super({ token, name, entryType: 'mark', startTime, duration: 0 });
    this.#detail = detailOf(options);
  }

  get detail() { return this.#detail; }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}

class PerformanceMeasure extends PerformanceEntry {
  #detail;

  constructor(fields) {
    super(fields);
    this.#detail = fields.detail;
  }

  get detail() { return this.#detail; }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}

for (const Class of [PerformanceEntry, PerformanceMark, PerformanceMeasure]) tag(Class);

module.exports = { PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceNodeEntry, detailOf, token };
