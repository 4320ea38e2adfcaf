'use strict';

// NODE-004
const assert = require('assert');
const { check } = require('./support/outcome.js');

/** The properties of what an assertion throws. */
function failure(run) {
  try {
    run();
    return 'passes';
  } catch (error) {
    return [error.message, error.code, error.operator, error.generatedMessage, error.name, Object.keys(error)];
  }
}
const long = Array.from({ length: 60 }, (_, i) => i);
const boom = () => { throw new TypeError('boom'); };

check([
  [() => failure(() => assert(0, 'message')), '["message", "ERR_ASSERTION", "==", false, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.ok()), '["No value argument passed to `assert.ok()`", "ERR_ASSERTION", "==", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.equal(1, 2)), '["1 == 2", "ERR_ASSERTION", "==", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.equal(1, '1')), '"passes"'],
  [() => failure(() => assert.equal(NaN, NaN)), '"passes"'],
  [() => failure(() => assert.equal(1)), '["The \\"actual\\" and \\"expected\\" arguments must be specified", "ERR_MISSING_ARGS", undefined, undefined, "TypeError", ["code"]]'],
  [() => failure(() => assert.notEqual(1, 1)), '["1 != 1", "ERR_ASSERTION", "!=", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.strictEqual(1, 2)), '["Expected values to be strictly equal:\\n\\n1 !== 2\\n", "ERR_ASSERTION", "strictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.strictEqual('a'.repeat(20), `${'a'.repeat(19)}b`)), '["Expected values to be strictly equal:\\n+ actual - expected\\n\\n+ \'aaaaaaaaaaaaaaaaaaaa\'\\n- \'aaaaaaaaaaaaaaaaaaab\'\\n                      ^", "ERR_ASSERTION", "strictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.strictEqual('a\nb', 'a\nc')), '["Expected values to be strictly equal:\\n\\n\'a\\\\nb\' !== \'a\\\\nc\'\\n", "ERR_ASSERTION", "strictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.strictEqual({}, {})), '["Values have same structure but are not reference-equal:\\n\\n{}\\n", "ERR_ASSERTION", "strictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.strictEqual(0, -0)), '["Expected values to be strictly equal:\\n+ actual - expected\\n\\n+ 0\\n- -0", "ERR_ASSERTION", "strictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.notStrictEqual({ a: 1 }, {})), '"passes"'],
  [() => failure(() => assert.notStrictEqual(5, 5)), '["Expected \\"actual\\" to be strictly unequal to: 5", "ERR_ASSERTION", "notStrictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.deepStrictEqual({ a: 1, b: { c: [1, 2, 3] } }, { a: 1, b: { c: [1, 2, 4] } })), '["Expected values to be strictly deep-equal:\\n+ actual - expected ... Lines skipped\\n\\n  {\\n    a: 1,\\n...\\n        1,\\n        2,\\n+       3\\n-       4\\n      ]\\n    }\\n  }", "ERR_ASSERTION", "deepStrictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.deepStrictEqual(long, long.map((i) => (i === 30 ? 'x' : i)))), '["Expected values to be strictly deep-equal:\\n+ actual - expected ... Lines skipped\\n\\n  [\\n    0,\\n...\\n    28,\\n    29,\\n+   30,\\n-   \'x\',\\n    31,\\n...\\n    58,\\n    59\\n  ]", "ERR_ASSERTION", "deepStrictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.deepStrictEqual([1], [1, 2])), '["Expected values to be strictly deep-equal:\\n+ actual - expected\\n\\n  [\\n    1,\\n-   2\\n  ]", "ERR_ASSERTION", "deepStrictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.deepStrictEqual(new Map([[1, 2]]), new Map([[1, 3]]))), '["Expected values to be strictly deep-equal:\\n+ actual - expected\\n\\n  Map(1) {\\n+   1 => 2\\n-   1 => 3\\n  }", "ERR_ASSERTION", "deepStrictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.deepStrictEqual([new Set([{ a: 1 }])], [new Set([{ a: 1 }])])), '"passes"'],
  [() => failure(() => assert.deepEqual({ a: 1 }, { a: '1' })), '"passes"'],
  [() => failure(() => assert.deepEqual({ a: 1 }, { a: 2 })), '["Expected values to be loosely deep-equal:\\n\\n{\\n  a: 1\\n}\\n\\nshould loosely deep-equal\\n\\n{\\n  a: 2\\n}", "ERR_ASSERTION", "deepEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.notDeepEqual({ a: 1 }, { a: 1 })), '["Expected \\"actual\\" not to be loosely deep-equal to:\\n\\n{\\n  a: 1\\n}", "ERR_ASSERTION", "notDeepEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.notDeepStrictEqual({ a: 1 }, { a: 1 })), '["Expected \\"actual\\" not to be strictly deep-equal to:\\n\\n{\\n  a: 1\\n}\\n", "ERR_ASSERTION", "notDeepStrictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(boom)), '"passes"'],
  [() => failure(() => assert.throws(boom, TypeError)), '"passes"'],
  [() => failure(() => assert.throws(boom, RangeError)), '["The error is expected to be an instance of \\"RangeError\\". Received \\"TypeError\\"\\n\\nError message:\\n\\nboom", "ERR_ASSERTION", "throws", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(boom, /boom/)), '"passes"'],
  [() => failure(() => assert.throws(boom, /bang/)), '["The input did not match the regular expression /bang/. Input:\\n\\n\'TypeError: boom\'\\n", "ERR_ASSERTION", "throws", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(boom, { message: 'boom', name: 'TypeError' })), '"passes"'],
  [() => failure(() => assert.throws(boom, { message: 'bang' })), '["Expected values to be strictly deep-equal:\\n+ actual - expected\\n\\n  Comparison {\\n+   message: \'boom\'\\n-   message: \'bang\'\\n  }", "ERR_ASSERTION", "throws", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(boom, { message: /oo/, code: 5 })), '["Expected values to be strictly deep-equal:\\n+ actual - expected\\n\\n  Comparison {\\n-   code: 5,\\n    message: \'boom\'\\n  }", "ERR_ASSERTION", "throws", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(boom, (error) => error instanceof TypeError)), '"passes"'],
  [() => failure(() => assert.throws(boom, () => false)), '["The validation function is expected to return \\"true\\". Received false\\n\\nCaught error:\\n\\nTypeError: boom", "ERR_ASSERTION", "throws", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(() => {}, 'note')), '["Missing expected exception: note", "ERR_ASSERTION", "throws", false, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(() => {}, TypeError, 'note')), '["Missing expected exception (TypeError): note", "ERR_ASSERTION", "throws", false, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.throws(boom, 'boom')), '["The \\"error/message\\" argument is ambiguous. The error message \\"boom\\" is identical to the message.", "ERR_AMBIGUOUS_ARGUMENT", undefined, undefined, "TypeError", ["code"]]'],
  [() => failure(() => assert.throws(boom, {})), '["The argument \'error\' may not be an empty object. Received {}", "ERR_INVALID_ARG_VALUE", undefined, undefined, "TypeError", ["code"]]'],
  [() => failure(() => assert.throws('x')), '["The \\"fn\\" argument must be of type function. Received type string (\'x\')", "ERR_INVALID_ARG_TYPE", undefined, undefined, "TypeError", ["code"]]'],
  [() => failure(() => assert.doesNotThrow(boom)), '["Got unwanted exception.\\nActual message: \\"boom\\"", "ERR_ASSERTION", "doesNotThrow", false, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.doesNotThrow(() => {})), '"passes"'],
  [() => failure(() => assert.match('abc', /x/)), '["The input did not match the regular expression /x/. Input:\\n\\n\'abc\'\\n", "ERR_ASSERTION", "match", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.match(5, /x/)), '["The \\"string\\" argument must be of type string. Received type number (5)", "ERR_ASSERTION", "match", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.doesNotMatch('abc', /b/)), '["The input was expected to not match the regular expression /b/. Input:\\n\\n\'abc\'\\n", "ERR_ASSERTION", "doesNotMatch", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.match('abc', 'b')), '["The \\"regexp\\" argument must be an instance of RegExp. Received type string (\'b\')", "ERR_INVALID_ARG_TYPE", undefined, undefined, "TypeError", ["code"]]'],
  [() => failure(() => assert.ifError(null)), '"passes"'],
  [() => failure(() => assert.ifError('no')), '["ifError got unwanted exception: \'no\'", "ERR_ASSERTION", "ifError", false, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.ifError(new Error('no'))), '["ifError got unwanted exception: no", "ERR_ASSERTION", "ifError", false, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.fail()), '["Failed", "ERR_ASSERTION", "fail", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.fail('why')), '["why", "ERR_ASSERTION", "fail", false, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => failure(() => assert.fail(new TypeError('why'))), '["why", undefined, undefined, undefined, "TypeError", []]'],
  [() => failure(() => assert.equal(1, 2, new RangeError('own'))), '["own", undefined, undefined, undefined, "RangeError", []]'],
  [() => failure(() => assert.strict.equal(1, '1')), '["Expected values to be strictly equal:\\n\\n1 !== \'1\'\\n", "ERR_ASSERTION", "strictEqual", true, "AssertionError", ["generatedMessage", "code", "actual", "expected", "operator"]]'],
  [() => assert.strict.deepEqual === assert.deepStrictEqual && require('assert/strict') === assert.strict, 'true'],
  [() => new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' }).message, '"Expected values to be strictly equal:\\n\\n1 !== 2\\n"'],
  [() => new assert.AssertionError({ message: 'm' }).toString(), '"AssertionError [ERR_ASSERTION]: m"'],
  [() => new assert.AssertionError(), 'throws TypeError ERR_INVALID_ARG_TYPE: The "options" argument must be of type object. Received undefined'],
]);
