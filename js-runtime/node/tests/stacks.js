'use strict';

// NODE-056 NODE-057 NODE-058 NODE-096 NODE-097: stacks in V8's shape, as depd, http-errors and egg-logger read them.

const assert = require('assert');

function named() {
  return new Error('of named');
}

// The text: name and message, then lines `    at name (file:line:column)`.
const lines = named().stack.split('\n');
assert.strictEqual(lines[0], 'Error: of named');
assert.ok(lines[1].startsWith(`    at named (${__filename}:8:`), lines[1]);
assert.match(lines[2], new RegExp(`^    at (.* \\()?${__filename}:12:\\d+\\)?$`));
const several = new TypeError('one\ntwo');
assert.ok(several.stack.startsWith('TypeError: one\ntwo\n    at '), several.stack);

// The first line is written when somebody looks: with the name that a class gives itself after it called super().
class OwnError extends Error {
  constructor(message) {
    super(message);
    this.name = 'Renamed';
  }
}
assert.strictEqual(new OwnError('text').stack.split('\n')[0], 'Renamed: text');

const looked = new Error('before');
void looked.stack;
looked.message = 'after';
assert.strictEqual(looked.stack.split('\n')[0], 'Error: before');

// captureStackTrace: on any object, from the function above the one that is named.
const plain = { name: 'Plain', message: 'words' };
Error.captureStackTrace(plain);
assert.ok(Object.hasOwn(plain, 'stack'));
assert.strictEqual(Object.getOwnPropertyDescriptor(plain, 'stack').enumerable, false);
assert.strictEqual(plain.stack.split('\n')[0], 'Plain: words');
function factory() {
  const target = {};
  Error.captureStackTrace(target, factory);
  return target.stack;
}
assert.ok(!factory().includes('at factory'), factory());
assert.match(factory(), new RegExp(`^Error\\n    at (.* \\()?${__filename}:`));
function Legacy(message) {
  Error.captureStackTrace(this, Legacy);
  this.message = message;
}
Legacy.prototype = Object.create(Error.prototype, { name: { value: 'LegacyError' } });
assert.strictEqual(new Legacy('words').stack.split('\n')[0], 'LegacyError: words');
const nowhere = {};
Error.captureStackTrace(nowhere, function notCalled() {});
assert.strictEqual(nowhere.stack, 'Error');

// stackTraceLimit.
const limit = Error.stackTraceLimit;
assert.strictEqual(limit, 10);
function deep(n) {
  return n === 0 ? new Error('deep') : deep(n - 1);
}
assert.strictEqual(deep(30).stack.split('\n').length, 11);
Error.stackTraceLimit = 2;
assert.strictEqual(deep(30).stack.split('\n').length, 3);
Error.stackTraceLimit = 0;
assert.strictEqual(deep(3).stack, 'Error: deep');
Error.stackTraceLimit = limit;

// Call sites.
function callSites() {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (error, sites) => sites;
  const target = {};
  Error.captureStackTrace(target);
  const sites = target.stack.slice();
  Error.prepareStackTrace = before;
  return sites;
}
const sites = callSites();
assert.strictEqual(sites[0].getFileName(), __filename);
assert.strictEqual(sites[0].getFunctionName(), 'callSites');
assert.strictEqual(sites[1].getLineNumber(), 79);
assert.strictEqual(typeof sites[1].getColumnNumber(), 'number');
assert.strictEqual(sites[0].isNative(), false);
assert.strictEqual(sites[0].isEval(), false);
assert.strictEqual(sites[0].isConstructor(), false);
assert.strictEqual(sites[0].getEvalOrigin(), undefined);
for (const name of ['getThis', 'getTypeName', 'getFunction', 'getMethodName', 'isToplevel']) assert.strictEqual(typeof sites[0][name], 'function', name);
assert.ok(String(sites[0]).startsWith(`callSites (${__filename}:`), String(sites[0]));

// The text that prepareStackTrace gives is the stack.
Error.prepareStackTrace = (error, list) => `${error.message} in ${list[0].getFunctionName()}`;
assert.strictEqual(named().stack, 'of named in named');
Error.prepareStackTrace = undefined;

// A stack can be replaced, as egg-logger and http-errors do.
const replaced = new Error('x');
replaced.stack = replaced.stack.split('\n').slice(1).join('\n');
assert.ok(replaced.stack.startsWith('    at '));
