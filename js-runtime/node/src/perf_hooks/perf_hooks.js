'use strict';

/**
 * `perf_hooks`: `performance.now`, `timeOrigin`, marks and measures.
 * Observers and histograms are not built: they refuse with ERR_FEATURE_UNAVAILABLE_ON_PLATFORM.
 */

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const engine = require('internal/engine');

/** Milliseconds since 1970 when the process's clock stood at 0. */
const timeOrigin = Date.now() - engine.hrtime();

class PerformanceEntry {
  #fields;

  constructor(fields) {
    if (fields?.token !== token) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#fields = fields;
  }

  get name() { return this.#fields.name; }
  get entryType() { return this.#fields.entryType; }
  get startTime() { return this.#fields.startTime; }
  get duration() { return this.#fields.duration; }
  get detail() { return this.#fields.detail; }

  toJSON() {
    return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration, detail: this.detail };
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `${this.constructor.name} ${inspect(this.toJSON(), { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
const token = Symbol('performance entry');

class PerformanceMark extends PerformanceEntry {
  constructor(name, options = {}) {
    name = `${name}`;
    const startTime = options?.startTime ?? performance.now();
    if (typeof startTime !== 'number') throw codes.ERR_INVALID_ARG_TYPE('options.startTime', 'number', startTime);
    if (startTime < 0) throw codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super({ token, name, entryType: 'mark', startTime, duration: 0, detail: options?.detail ?? null });
  }
}

class PerformanceMeasure extends PerformanceEntry {}

const entries = [];

function markTime(mark) {
  if (typeof mark === 'number') {
    if (mark < 0) throw codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(mark);
    return mark;
  }
  const name = `${mark}`;
  for (let i = entries.length - 1; i >= 0; i--) {
    if (entries[i].entryType === 'mark' && entries[i].name === name) return entries[i].startTime;
  }
  const { DOMException } = require('internal/dom_exception');
  throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}

function clear(type, name) {
  for (let i = entries.length - 1; i >= 0; i--) {
    if (entries[i].entryType === type && (name === undefined || entries[i].name === `${name}`)) entries.splice(i, 1);
  }
}

const sorted = (list) => list.sort((a, b) => a.startTime - b.startTime);

class Performance {
  /** Milliseconds, with fractions, since `timeOrigin`. */
  now() { return engine.hrtime(); }

  get timeOrigin() { return timeOrigin; }

  mark(name, options) {
    const mark = new PerformanceMark(name, options);
    entries.push(mark);
    return mark;
  }

  /** From one mark, or `{ start, end, duration, detail }`, to another or now. */
  measure(name, startOrOptions, endMark) {
    validateString(name, 'name');
    let start = 0;
    let end;
    let detail = null;
    if (startOrOptions !== null && typeof startOrOptions === 'object') {
      const options = startOrOptions;
      if (options.start === undefined && options.end === undefined) {
        throw codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('One of options.start or options.end is required');
      }
      if (options.start !== undefined && options.end !== undefined && options.duration !== undefined) {
        throw codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('Must not have options.start, options.end, and options.duration specified');
      }
      detail = options.detail ?? null;
      if (options.end !== undefined) end = markTime(options.end);
      else if (options.duration !== undefined) end = markTime(options.start) + options.duration;
      else end = this.now();
      if (options.start !== undefined) start = markTime(options.start);
      else if (options.duration !== undefined) start = end - options.duration;
    } else {
      end = endMark === undefined ? this.now() : markTime(endMark);
      if (startOrOptions !== undefined) start = markTime(startOrOptions);
    }
    const measure = new PerformanceMeasure({ token, name, entryType: 'measure', startTime: start, duration: end - start, detail });
    entries.push(measure);
    return measure;
  }

  clearMarks(name) { clear('mark', name); }
  clearMeasures(name) { clear('measure', name); }
  getEntries() { return sorted(entries.slice()); }
  getEntriesByName(name, type) {
    return sorted(entries.filter((one) => one.name === `${name}` && (type === undefined || one.entryType === type)));
  }
  getEntriesByType(type) { return sorted(entries.filter((one) => one.entryType === `${type}`)); }

  /** A function that reports how long each call took to nobody: there are no observers. Refused, so that no measurement is lost silently. */
  timerify() { return refuse('performance.timerify'); }

  eventLoopUtilization() { return refuse('performance.eventLoopUtilization'); }

  toJSON() { return { timeOrigin, nodeTiming: undefined, eventLoopUtilization: undefined }; }
}
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { value: 'Performance', configurable: true });

function refuse(name) {
  throw codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(name);
}

class PerformanceObserver {
  static get supportedEntryTypes() { return []; }
  constructor() { refuse('PerformanceObserver'); }
}

const performance = new Performance();

module.exports = {
  performance,
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  monitorEventLoopDelay: () => refuse('monitorEventLoopDelay'),
  createHistogram: () => refuse('createHistogram'),
  constants: {},
};
