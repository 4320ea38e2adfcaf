'use strict';

/**
 * `perf_hooks`: the clock, the timeline, and what reads them. The parts stand in `internal/perf` and are loaded when they are first asked for;
 * entries of V8's garbage collector are the one kind that is not there.
 */

const engine = require('internal/engine');
const { codes } = require('internal/errors');
const { lazy } = require('internal/lazy');
const { show, tag } = require('internal/util/class_finish');
const { validateString } = require('internal/validators');
const { EventTarget } = require('internal/event_target');
const { PerformanceEntry, PerformanceMark, PerformanceMeasure, detailOf, token } = require('internal/perf/entry');
const { PerformanceObserverEntryList, enqueue } = require('internal/perf/observe');
const timeline = require('internal/perf/timeline');

/** Milliseconds since 1970 when the process's clock stood at 0. */
const timeOrigin = Date.now() - engine.hrtime();

const loop = () => require('internal/perf/loop');

/** The time that a mark, a milestone or a number stands for. */
function timeOf(mark) {
  if (mark === undefined) return undefined;
  if (typeof mark === 'number') {
    if (mark < 0) throw codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(mark);
    return mark;
  }
  const name = `${mark}`;
  const { MILESTONES, nodeTiming } = loop();
  if (MILESTONES.includes(name)) return nodeTiming[name];
  const found = timeline.lastMark(name);
  if (found !== undefined) return found.startTime;
  const { DOMException } = require('internal/dom_exception');
  throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}

/** Start and end of a measure, from its arguments. */
function span(startOrOptions, endMark) {
  if (startOrOptions === null || typeof startOrOptions !== 'object') {
    return { start: timeOf(startOrOptions) ?? 0, end: timeOf(endMark) ?? engine.hrtime() };
  }
  if (endMark !== undefined) throw codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('endMark must not be specified');
  const { start: from, end: to, duration } = startOrOptions;
  if (from === undefined && to === undefined) {
    throw codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('One of options.start or options.end is required');
  }
  if (from !== undefined && to !== undefined && duration !== undefined) {
    throw codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('Must not have options.start, options.end, and options.duration specified');
  }
  const end = timeOf(to) ?? (duration === undefined ? engine.hrtime() : timeOf(from) + duration);
  return { start: timeOf(from) ?? (duration === undefined ? 0 : end - duration), end };
}

function kept(entry) {
  timeline.keep(entry);
  enqueue(entry);
  return entry;
}

const named = (name) => (name === undefined ? undefined : `${name}`);

/** Its methods do not look at `this`: Node's can be taken off the object. */
class Performance extends EventTarget {
  constructor(given) {
    if (given !== token) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  /** Milliseconds, with fractions, since `timeOrigin`. */
  now() { return engine.hrtime(); }

  get timeOrigin() { return timeOrigin; }
  get nodeTiming() { return loop().nodeTiming; }

  mark(name, options) { return kept(new PerformanceMark(name, options)); }

  /** From one mark, or `{ start, end, duration, detail }`, to another or now. */
  measure(name, startOrOptions, endMark) {
    validateString(name, 'name');
    const { start, end } = span(startOrOptions, endMark);
    const detail = typeof startOrOptions === 'object' ? detailOf(startOrOptions) : null;
    return kept(new PerformanceMeasure({ token, name, entryType: 'measure', startTime: start, duration: end - start, detail }));
  }

  clearMarks(name) { timeline.clear('mark', named(name)); }
  clearMeasures(name) { timeline.clear('measure', named(name)); }
  clearResourceTimings(name) { timeline.clear('resource', named(name)); }
  getEntries() { return timeline.all(); }
  getEntriesByName(name, type) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('name');
    return timeline.ofName(`${name}`, named(type));
  }

  getEntriesByType(type) {
    if (arguments.length === 0) throw codes.ERR_MISSING_ARGS('type');
    return timeline.ofType(`${type}`);
  }

  timerify(fn, options) { return require('internal/perf/timerify').timerify(fn, options); }
  eventLoopUtilization(first, second) { return loop().eventLoopUtilization(first, second); }

  markResourceTiming(timing, url, initiatorType, global, cacheMode) {
    return require('internal/perf/resource_timing').mark(performance, timing, url, initiatorType, global, cacheMode);
  }

  setResourceTimingBufferSize(size) {
    // An unsigned long, as the standard converts it.
    require('internal/perf/resource_timing').setLimit(size >>> 0);
  }

  toJSON() {
    return { nodeTiming: performance.nodeTiming, timeOrigin, eventLoopUtilization: performance.eventLoopUtilization() };
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    return show(this, { nodeTiming: performance.nodeTiming, timeOrigin }, depth, options);
  }
}
tag(Performance);

const performance = new Performance(token);
require('internal/event_target').defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');

Object.assign(exports, { performance, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserverEntryList });
const member = (name, module) => lazy(exports, name, () => require(`internal/perf/${module}`)[name]);
member('PerformanceObserver', 'observer');
member('PerformanceResourceTiming', 'resource_timing');
member('createHistogram', 'histogram');
member('monitorEventLoopDelay', 'loop_delay');

/** What entries of kind 'gc' would say in Node; there are none here, but packages read the numbers when they load. */
const constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};
Object.defineProperty(exports, 'constants', { enumerable: true, value: constants });
