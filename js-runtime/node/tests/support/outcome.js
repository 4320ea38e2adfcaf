'use strict';

// Runs expressions and compares what they give, or throw, with what Node 20 gave. Each test file holds the table of its module, recorded
// with `node tests/support/record.js tests/<module>.js`, which rewrites the expectations in place.

const assert = require('assert');

/** One line of text that tells a value from any other that the tables hold. */
function show(value) {
  if (Buffer.isBuffer(value)) return `Buffer ${value.toString('hex')}`;
  if (value instanceof Uint8Array) return `Uint8Array ${Array.from(value)}`;
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'function';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (value instanceof Error) return showError(value);
  return JSON.stringify(value);
}

function showError(error) {
  const parts = [`${error.name}${error.code === undefined ? '' : ` ${error.code}`}: ${error.message}`];
  for (const key of ['errno', 'syscall', 'path', 'dest']) {
    if (error[key] !== undefined) parts.push(`${key}=${error[key]}`);
  }
  return parts.join(' | ');
}

/** What running `expression` comes to. `hide`: text that differs from run to run, shown as `<dir>`. */
function outcome(expression, hide) {
  let text;
  try {
    text = show(expression());
  } catch (error) {
    text = `throws ${showError(error)}`;
  }
  return hide === undefined ? text : text.replaceAll(hide, '<dir>');
}

/** `cases`: `[[() => expression, 'outcome'], ...]`; they run in order. */
function check(cases, hide) {
  const wrong = [];
  for (const [expression, expected] of cases) {
    const actual = outcome(expression, hide);
    if (actual !== expected) wrong.push(`${expression}\n    expected ${expected}\n    got      ${actual}`);
  }
  assert.strictEqual(wrong.length, 0, `${wrong.length} of ${cases.length} differ:\n${wrong.join('\n')}`);
}

module.exports = { check, outcome, show, showError };
