'use strict';

// assert: checks that throw AssertionError. The strict flavour is the same functions under other names.

const { AssertionError } = require('internal/assertion_error');
const { isDeepEqual, isDeepStrictEqual } = require('internal/comparisons');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_RETURN_VALUE, ERR_MISSING_ARGS } } =
  require('internal/errors');
const { inspect } = require('internal/util/inspect');
const { isPromise, isRegExp } = require('util/types');

const NO_EXCEPTION = Symbol('NO_EXCEPTION');

function fail(actual, expected, message, operator, stackStartFn) {
  if (message instanceof Error) throw message;
  throw new AssertionError({ actual, expected, message, operator, stackStartFn });
}

function check(stackStartFn, args) {
  const [ value, message ] = args;
  if (value) return;
  if (message instanceof Error) throw message;
  const generated = args.length === 0 || message === undefined;
  const error = new AssertionError({
    actual: value,
    expected: true,
    message: args.length === 0 ? 'No value argument passed to `assert.ok()`'
      : generated ? 'The expression evaluated to a falsy value' : message,
    operator: '==',
    stackStartFn,
  });
  error.generatedMessage = generated;
  throw error;
}

function assert(...args) {
  check(assert, args);
}

assert.ok = function ok(...args) {
  check(ok, args);
};

assert.fail = function failed(message) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? 'Failed', operator: 'fail', stackStartFn: failed });
  error.generatedMessage = message === undefined;
  throw error;
};

assert.AssertionError = AssertionError;

/** Defines `assert[name](actual, expected, message)` for a test of two values. */
function compare(name, test) {
  const method = { [name](actual, expected, message) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('actual', 'expected');
    if (!test(actual, expected)) fail(actual, expected, message, name === 'equal' ? '==' : name === 'notEqual' ? '!=' : name, method);
  } }[name];
  assert[name] = method;
}

