'use strict';

/** `assert.AssertionError`. */

const { validateObject } = require('internal/validators');
const { inspect } = require('internal/util/inspect');
const { messageFor } = require('internal/assert/diff');

/** Errors are compared by what they say: a copy shows their own properties in place of the stack. */
function withoutStack(error) {
  const target = Object.assign({ __proto__: Object.getPrototypeOf(error) }, error);
  Object.defineProperty(target, 'message', { value: error.message });
  if (Object.hasOwn(error, 'cause')) {
    let { cause } = error;
    if (cause instanceof Error) cause = withoutStack(cause);
    Object.defineProperty(target, 'cause', { value: cause });
  }
  return target;
}

function shorten(value) {
  if (typeof value === 'string') {
    const lines = value.split('\n', 11);
    if (lines.length > 10) {
      lines.length = 10;
      return `${lines.join('\n')}\n...`;
    }
    if (value.length > 488) return `${value.slice(0, 488)}...`;
  }
  return value;
}

class AssertionError extends Error {
  /** `options`: { message, actual, expected, operator, stackStartFn }; without a message one is made from the others. */
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, stackStartFn, details, stackStartFunction } = options;
    let { actual, expected } = options;
    if (message !== null && message !== undefined) {
      super(String(message));
    } else {
      if (typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null &&
          'stack' in actual && actual instanceof Error && 'stack' in expected && expected instanceof Error) {
        actual = withoutStack(actual);
        expected = withoutStack(expected);
      }
      super(messageFor(actual, expected, operator));
    }
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      __proto__: null,
      value: 'AssertionError [ERR_ASSERTION]', enumerable: false, writable: true, configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      for (let i = 0; i < details.length; i++) {
        this[`message ${i}`] = details[i].message;
        this[`actual ${i}`] = details[i].actual;
        this[`expected ${i}`] = details[i].expected;
        this[`operator ${i}`] = details[i].operator;
        this[`stack trace ${i}`] = details[i].stack;
      }
    } else {
      this.actual = options.actual;
      this.expected = options.expected;
      this.operator = operator;
    }
    Error.captureStackTrace(this, stackStartFn || stackStartFunction);
    // The stack's first line shows the code; it is made while the name has it.
    void this.stack;
    this.name = 'AssertionError';
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspect.custom](recurseTimes, ctx) {
    // Long texts are in the message already.
    const { actual, expected } = this;
    this.actual = shorten(actual);
    this.expected = shorten(expected);
    const text = inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

module.exports = AssertionError;
