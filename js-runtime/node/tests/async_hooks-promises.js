'use strict';

// NODE-017, NODE-099: a store is the one of the scope in which a reaction was registered, whoever settles the promise.
const assert = require('assert');
const { AsyncLocalStorage } = require('async_hooks');

const storage = new AsyncLocalStorage();
const get = () => storage.getStore();
const wait = (ms = 1) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `scope` in the stores a, b and c at once, and outside of any; each must see only its own, all the way. */
async function siblings(scope) {
  const run = async (name) => {
    const seen = [];
    await scope(() => seen.push(get()), name);
    seen.push(get());
    assert.ok(seen.length > 1);
    assert.deepStrictEqual(seen.filter((store) => store !== name), [], scope.toString());
  };
  await Promise.all([
    ...['a', 'b', 'c'].map((name) => storage.run(name, run, name)),
    run(undefined),
    ...['d', 'e'].map((name) => storage.run(name, run, name)),
  ]);
  assert.strictEqual(get(), undefined);
}

const thenable = (ms, fail) => ({
  then(resolve, reject) {
    const settle = () => (fail ? reject(new Error('no')) : resolve(5));
    if (ms === undefined) settle();
    else setTimeout(settle, ms);
  },
});

class Derived extends Promise {}

async function main() {
  // Settled promises, plain values, pending promises.
  await siblings(async (see) => { await null; see(); await 5; see(); await {}; see(); });
  await siblings(async (see) => { await Promise.resolve(1); see(); await Promise.resolve(2); see(); });
  await siblings(async (see) => { await wait(); see(); await wait(2); see(); });
  await siblings(async (see) => { for (let i = 0; i < 5; i++) { await (i % 2 ? wait() : i); see(); } });
  await siblings(async (see) => { try { await Promise.reject(new Error('x')); } catch { see(); } await null; see(); });
  await siblings(async (see) => {
    const inner = async () => { await null; see(); await wait(); see(); return 5; };
    await inner();
    see();
    await Promise.all([inner(), inner(), Promise.resolve().then(inner)]);
    see();
  });

  // Thenables that are no promises.
  await siblings(async (see) => { await thenable(); see(); await thenable(1); see(); });
  await siblings(async (see) => { try { await thenable(undefined, true); } catch { see(); } see(); });
  await siblings(async (see) => { try { await thenable(1, true); } catch { see(); } see(); });
  await siblings(async (see) => { await { then(resolve) { see(); resolve(); } }; see(); });
  await siblings(async (see) => { await (async () => thenable(1))(); see(); });
  await siblings(async (see) => { await Promise.resolve().then(() => thenable(1)); see(); });

  // Derived promises, and promises of promises.
  await siblings(async (see) => { await Derived.resolve(1); see(); await new Derived((resolve) => setTimeout(resolve, 1)); see(); });
  await siblings(async (see) => { await Derived.resolve(1).then(see); await Derived.reject(new Error('x')).catch(see); see(); });
  await siblings(async (see) => { await new Promise((resolve) => resolve(wait())); see(); });

  // then, catch, finally, combinators.
  await siblings((see) => Promise.resolve().then(see).then(see).then(wait).then(see).finally(see));
  await siblings((see) => Promise.reject(new Error('x')).catch(see).finally(see).then(see));
  await siblings((see) => wait().then(() => { see(); throw new Error('x'); }).catch(see));
  await siblings(async (see) => { await Promise.race([wait(), wait(2)]); see(); await Promise.any([wait()]); see(); });
  await siblings(async (see) => { await Promise.allSettled([1, wait(), Promise.reject(new Error('x'))]); see(); });

  // Generators.
  await siblings(async (see) => {
    async function* numbers() { yield 1; see(); await wait(); see(); yield wait(); see(); yield* [3, 4]; }
    for await (const number of numbers()) { see(number); }
    for await (const value of [1, wait(), Promise.resolve(2)]) see(value);
    see();
  });

  // Other queues.
  await siblings(async (see) => { await new Promise((resolve) => queueMicrotask(resolve)); see(); });
  await siblings((see) => new Promise((resolve) => queueMicrotask(() => { see(); process.nextTick(() => { see(); resolve(); }); })));
  await siblings((see) => new Promise((resolve) => setImmediate(() => { see(); Promise.resolve().then(see).then(resolve); })));

  // One promise that several scopes wait for; the one who settles it is in another scope.
  let release;
  const shared = new Promise((resolve) => { release = resolve; });
  const waiting = ['a', 'b', undefined, 'c'].map((name) => storage.run(name, async () => {
    await shared;
    const first = get();
    await null;
    return [first, get()];
  }));
  const chained = storage.run('chained', () => shared.then(get));
  const outside = shared.then(get);
  storage.run('settler', () => release());
  assert.deepStrictEqual(await Promise.all(waiting), [['a', 'a'], ['b', 'b'], [undefined, undefined], ['c', 'c']]);
  assert.strictEqual(await chained, 'chained');
  assert.strictEqual(await outside, undefined);
  assert.strictEqual(await storage.run('late', () => shared.then(get)), 'late');

  let refuse;
  const refused = new Promise((resolve, reject) => { refuse = reject; });
  const failing = ['a', 'b'].map((name) => storage.run(name, async () => {
    try { await refused; } catch { return get(); }
  }));
  storage.run('settler', () => refuse(new Error('x')));
  assert.deepStrictEqual(await Promise.all(failing), ['a', 'b']);

  // Scopes inside scopes, and `exit`.
  assert.deepStrictEqual(await storage.run('outer', async () => {
    const seen = [get()];
    await null;
    const inner = storage.run('inner', async () => { await null; seen.push(get()); await wait(); seen.push(get()); });
    seen.push(get());
    await inner;
    seen.push(get());
    await storage.exit(async () => { await null; seen.push(get()); });
    seen.push(get());
    return seen;
  }), ['outer', 'outer', 'inner', 'inner', 'outer', undefined, 'outer']);

  // enterWith lasts for the rest of the function, and for what it starts, not for its siblings.
  const entered = await Promise.all(['x', 'y'].map(async (name) => {
    await null;
    storage.enterWith(name);
    await null;
    const first = get();
    await wait();
    return [first, get()];
  }));
  assert.deepStrictEqual(entered, [['x', 'x'], ['y', 'y']]);
  assert.strictEqual(get(), undefined);

  // What is settled in a scope does not lead others into it.
  assert.deepStrictEqual(await Promise.all([
    storage.run('a', () => Promise.resolve(1)).then(get),
    storage.run('a', async () => 1).then(get),
    (async () => { storage.run('a', () => Promise.resolve(1)); await null; return get(); })(),
    (async () => { storage.run('a', () => Promise.resolve(1)); return Promise.resolve().then(get); })(),
    new Promise((resolve) => { storage.run('a', () => Promise.resolve(1)); queueMicrotask(() => resolve(get())); }),
    (async () => { await storage.run('a', () => wait()); return get(); })(),
  ]), Array(6).fill(undefined));

  // Promises look as before.
  const promise = wait();
  assert.strictEqual(promise.constructor, Promise);
  assert.strictEqual(Object.keys(promise).length, 0);
  class Named extends Promise {}
  assert.strictEqual(Named.resolve().constructor, Named);
  storage.run('a', () => {
    const own = Promise.resolve();
    own.constructor = Named;
    assert.strictEqual(own.constructor, Named);
    assert.ok(Object.hasOwn(own, 'constructor'));
    assert.match(require('util').inspect(Promise.resolve(5)), /^Promise \{\s+5/);
    assert.match(require('util').inspect(Named.resolve(5)), /^Named \[Promise\] \{\s+5/);
  });

  // A rejection is unhandled although somebody asked the promise for its constructor, and handled when it is awaited.
  const unhandled = [];
  process.on('unhandledRejection', (reason) => unhandled.push(reason.message));
  storage.run('a', () => {
    const looked = new Promise((resolve, reject) => setTimeout(reject, 1, new Error('looked at')));
    assert.strictEqual(looked.constructor, Promise);
    (async () => { await thenable(1, true); })().catch(() => {});
    Promise.resolve(thenable(1, true)).catch(() => {});
    const left = Promise.resolve({ then(resolve, reject) { reject(new Error('left')); } });
    assert.ok(left);
  });
  await wait(5);
  assert.deepStrictEqual(unhandled.sort(), ['left', 'looked at']);

  // The order of jobs is what it was.
  const order = [];
  await storage.run('a', async () => {
    const a = (async () => { order.push(1); await null; order.push(4); await null; order.push(7); })();
    const b = Promise.resolve().then(() => order.push(5)).then(() => order.push(8));
    const c = (async () => { order.push(2); await Promise.resolve(); order.push(6); })();
    process.nextTick(() => order.push(3.5));
    order.push(3);
    await Promise.all([a, b, c]);
  });
  assert.deepStrictEqual(order.filter((n) => n !== 3.5), [1, 2, 3, 4, 5, 6, 7, 8]);
}

main();
process.on('exit', (code) => assert.strictEqual(code, 0));
