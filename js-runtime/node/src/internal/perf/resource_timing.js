'use strict';

/** `PerformanceResourceTiming`, and the buffer of them: bounded, with a second one while an application makes room in the first. */

const { codes } = require('internal/errors');
const { PerformanceEntry, token } = require('internal/perf/entry');
const { enqueue } = require('internal/perf/observe');
const timeline = require('internal/perf/timeline');
const { enumerable, tag } = require('internal/util/class_finish');

/** What the standard adds to the body of what came over the network, in bytes: the headers' share. */
const HEADERS = 300;

class PerformanceResourceTiming extends PerformanceEntry {
  #timing;
  #initiatorType;
  #cacheMode;

  constructor(fields) {
    super(fields);
    this.#timing = fields.timing;
    this.#initiatorType = fields.initiatorType;
    this.#cacheMode = fields.cacheMode;
  }

  get initiatorType() { return this.#initiatorType; }
  get workerStart() { return this.#timing.finalServiceWorkerStartTime; }
  get redirectStart() { return this.#timing.redirectStartTime; }
  get redirectEnd() { return this.#timing.redirectEndTime; }
  get fetchStart() { return this.#timing.postRedirectStartTime; }
  get domainLookupStart() { return this.#timing.finalConnectionTimingInfo?.domainLookupStartTime; }
  get domainLookupEnd() { return this.#timing.finalConnectionTimingInfo?.domainLookupEndTime; }
  get connectStart() { return this.#timing.finalConnectionTimingInfo?.connectionStartTime; }
  get connectEnd() { return this.#timing.finalConnectionTimingInfo?.connectionEndTime; }
  get secureConnectionStart() { return this.#timing.finalConnectionTimingInfo?.secureConnectionStartTime; }
  get nextHopProtocol() { return this.#timing.finalConnectionTimingInfo?.ALPNNegotiatedProtocol; }
  get requestStart() { return this.#timing.finalNetworkRequestStartTime; }
  get responseStart() { return this.#timing.finalNetworkResponseStartTime; }
  get responseEnd() { return this.#timing.endTime; }
  get encodedBodySize() { return this.#timing.encodedBodySize; }
  get decodedBodySize() { return this.#timing.decodedBodySize; }

  get transferSize() {
    if (this.#cacheMode === 'local') return 0;
    if (this.#cacheMode === 'validated') return HEADERS;
    return this.#timing.encodedBodySize + HEADERS;
  }

  toJSON() {
    const json = super.toJSON();
    for (const name of MEMBERS) json[name] = this[name];
    return json;
  }
}

const MEMBERS = Object.entries(Object.getOwnPropertyDescriptors(PerformanceResourceTiming.prototype)).filter(([, { get }]) => get).map(([name]) => name);
enumerable(PerformanceResourceTiming.prototype, MEMBERS);
tag(PerformanceResourceTiming);

let limit = 250;
/** What came while the buffer was full, until the event has been heard. */
let overflow = [];
let announced = false;

const full = () => timeline.count('resource') >= limit;

function announce(performance) {
  announced = false;
  while (overflow.length > 0) {
    const before = overflow.length;
    if (full()) performance.dispatchEvent(new (require('internal/event').Event)('resourcetimingbufferfull'));
    while (overflow.length > 0 && !full()) timeline.keep(overflow.shift());
    // Nobody made room: what waits is lost, as in browsers.
    if (before <= overflow.length) overflow = [];
  }
}

function keep(entry, performance) {
  if (!full() && !announced) {
    timeline.keep(entry);
    return;
  }
  overflow.push(entry);
  if (announced) return;
  announced = true;
  setImmediate(announce, performance);
}

/** `performance.markResourceTiming()`: the entry of a fetch that has ended. `timing`: the standard's fetch timing info. */
function mark(performance, timing, url, initiatorType, global, cacheMode) {
  if (cacheMode !== '' && cacheMode !== 'local') throw codes.ERR_INVALID_ARG_VALUE('cacheMode', cacheMode, "must be '' or 'local'");
  const entry = new PerformanceResourceTiming({
    token, name: url, entryType: 'resource', startTime: timing.startTime, duration: timing.endTime - timing.startTime, timing, initiatorType, cacheMode,
  });
  keep(entry, performance);
  enqueue(entry);
  return entry;
}

function setLimit(size) {
  limit = size;
}

module.exports = { PerformanceResourceTiming, mark, setLimit };
