'use strict';

// AssertionError: what failed, with both values in its message.

const { inspect } = require('internal/util/inspect');

const LONGEST_LINE = 128;

const HEADS = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};

function show(value) {
  return inspect(value, {
    compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false, showProxy: false,
    sorted: true, getters: true,
  });
}

function isSimple(value) {
  return (typeof value !== 'object' || value === null) && typeof value !== 'function';
}

/** The message of a failed comparison, for the operators that Node words by themselves. */
function describe(actual, expected, operator) {
  switch (operator) {
    case '==':
    case '!=':
      return `${inspect(actual).slice(0, LONGEST_LINE)} ${operator} ${inspect(expected).slice(0, LONGEST_LINE)}`;
    case 'strictEqual':
      if (isSimple(actual) && isSimple(expected)) return `${HEADS.strictEqual}\n\n${inspect(actual)} !== ${inspect(expected)}\n`;
      return `${HEADS.strictEqual}\n${difference(actual, expected)}`;
    case 'deepStrictEqual':
      return `${HEADS.deepStrictEqual}\n${difference(actual, expected)}`;
    case 'deepEqual':
      return `${HEADS.deepEqual}\n\n${show(actual)}\n\nshould loosely deep-equal\n\n${show(expected)}`;
    case 'notStrictEqual':
    case 'notDeepStrictEqual':
    case 'notDeepEqual':
      return `${HEADS[operator]}\n\n${show(actual)}${show(actual).includes('\n') ? '\n' : ''}`;
    default:
      return `${inspect(actual).slice(0, LONGEST_LINE)} ${operator} ${inspect(expected).slice(0, LONGEST_LINE)}`;
  }
}

/** Line by line: what is only in `actual` with `+`, what is only in `expected` with `-`. */
function difference(actual, expected) {
  const left = show(actual).split('\n');
  const right = show(expected).split('\n');
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const lines = [
    ...left.slice(0, start).map(line => `  ${line}`),
    ...left.slice(start, left.length - end).map(line => `+ ${line}`),
    ...right.slice(start, right.length - end).map(line => `- ${line}`),
    ...(end > 0 ? left.slice(-end) : []).map(line => `  ${line}`),
  ];
  return `+ actual - expected\n\n${lines.join('\n')}`;
}

class AssertionError extends Error {
  /** `options`: `message`, `actual`, `expected`, `operator`, `stackStartFn`. */
  constructor(options) {
    if (options === null || typeof options !== 'object') {
      const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    const { message, actual, expected, operator, stackStartFn } = options;
    super(message !== undefined && message !== null ? String(message) : describe(actual, expected, operator));
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      value: 'AssertionError [ERR_ASSERTION]', enumerable: false, writable: true, configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    if (Error.captureStackTrace) Error.captureStackTrace(this, stackStartFn);
    // The code shows in the stack's first line alone.
    void this.stack;
    this.name = 'AssertionError';
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspect.custom](depth, options) {
    return inspect(this, { ...options, customInspect: false, depth: 0 });
  }
}

module.exports = { AssertionError };
