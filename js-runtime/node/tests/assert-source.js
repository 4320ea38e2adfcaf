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
