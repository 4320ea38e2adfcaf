'use strict';

/** Which kinds of performance entries somebody watches. Light: the makers of entries on hot paths ask it. */

/** The kinds that there are. V8's `gc` and `http2` are not among them. */
const TYPES = Object.freeze(['dns', 'function', 'http', 'mark', 'measure', 'net', 'resource']);

/** How many observers watch each kind. */
const watched = Object.fromEntries(TYPES.map((type) => [type, 0]));

const now = require('internal/engine').hrtime;

/** When something began that an entry is made of when it ends: `record`'s `startTime`. Nothing unless its kind is watched. */
function begin(entryType) {
  return watched[entryType] > 0 ? now() : undefined;
}

/** Makes the entry of what began at `startTime` (see `begin`) and ends now. `detail()` gives its details. */
function record(entryType, name, startTime, detail) {
  if (startTime === undefined || watched[entryType] === 0) return;
  const { PerformanceNodeEntry, token } = require('internal/perf/entry');
  const fields = { token, name, entryType, startTime, duration: now() - startTime, detail: detail() };
  require('internal/perf/observe').enqueue(new PerformanceNodeEntry(fields));
}

module.exports = { TYPES, begin, record, watched };
