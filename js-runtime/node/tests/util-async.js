'use strict';

// NODE-001: promisify, callbackify, deprecate and aborted, as far as they take time.
const assert = require('assert');
const util = require('util');

const add = (a, b, callback) => process.nextTick(callback, a < 0 ? new Error('negative') : null, a + b, 'unused');
add.own = 1;

(async () => {
  const promised = util.promisify(add);
  assert.strictEqual(await promised(1, 2), 3);
  assert.strictEqual(promised.own, 1);
  await assert.rejects(promised(-1, 2), { message: 'negative' });
  const custom = () => {};
  custom[util.promisify.custom] = async () => 'custom';
  assert.strictEqual(await util.promisify(custom)(), 'custom');
  const object = { value: 5, read(callback) { callback(null, this.value); }, promised: null };
  object.promised = util.promisify(object.read);
  assert.strictEqual(await object.promised(), 5);

  const back = util.callbackify(async (value) => { if (value < 0) throw null; return value; }); // eslint-disable-line no-throw-literal
  assert.deepStrictEqual(await new Promise((resolve) => back(1, (...args) => resolve(args))), [null, 1]);
  const [error] = await new Promise((resolve) => back(-1, (...args) => resolve(args)));
  assert.strictEqual(error.code, 'ERR_FALSY_VALUE_REJECTION');
  assert.strictEqual(error.reason, null);

  const warnings = [];
  const listener = (warning) => { warnings.push([warning.name, warning.message, warning.code]); };
  process.on('warning', listener);
  const old = util.deprecate(() => 'result', 'old() is old', 'DEP_TEST');
  const sameCode = util.deprecate(() => {}, 'other', 'DEP_TEST');
  assert.deepStrictEqual([old(), old(), sameCode()], ['result', 'result', undefined]);
  await new Promise((resolve) => { setImmediate(resolve); });
  process.off('warning', listener);
  assert.deepStrictEqual(warnings, [['DeprecationWarning', 'old() is old', 'DEP_TEST']]);

  const controller = new AbortController();
  const aborted = util.aborted(controller.signal, {});
  controller.abort();
  await aborted;
  await assert.rejects(util.aborted(5, {}), { code: 'ERR_INVALID_ARG_TYPE' });

  const timeout = AbortSignal.timeout(1);
  const keepAlive = setInterval(() => {}, 1000);
  await new Promise((resolve) => { timeout.onabort = resolve; });
  clearInterval(keepAlive);
  assert.strictEqual(timeout.reason.name, 'TimeoutError');
  assert.strictEqual(timeout.reason.code, 23);
})();
