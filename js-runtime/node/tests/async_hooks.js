'use strict';

// NODE-017: AsyncLocalStorage and AsyncResource. Promises and `await` are in async_hooks-promises.js.
const assert = require('assert');
const { AsyncLocalStorage, AsyncResource, executionAsyncId, triggerAsyncId } = require('async_hooks');

const storage = new AsyncLocalStorage();

/** What the storage holds in a callback that `schedule` calls. */
function storeIn(schedule) {
  return new Promise((resolve) => {
    storage.run('store', () => schedule(() => resolve(storage.getStore())));
  });
}

assert.strictEqual(storage.getStore(), undefined);
assert.deepStrictEqual(storage.run(1, (...args) => [storage.getStore(), ...args], 2, 3), [1, 2, 3]);
assert.strictEqual(storage.getStore(), undefined);
storage.run(1, () => {
  storage.run(2, () => assert.strictEqual(storage.getStore(), 2));
  assert.strictEqual(storage.getStore(), 1);
  assert.strictEqual(storage.exit(() => storage.getStore()), undefined);
  assert.strictEqual(storage.getStore(), 1);
});
assert.throws(() => storage.run(1, () => { throw new Error('out'); }), { message: 'out' });
assert.strictEqual(storage.getStore(), undefined);

const other = new AsyncLocalStorage();
storage.run('a', () => other.run('b', () => {
  assert.deepStrictEqual([storage.getStore(), other.getStore()], ['a', 'b']);
}));

const bound = storage.run('bound', () => AsyncLocalStorage.bind((x) => [storage.getStore(), x]));
assert.deepStrictEqual(bound(5), ['bound', 5]);
const snapshot = storage.run('snap', () => AsyncLocalStorage.snapshot());
assert.strictEqual(storage.run('other', () => snapshot(() => storage.getStore())), 'snap');

const resource = storage.run('resource', () => new AsyncResource('TEST'));
assert.strictEqual(resource.runInAsyncScope((x) => `${storage.getStore()} ${x}`, null, 1), 'resource 1');
assert.strictEqual(resource.runInAsyncScope(() => executionAsyncId()), resource.asyncId());
assert.strictEqual(resource.runInAsyncScope(() => triggerAsyncId()), resource.triggerAsyncId());
assert.strictEqual(resource.runInAsyncScope(function() { return this; }, 'self'), 'self');
assert.strictEqual(resource.bind((a, b) => a).length, 2);
assert.strictEqual(resource.emitDestroy(), resource);
assert.throws(() => new AsyncResource(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new AsyncResource('X', { triggerAsyncId: -5 }), { code: 'ERR_INVALID_ASYNC_ID' });
assert.throws(() => AsyncResource.bind(5), { code: 'ERR_INVALID_ARG_TYPE' });

const disabled = new AsyncLocalStorage();
disabled.run(1, () => {
  disabled.disable();
  assert.strictEqual(disabled.getStore(), undefined);
});

Promise.all([
  storeIn((callback) => process.nextTick(callback)),
  storeIn((callback) => setTimeout(callback, 1)),
  storeIn((callback) => setImmediate(callback)),
  storeIn((callback) => queueMicrotask(callback)),
  storeIn((callback) => { Promise.resolve().then(callback); }),
  storeIn((callback) => { Promise.reject(new Error('caught')).catch(callback); }),
  storeIn((callback) => { Promise.resolve().finally(callback); }),
  storeIn((callback) => { Promise.resolve().then(() => {}).then(() => setTimeout(() => process.nextTick(callback), 1)); }),
]).then((stores) => {
  assert.deepStrictEqual(stores, Array(8).fill('store'));
  setImmediate(() => {
    storage.enterWith('entered');
    assert.strictEqual(storage.getStore(), 'entered');
    process.nextTick(() => assert.strictEqual(storage.getStore(), 'entered'));
    setTimeout(() => assert.strictEqual(storage.getStore(), 'entered'), 1);
  });
});