const looseEqual = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b)); // eslint-disable-line eqeqeq
compare('equal', looseEqual);
compare('notEqual', (a, b) => !looseEqual(a, b));
compare('strictEqual', Object.is);
compare('notStrictEqual', (a, b) => !Object.is(a, b));
compare('deepEqual', isDeepEqual);
compare('notDeepEqual', (a, b) => !isDeepEqual(a, b));
compare('deepStrictEqual', isDeepStrictEqual);
compare('notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b));

assert.ifError = function ifError(value) {
  if (value === null || value === undefined) return;
  const text = typeof value === 'object' && typeof value.message === 'string'
    ? value.message || value.constructor?.name : inspect(value);
  const error = new AssertionError({
    actual: value, expected: null, operator: 'ifError', message: `ifError got unwanted exception: ${text}`, stackStartFn: ifError,
  });
  error.generatedMessage = true;
  throw error;
};

function matchText(text, regexp, message, method, expectMatch) {
  if (!isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  if (typeof text === 'string' && regexp.test(text) === expectMatch) return;
  if (message instanceof Error) throw message;
  const generated = message === undefined;
  const wanted = expectMatch ? 'The input did not match the regular expression ' : 'The input was expected to not match the regular expression ';
  const error = new AssertionError({
    actual: text,
    expected: regexp,
    message: message ?? (typeof text === 'string' ? `${wanted}${inspect(regexp)}. Input:\n\n${inspect(text)}\n`
      : `The "string" argument must be of type string. Received type ${typeof text} (${inspect(text)})`),
    operator: method.name,
    stackStartFn: method,
  });
  error.generatedMessage = generated;
  throw error;
}

assert.match = function match(text, regexp, message) {
  matchText(text, regexp, message, match, true);
};

assert.doesNotMatch = function doesNotMatch(text, regexp, message) {
  matchText(text, regexp, message, doesNotMatch, false);
};

function exceptionOf(fn) {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
  try {
    fn();
  } catch (error) {
    return error;
  }
  return NO_EXCEPTION;
}

async function rejectionOf(promiseFn) {
  let promise = promiseFn;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!isThenable(promise)) throw new ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (!isThenable(promiseFn)) {
    throw new ERR_INVALID_ARG_TYPE('promiseFn', [ 'Function', 'Promise' ], promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NO_EXCEPTION;
}

function isThenable(value) {
  return isPromise(value) || (value !== null && typeof value === 'object' && typeof value.then === 'function' && typeof value.catch === 'function');
}

/** `expected`: a class, a RegExp, a validation function, an object of properties, or nothing. */
function expectException(method, actual, expected, message) {
  if (typeof expected === 'string') {
    if (message !== undefined) {
      throw new ERR_INVALID_ARG_TYPE('error', [ 'Object', 'Error', 'Function', 'RegExp' ], expected);
    }
    message = expected;
    expected = undefined;
  }
  if (actual === NO_EXCEPTION) {
    const kind = method.name === 'rejects' ? 'rejection' : 'exception';
    const detail = (expected?.name ? ` (${expected.name})` : '') + (message ? `: ${message}` : '.');
    fail(undefined, expected, message instanceof Error ? message : `Missing expected ${kind}${detail}`, method.name, method);
  }
  if (expected === undefined) return;
  const isMatch = matches(actual, expected, method, message);
  if (isMatch !== true) throw actual;
}

function matches(actual, expected, method, message) {
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) {
      if (expected.test(String(actual))) return true;
      fail(actual, expected, message ?? `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(actual))}\n`, method.name, method);
    }
    if (typeof expected !== 'object' || expected === null) {
      throw new ERR_INVALID_ARG_TYPE('expected', [ 'Function', 'Object', 'RegExp', 'Error' ], expected);
    }
    if (typeof actual !== 'object' || actual === null) {
      fail(actual, expected, message, 'deepStrictEqual', method);
    }
    const keys = Object.keys(expected);
    if (expected instanceof Error) keys.push('name', 'message');
    else if (keys.length === 0) throw new ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
    for (const key of keys) {
      if (typeof actual[key] === 'string' && isRegExp(expected[key]) && expected[key].test(actual[key])) continue;
      if (key in actual && isDeepStrictEqual(actual[key], expected[key])) continue;
      const pick = (from) => Object.fromEntries(keys.filter(name => name in from).map(name => [ name, from[name] ]));
      fail(pick(actual), pick(expected), message, method.name, method);
    }
    return true;
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    const name = actual?.constructor?.name;
    fail(actual, expected, message ?? `The error is expected to be an instance of "${expected.name}". Received ${
      actual instanceof Error ? `"${name}"\n\nError message:\n\n${actual.message}` : `"${inspect(actual, { depth: -1 })}"`}`, method.name, method);
  }
  const result = expected.call({}, actual);
  if (result === true) return true;
  const validator = expected.name ? `The "${expected.name}" validation function` : 'The validation function';
  fail(actual, expected, message ?? `${validator} is expected to return "true". Received ${inspect(result)}\n\nCaught error:\n\n${actual}`,
    method.name, method);
}

assert.throws = function throws(fn, ...rest) {
  expectException(throws, exceptionOf(fn), ...rest);
};

assert.rejects = async function rejects(promiseFn, ...rest) {
  expectException(rejects, await rejectionOf(promiseFn), ...rest);
};

function expectNoException(method, actual, expected, message) {
  if (actual === NO_EXCEPTION) return;
  if (typeof expected === 'string') {
    message = expected;
    expected = undefined;
  }
  if (expected && typeof expected === 'function' && !(actual instanceof expected)) throw actual;
  const kind = method.name === 'doesNotReject' ? 'rejection' : 'exception';
  const detail = message ? `: ${message}` : '.';
  fail(actual, expected, `Got unwanted ${kind}${detail}\nActual message: "${actual?.message}"`, method.name, method);
}

assert.doesNotThrow = function doesNotThrow(fn, ...rest) {
  expectNoException(doesNotThrow, exceptionOf(fn), ...rest);
};

assert.doesNotReject = async function doesNotReject(promiseFn, ...rest) {
  expectNoException(doesNotReject, await rejectionOf(promiseFn), ...rest);
};

function strict(...args) {
  check(strict, args);
}

assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;
