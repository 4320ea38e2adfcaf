'use strict';

// NODE-004: a falsy value without a message is reported with the words of the call.
const assert = require('assert');

const value = { b: 1 };
for (const [run, source] of [
  [() => assert.ok(value.b === 5), 'assert.ok(value.b === 5)'],
  [() => assert(false), 'assert(false)'],
  [() => assert(Object.keys(value).includes('c)')), "assert(Object.keys(value).includes('c)'))"],
  [() => assert['ok'](0), "assert['ok'](0)"], // eslint-disable-line dot-notation
  [() => assert.strict(!value), 'assert.strict(!value)'],
]) {
  assert.throws(run, {
    code: 'ERR_ASSERTION',
    message: `The expression evaluated to a falsy value:\n\n  ${source}\n`,
    generatedMessage: true,
    operator: '==',
  });
}

// The very first line of a module, behind characters of several bytes.
const { Module } = require('module');
const first = new Module('/first-line.js');
const file = require('path').join(require('os').tmpdir(), `coddle-assert-first-line-${process.pid}.js`);
require('fs').writeFileSync(file, "const ässört = require('assert'); ässört(true); ässört.ok(''); ässört(null);\n// other(false);\n");
try {
  assert.throws(() => require(file), { message: "The expression evaluated to a falsy value:\n\n  ässört.ok('')\n" });
} finally {
  require('fs').unlinkSync(file);
}
// Columns of the first line are the author's.
first.filename = first.id;
assert.throws(() => first._compile("throw new Error('x');", '/first-line.js'), (error) => /\/first-line\.js:1:(7|11)\)?$/m.test(error.stack));

// A built-in that calls the assertion has no source to show.
const emitter = new (require('events'))().on('checked', assert);
assert.throws(() => emitter.emit('checked', false), { message: 'false == true' });
// Of an asynchronous assertion the stack names it.
assert.rejects(assert.rejects(Promise.reject(null), { code: 'X' }), (error) => /rejects/.test(error.stack)).then(() => {
  const tracker = new assert.CallTracker();
  Object.prototype.get = () => assert.fail('no trap of ours');
  const tracked = tracker.calls(() => 1, 1);
  assert.strictEqual(tracked(1), 1);
  delete Object.prototype.get;
  assert.deepStrictEqual(tracker.getCalls(tracked)[0].arguments, [1]);
});
