'use strict';

// NODE-007: the promises and iterators of `events`, captured rejections, and the warning of a leak.
const assert = require('assert');
const EventEmitter = require('events');
const { once, on } = EventEmitter;

const tests = {
  async 'once() gives the arguments of the next event'() {
    const emitter = new EventEmitter();
    process.nextTick(() => emitter.emit('x', 1, 2));
    assert.deepStrictEqual(await once(emitter, 'x'), [1, 2]);
    assert.strictEqual(emitter.listenerCount('error'), 0);
  },
  async 'once() rejects with an error event'() {
    const emitter = new EventEmitter();
    process.nextTick(() => emitter.emit('error', new Error('no')));
    await assert.rejects(once(emitter, 'x'), { message: 'no' });
    assert.strictEqual(emitter.listenerCount('x'), 0);
  },
  async 'once() rejects when its signal aborts'() {
    const controller = new AbortController();
    const promise = once(new EventEmitter(), 'x', { signal: controller.signal });
    controller.abort();
    await assert.rejects(promise, { name: 'AbortError', code: 'ABORT_ERR', message: 'The operation was aborted' });
    await assert.rejects(once(new EventEmitter(), 'x', { signal: AbortSignal.abort() }), { name: 'AbortError' });
  },
  async 'once() listens to an EventTarget'() {
    const target = new EventTarget();
    process.nextTick(() => target.dispatchEvent(new Event('x')));
    const [event] = await once(target, 'x');
    assert.strictEqual(event.type, 'x');
  },
  async 'on() iterates over events until its close event'() {
    const emitter = new EventEmitter();
    process.nextTick(() => {
      emitter.emit('x', 1);
      emitter.emit('x', 2);
      emitter.emit('close');
    });
    const seen = [];
    for await (const args of on(emitter, 'x', { close: ['close'] })) seen.push(args);
    assert.deepStrictEqual(seen, [[1], [2]]);
    assert.strictEqual(emitter.listenerCount('x'), 0);
  },
  async 'on() hands out what arrived before an error, then the error'() {
    const emitter = new EventEmitter();
    const iterator = on(emitter, 'x');
    emitter.emit('x', 1);
    emitter.emit('error', new Error('late'));
    assert.deepStrictEqual(await iterator.next(), { value: [1], done: false });
    await assert.rejects(iterator.next(), { message: 'late' });
    assert.deepStrictEqual(await iterator.next(), { value: undefined, done: true });
  },
  async 'a captured rejection becomes an error event'() {
    const emitter = new EventEmitter({ captureRejections: true });
    emitter.on('x', async () => { throw new Error('inside'); });
    emitter.emit('x');
    const [error] = await once(emitter, 'error');
    assert.strictEqual(error.message, 'inside');
  },
  async 'a captured rejection goes to the emitter\'s own handler'() {
    const emitter = new EventEmitter({ captureRejections: true });
    const handled = new Promise((resolve) => {
      emitter[Symbol.for('nodejs.rejection')] = (error, type, ...args) => resolve([error.message, type, args]);
    });
    emitter.on('x', async () => { throw new Error('inside'); });
    emitter.emit('x', 5);
    assert.deepStrictEqual(await handled, ['inside', 'x', [5]]);
  },
  async 'the eleventh listener warns of a leak, once'() {
    const warnings = [];
    const listener = (warning) => { warnings.push(warning); };
    process.on('warning', listener);
    const emitter = new EventEmitter();
    for (let i = 0; i < 13; i++) emitter.on('x', () => {});
    await new Promise((resolve) => { setImmediate(resolve); });
    process.off('warning', listener);
    assert.strictEqual(warnings.length, 1);
    assert.strictEqual(warnings[0].name, 'MaxListenersExceededWarning');
    assert.strictEqual(warnings[0].message, 'Possible EventEmitter memory leak detected. 11 x listeners added to [EventEmitter]. ' +
      'MaxListeners is 10. Use emitter.setMaxListeners() to increase limit');
    assert.deepStrictEqual([warnings[0].type, warnings[0].count, warnings[0].emitter === emitter], ['x', 11, true]);
  },
};

(async () => {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
    } catch (error) {
      error.message = `${name}: ${error.message}`;
      throw error;
    }
  }
})();
