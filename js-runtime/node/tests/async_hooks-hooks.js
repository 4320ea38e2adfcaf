'use strict';

// NODE-017: createHook: which resources have ids, and in which order their hooks are called.
const assert = require('assert');
const { AsyncResource, asyncWrapProviders, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } = require('async_hooks');

process.on('warning', () => {});
/** Of each resource that a hook heard of: its kind, what made it, and what happened to it. */
const resources = new Map();
const of = (id) => resources.get(id) ?? { events: [] };
const hook = createHook({
  init(id, type, trigger, resource) { resources.set(id, { type, trigger, resource, events: [] }); },
  before(id) {
    assert.strictEqual(executionAsyncId(), id);
    of(id).events.push('before');
  },
  after(id) { of(id).events.push('after'); },
  destroy(id) { of(id).events.push('destroy'); },
});
assert.strictEqual(hook.enable(), hook);
assert.strictEqual(hook.enable(), hook);

let inner;
const timer = setTimeout(() => {
  assert.strictEqual(executionAsyncResource(), timer);
  assert.strictEqual(triggerAsyncId(), 1);
  inner = executionAsyncId();
  setImmediate(() => assert.strictEqual(triggerAsyncId(), inner));
}, 1);
let turns = 0;
const interval = setInterval(() => { if (++turns === 2) clearInterval(interval); }, 1);
const cleared = setImmediate(() => assert.fail('it was cleared'));
clearImmediate(cleared);
process.nextTick(() => {});
queueMicrotask(() => {});
require('fs').access(__filename, (error) => assert.ifError(error));

const resource = new AsyncResource('OWN');
assert.strictEqual(resource.triggerAsyncId(), 1);
assert.throws(() => resource.runInAsyncScope(() => {
  assert.strictEqual(executionAsyncResource(), resource);
  throw new Error('through');
}), { message: 'through' });
assert.strictEqual(executionAsyncId(), 1);
resource.emitDestroy().emitDestroy();

// A hook that is off hears nothing.
const off = createHook({ init() { assert.fail('it is off'); } });
off.enable().disable();
setTimeout(() => {}, 1);

assert.throws(() => createHook({ init: 5 }), { code: 'ERR_ASYNC_CALLBACK' });
assert.throws(() => new AsyncResource(''), { code: 'ERR_ASYNC_TYPE' });
assert.strictEqual(asyncWrapProviders.FSREQCALLBACK, 8);

process.on('exit', () => {
  hook.disable();
  const found = (type) => [...resources.values()].filter((one) => one.type === type);
  const whole = ['before', 'after', 'destroy'];
  assert.deepStrictEqual(of(inner).events, whole);
  assert.deepStrictEqual(found('Timeout').find((one) => one.resource === interval).events, ['before', 'after', 'before', 'after', 'destroy']);
  const immediates = found('Immediate');
  assert.deepStrictEqual(immediates.map((one) => [one.trigger, one.events]), [[1, ['destroy']], [inner, whole]]);
  assert.deepStrictEqual(found('Microtask')[0].events, whole);
  assert.deepStrictEqual(found('TickObject')[0].events, whole);
  assert.deepStrictEqual(found('FSREQCALLBACK').map((one) => [one.trigger, one.events]), [[1, whole]]);
  assert.deepStrictEqual(found('OWN').map((one) => one.events), [[...whole, 'destroy']]);
});
