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
