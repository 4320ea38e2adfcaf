'use strict';

const assert = require('assert');
const { promisify } = require('util');
const timers = require('timers');
const promises = require('timers/promises');
const { check } = require('./support/outcome.js');

// NODE-029 NODE-031
check([
  [() => setTimeout('code', 1), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received type string (\'code\')'],
  [() => setInterval(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received undefined'],
  [() => setImmediate(5), 'throws TypeError ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received type number (5)'],
  [() => clearTimeout('x'), 'undefined'],
  [() => clearTimeout(undefined), 'undefined'],
  [() => clearTimeout({}), 'undefined'],
  [() => clearImmediate(null), 'undefined'],
  [() => timers.setTimeout === setTimeout, 'true'],
  [() => timers.promises === promises, 'true'],
  [() => typeof +cleared(setTimeout(() => {}, 1)), '"number"'],
  [() => setTimeout[promisify.custom] === promises.setTimeout, 'true'],
  [() => cleared(setTimeout(() => {}, 1)).constructor.name, '"Timeout"'],
  [() => cleared(setTimeout(() => {}, 5))._idleTimeout, '-1'],
  [() => cleared(setTimeout(() => {}, 5)).hasRef(), 'true'],
  [() => { const timer = setTimeout(() => {}, 5); const refed = [timer.hasRef(), timer.unref().hasRef(), timer.ref().hasRef()]; clearTimeout(timer); return refed; }, '[true, false, true]'],
  [() => { const immediate = setImmediate(() => {}); const refed = [immediate.hasRef(), immediate.unref().hasRef(), immediate.ref().hasRef()]; clearImmediate(immediate); return [refed, immediate.hasRef()]; }, '[[true, false, true], false]'],
]);

function cleared(timer) {
  clearTimeout(timer);
  return timer;
}

const order = [];
const log = (text) => () => order.push(text);

// NODE-048 NODE-055 NODE-101: ticks, promise jobs, then timers and immediates, each with its own ticks and jobs.
setImmediate(() => {
  order.push('immediate 1');
  process.nextTick(log('its tick'));
  Promise.resolve().then(log('its job'));
});
setImmediate(log('immediate 2'));
Promise.resolve().then(() => {
  order.push('job 1');
  process.nextTick(log('tick of job'));
}).then(log('job 2'));
process.nextTick(() => {
  order.push('tick 1');
  process.nextTick(log('tick of tick'));
  Promise.resolve().then(log('job of tick'));
});
process.nextTick((a, b) => order.push(`tick ${a}${b}`), 2, 3);
queueMicrotask(log('microtask'));
order.push('main');

setImmediate(() => {
  assert.deepStrictEqual(order, [
    'main', 'tick 1', 'tick 23', 'tick of tick', 'job 1', 'microtask', 'job of tick', 'job 2', 'tick of job',
    'immediate 1', 'its tick', 'its job', 'immediate 2',
  ]);
});

// As many arguments as were given, undefined or not.
for (const given of [[], [undefined], [[1, 2]], [1, 2], [1, 2, 3]]) {
  process.nextTick((...args) => assert.deepStrictEqual(args, given), ...given);
}

const done = [];
const expected = [];
function must(name) {
  expected.push(name);
  return () => done.push(name);
}

// Arguments, and `this`.
setTimeout(function (a, b) {
  assert.deepStrictEqual([a, b], [1, 2]);
  assert.strictEqual(this.constructor.name, 'Timeout');
  done.push('arguments');
}, 1, 1, 2);
expected.push('arguments');

// A number stops a timer too.
clearTimeout(+setTimeout(() => assert.fail('stopped by number'), 1));
clearTimeout(`${+setTimeout(() => assert.fail('stopped by its string'), 1)}`);

// An interval stops itself.
let ticks = 0;
const interval = setInterval(() => {
  if (++ticks === 3) {
    clearInterval(interval);
    done.push('interval');
  }
}, 1);
expected.push('interval');

// refresh() makes a timer that has fired fire again.
let fired = 0;
const again = setTimeout(() => {
  if (++fired === 1) again.refresh();
  else done.push('refreshed');
}, 1);
expected.push('refreshed');

// An immediate that is cleared by an earlier one does not run.
let second;
setImmediate(() => clearImmediate(second));
second = setImmediate(() => assert.fail('cleared'));

// An unreferenced timer does not keep the process alive.
setTimeout(() => assert.fail('unreferenced'), 1e8).unref();

// Delays that are none mean one millisecond; an overflow says so.
process.removeAllListeners('warning');
process.once('warning', (warning) => {
  assert.strictEqual(warning.name, 'TimeoutOverflowWarning');
  done.push('overflow');
});
expected.push('overflow');
setTimeout(must('too long'), 2 ** 31);
setTimeout(must('negative'), -1);
setTimeout(must('no number'), 'x');

promisify(setTimeout)(1, 'value').then((value) => {
  assert.strictEqual(value, 'value');
  done.push('promisified');
});
expected.push('promisified');

promises.setImmediate('now').then((value) => {
  assert.strictEqual(value, 'now');
  done.push('immediate promise');
});
expected.push('immediate promise');

const controller = new AbortController();
assert.rejects(promises.setTimeout(1e6, null, { signal: controller.signal }), { name: 'AbortError', code: 'ABORT_ERR' })
  .then(must('aborted'));
controller.abort();
assert.rejects(promises.setTimeout(1, null, { signal: 5 }), { code: 'ERR_INVALID_ARG_TYPE' }).then(must('signal checked'));
assert.rejects(promises.setTimeout('1'), { code: 'ERR_INVALID_ARG_TYPE' }).then(must('delay checked'));

(async () => {
  let count = 0;
  for await (const value of promises.setInterval(1, 'again')) {
    assert.strictEqual(value, 'again');
    if (++count === 3) break;
  }
  done.push('iterated');
})();
expected.push('iterated');

process.on('exit', () => assert.deepStrictEqual(done.sort(), expected.sort()));
