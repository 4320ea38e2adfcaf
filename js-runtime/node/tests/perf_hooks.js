'use strict';

// NODE-020, NODE-076
const assert = require('assert');
const { performance: fromModule, PerformanceEntry } = require('perf_hooks');

assert.strictEqual(performance, fromModule);
const first = performance.now();
assert.strictEqual(typeof first, 'number');
assert.ok(performance.now() >= first);
assert.ok(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);

const mark = performance.mark('a', { startTime: 5, detail: { x: 1 } });
assert.ok(mark instanceof PerformanceEntry);
assert.deepStrictEqual([mark.name, mark.entryType, mark.startTime, mark.duration, mark.detail], ['a', 'mark', 5, 0, { x: 1 }]);
performance.mark('b', { startTime: 8 });
const measure = performance.measure('m', 'a', 'b');
assert.deepStrictEqual([measure.name, measure.entryType, measure.startTime, measure.duration], ['m', 'measure', 5, 3]);
assert.deepStrictEqual(performance.measure('n', { start: 1, duration: 2 }).toJSON(),
  { name: 'n', entryType: 'measure', startTime: 1, duration: 2, detail: null });
assert.deepStrictEqual(performance.getEntriesByType('mark').map((one) => one.name), ['a', 'b']);
assert.strictEqual(performance.getEntriesByName('m')[0], measure);
performance.clearMarks('a');
assert.deepStrictEqual(performance.getEntriesByType('mark').map((one) => one.name), ['b']);
performance.clearMarks();
performance.clearMeasures();
assert.deepStrictEqual(performance.getEntries().filter((one) => ['mark', 'measure'].includes(one.entryType)), []);
assert.throws(() => performance.measure('x', 'nowhere'), { name: 'SyntaxError', message: 'The "nowhere" performance mark has not been set' });
assert.throws(() => performance.mark('x', { startTime: -1 }), { code: 'ERR_PERFORMANCE_INVALID_TIMESTAMP' });
assert.throws(() => new PerformanceEntry(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });

// What an application gives as detail is copied.
const given = { list: [1] };
const detailed = performance.mark('d', { detail: given });
assert.notStrictEqual(detailed.detail, given);
assert.deepStrictEqual(detailed.detail, given);
performance.clearMarks();

// The milestones are marks, the loop has not begun before the first turn has ended.
const { nodeTiming } = performance;
assert.strictEqual(performance.measure('start', 'nodeStart', 'bootstrapComplete').duration, nodeTiming.bootstrapComplete - nodeTiming.nodeStart);
assert.ok(nodeTiming.bootstrapComplete > 0 && nodeTiming.bootstrapComplete <= first);
assert.strictEqual(nodeTiming.loopStart, -1);
assert.deepStrictEqual(performance.eventLoopUtilization(), { idle: 0, active: 0, utilization: 0 });
performance.clearMeasures();

// Histograms: the same numbers as Node's for the same values.
const { PerformanceObserver, createHistogram, monitorEventLoopDelay } = require('perf_hooks');
const histogram = createHistogram();
assert.deepStrictEqual([histogram.min, histogram.max, histogram.exceeds, Number.isNaN(histogram.mean)], [9223372036854776000, 0, 0, true]);
for (const value of [1, 2, 3, 1000, 5000, 123456, 9999999]) histogram.record(value);
assert.deepStrictEqual([histogram.count, histogram.min, histogram.max, histogram.percentile(50), histogram.percentile(99)],
  [7, 1, 10002431, 1000, 10002431]);
assert.deepStrictEqual([...histogram.percentiles], [
  [0, 1], [50, 1000], [75, 123456], [87.5, 9994240], [100, 9994240],
]);
assert.throws(() => histogram.record(0), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => createHistogram({ figures: 6 }), { code: 'ERR_OUT_OF_RANGE' });
// Node's clone counts into the same numbers; here that is refused.
if (process.versions.coddle) assert.throws(() => structuredClone(histogram), { name: 'DataCloneError' });

// Observers hear of what is made while they watch, each kind in its own right.
const seen = [];
const observer = new PerformanceObserver((list, self) => {
  assert.strictEqual(self, observer);
  seen.push(...list.getEntries().map(({ entryType, name }) => `${entryType} ${name}`));
});
assert.throws(() => observer.observe({}), { code: 'ERR_MISSING_ARGS' });
observer.observe({ entryTypes: ['mark', 'function', 'gc'] });
performance.mark('watched');
performance.measure('not watched');
performance.timerify(function work() {})();
assert.throws(performance.timerify(() => { throw new Error('no entry'); }), /no entry/);

const delay = monitorEventLoopDelay({ resolution: 1 });
assert.strictEqual(delay.enable(), true);
assert.strictEqual(delay.enable(), false);

process.on('exit', () => {
  assert.deepStrictEqual(seen.sort(), ['function work', 'http HttpClient', 'http HttpRequest', 'mark watched']);
});

setImmediate(() => {
  observer.disconnect();
  assert.ok(nodeTiming.loopStart > 0);
  // Requests, on both sides.
  observer.observe({ type: 'http' });
  const http = require('http');
  const server = http.createServer((request, response) => response.end('x')).listen(0, () => {
    http.get({ port: server.address().port, agent: false }, (response) => response.resume().on('end', () => server.close()));
  });
  server.on('close', () => {
    const { idle, active, utilization } = performance.eventLoopUtilization();
    assert.ok(idle >= 0 && active > 0 && Math.abs(utilization - active / (idle + active)) < 1e-9);
    const before = performance.eventLoopUtilization();
    for (const until = performance.now() + 5; performance.now() < until;);
    // Nothing but this turn since then.
    assert.deepStrictEqual(performance.eventLoopUtilization(before).utilization, 1);
    const wait = () => {
      if (delay.count === 0) return setTimeout(wait, 1);
      assert.ok(delay.min > 0 && delay.mean > 0);
      assert.strictEqual(delay.disable(), true);
      return undefined;
    };
    wait();
  });
});
