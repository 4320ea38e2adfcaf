'use strict';

/** `assert`: Node's assertions, with its messages and diffs. */

const { codes } = require('internal/errors');
const inspect = (value) => require('internal/util/inspect').inspect(value);
const { lazy } = require('internal/lazy');

// Most applications assert what holds: comparisons in depth, and what a failure says, are loaded with the first of them.
const deep = () => require('internal/comparisons');
const exceptions = () => require('internal/assert/exceptions');
const failure = (options) => new (require('internal/assert/assertion_error'))(options);

function checkTruth(fn, count, value, message) {
  if (value) return;
  let generated = false;
  if (count === 0) {
    generated = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (message === null || message === undefined) {
    generated = true;
    const source = require('internal/assert/call_source').callSource(fn);
    // Without the source the comparison speaks for itself.
    message = source === undefined ? undefined : `The expression evaluated to a falsy value:\n\n  ${source}\n`;
  } else if (message instanceof Error) {
    throw message;
  }
  const error = failure({ actual: value, expected: true, message, operator: '==', stackStartFn: fn });
  error.generatedMessage = generated;
  throw error;
}

function ok(...args) {
  // What holds is told apart first: to spread goes through an iterator.
  if (!args[0]) checkTruth(ok, args.length, ...args);
}

const assert = module.exports = ok;

assert.fail = function fail(actual, expected, message, operator, stackStartFn) {
  const count = arguments.length;
  let generated = false;
  if ((actual === null || actual === undefined) && count <= 1) {
    generated = true;
    message = 'Failed';
  } else if (count === 1) {
    message = actual;
    actual = undefined;
  } else {
    warnOfOldFail();
    if (count === 2) operator = '!=';
  }
  if (message instanceof Error) throw message;
  const options = { actual, expected, operator: operator === undefined ? 'fail' : operator, stackStartFn: stackStartFn || fail, message };
  const error = failure(options);
  if (generated) error.generatedMessage = true;
  throw error;
};

let warned = false;
function warnOfOldFail() {
  if (warned) return;
  warned = true;
  process.emitWarning('assert.fail() with more than one argument is deprecated. Please use assert.strictEqual() instead or only pass a message.',
    'DeprecationWarning', 'DEP0094');
}

assert.ok = ok;

/** Makes a comparison of two values; `holds` says whether it is true. */
function comparison(name, operator, holds) {
  const fn = {
    [name](actual, expected, message) {
      if (arguments.length < 2) throw codes.ERR_MISSING_ARGS('actual', 'expected');
      if (!holds(actual, expected)) exceptions().fail({ actual, expected, message, operator, stackStartFn: fn });
    },
  }[name];
  assert[name] = fn;
}

// eslint-disable-next-line eqeqeq
const looselyEqual = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));

comparison('equal', '==', looselyEqual);
comparison('notEqual', '!=', (a, b) => !looselyEqual(a, b));
comparison('deepEqual', 'deepEqual', (a, b) => deep().isDeepEqual(a, b));
comparison('notDeepEqual', 'notDeepEqual', (a, b) => !deep().isDeepEqual(a, b));
comparison('deepStrictEqual', 'deepStrictEqual', (a, b) => deep().isDeepStrictEqual(a, b));
comparison('notDeepStrictEqual', 'notDeepStrictEqual', (a, b) => !deep().isDeepStrictEqual(a, b));
comparison('strictEqual', 'strictEqual', Object.is);
comparison('notStrictEqual', 'notStrictEqual', (a, b) => !Object.is(a, b));

assert.throws = function throws(fn, ...args) {
  const { expectError, thrownBy } = exceptions();
  expectError(throws, thrownBy(fn), ...args);
};

assert.rejects = async function rejects(promiseFn, ...args) {
  const { expectError, rejectionOf } = exceptions();
  expectError(rejects, await rejectionOf(promiseFn), ...args);
};

assert.doesNotThrow = function doesNotThrow(fn, ...args) {
  const { expectNoError, thrownBy } = exceptions();
  expectNoError(doesNotThrow, thrownBy(fn), ...args);
};

assert.doesNotReject = async function doesNotReject(fn, ...args) {
  const { expectNoError, rejectionOf } = exceptions();
  expectNoError(doesNotReject, await rejectionOf(fn), ...args);
};

assert.ifError = function ifError(value) {
  if (value === null || value === undefined) return;
  let message = 'ifError got unwanted exception: ';
  if (typeof value === 'object' && typeof value.message === 'string') {
    message += value.message.length === 0 && value.constructor ? value.constructor.name : value.message;
  } else {
    message += inspect(value);
  }
  const error = failure({ actual: value, expected: null, operator: 'ifError', message, stackStartFn: ifError });
  // Where the value came from is worth more than where it was found.
  const { stack } = value;
  if (typeof stack === 'string') {
    const start = stack.indexOf('\n    at');
    if (start !== -1) {
      const frames = stack.slice(start + 1).split('\n');
      const seen = new Set(frames);
      const kept = error.stack.split('\n').filter((line) => !seen.has(line) || !line.startsWith('    at'));
      error.stack = `${kept.join('\n')}\n${frames.join('\n')}`;
    }
  }
  throw error;
};

function checkMatch(string, regexp, message, fn, wanted) {
  if (!require('util/types').isRegExp(regexp)) throw codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  if (typeof string === 'string' && (regexp.exec(string) !== null) === wanted) return;
  if (message instanceof Error) throw message;
  const generated = !message;
  message ||= typeof string !== 'string' ?
    `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})` :
    `${wanted ? 'The input did not match the regular expression ' : 'The input was expected to not match the regular expression '}` +
      `${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
  const error = failure({ actual: string, expected: regexp, message, operator: fn.name, stackStartFn: fn });
  error.generatedMessage = generated;
  throw error;
}

assert.match = function match(string, regexp, message) {
  checkMatch(string, regexp, message, match, true);
};

assert.doesNotMatch = function doesNotMatch(string, regexp, message) {
  checkMatch(string, regexp, message, doesNotMatch, false);
};

function strict(...args) {
  if (!args[0]) checkTruth(strict, args.length, ...args);
}

assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  deepEqual: assert.deepStrictEqual,
  notEqual: assert.notStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

let callTracker;
const deprecatedCallTracker = () => callTracker ??= require('internal/util/deprecate').deprecate(
  require('internal/assert/call_tracker').CallTracker, 'assert.CallTracker is deprecated.', 'DEP0173');

for (const each of [assert, strict]) {
  lazy(each, 'AssertionError', () => require('internal/assert/assertion_error'));
  lazy(each, 'CallTracker', deprecatedCallTracker);
}
