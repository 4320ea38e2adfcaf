'use strict';

// NODE-042: vm. Scripts in this and in other contexts.
const assert = require('assert');
const vm = require('vm');

// This context.
globalThis.shared = 1;
assert.strictEqual(vm.runInThisContext('shared + 1'), 2);
assert.strictEqual(new vm.Script('typeof require').runInThisContext(), 'undefined');
vm.runInThisContext('var declared = 5; const lexical = 6;');
assert.strictEqual(globalThis.declared, 5);
assert.strictEqual(vm.runInThisContext('lexical'), 6);
assert.throws(() => new vm.Script('var ='), SyntaxError);

// Another context: its own built-ins, the object's properties as globals.
const foreign = vm.runInNewContext('({ list: [1, 2], error: new Error("x"), fn() { return this.list.length; } })');
assert.strictEqual(foreign instanceof Object, false);
assert.strictEqual(Array.isArray(foreign.list), true);
assert.strictEqual(foreign.list instanceof Array, false);
assert.strictEqual(foreign.error instanceof Error, false);
assert.strictEqual(foreign.error.name, 'Error');
assert.ok(require('util').types.isNativeError(foreign.error));
assert.strictEqual(foreign.fn(), 2);
assert.strictEqual(vm.runInNewContext('Array') === vm.runInNewContext('Array'), false);
assert.deepStrictEqual(vm.runInNewContext('[typeof console, typeof require, typeof process, typeof setTimeout, typeof JSON, typeof performance]')
  .join(), [typeof vm.runInNewContext('globalThis.console'), 'undefined', 'undefined', 'undefined', 'object', 'undefined'].join());

// An object that refers to itself refers to the global.
const windowed = vm.createContext({});
windowed.window = windowed;
assert.strictEqual(vm.runInContext('window === this && window.window === globalThis', windowed), true);
assert.strictEqual(windowed.window, windowed);

// The line of an error is shown as it stands in the source, wherever the source stands.
assert.throws(
  () => vm.runInThisContext(' throw new Error("placed")', { filename: 'placed.js', lineOffset: 32, columnOffset: 123 }),
  ({ stack }) => /^placed\.js:33\n throw new Error\("placed"\)\n +\^\n/.test(stack) && stack.split('\n')[2].length < 25,
);

const sandbox = { a: 1, add: (x, y) => x + y, nested: { deep: true } };
const context = vm.createContext(sandbox);
assert.strictEqual(context, sandbox);
assert.ok(vm.isContext(sandbox));
assert.ok(!vm.isContext({}));
assert.strictEqual(vm.createContext(sandbox), sandbox);
assert.strictEqual(vm.runInContext('add(a, 2)', context), 3);
vm.runInContext('a = 10; b = 20; var c = 30; function d() { return a + b + c; } this.e = 40; globalThis.f = 50; nested.deep = false;', context);
assert.deepStrictEqual([sandbox.a, sandbox.b, sandbox.c, sandbox.d(), sandbox.e, sandbox.f, sandbox.nested.deep], [10, 20, 30, 60, 40, 50, false]);
assert.deepStrictEqual(Object.keys(sandbox).sort(), ['a', 'add', 'b', 'c', 'd', 'e', 'f', 'nested']);

// What the holder changes is seen by the next script, and by functions of earlier ones.
sandbox.a = 100;
sandbox.c = 300;
sandbox.g = 7;
assert.strictEqual(vm.runInContext('a + c + g', context), 407);
assert.strictEqual(sandbox.d(), 420);
sandbox.h = 8;
assert.strictEqual(vm.runInContext('h', context), 8);
delete sandbox.h;
assert.throws(() => vm.runInContext('h', context), { name: 'ReferenceError' });
assert.strictEqual(vm.runInContext('typeof h', context), 'undefined');
vm.runInContext('delete globalThis.g', context);
assert.strictEqual('g' in sandbox, false);

// let and const stay with the context, not with the object.
vm.runInContext('let kept = 1; const fixed = 2; class K {}', context);
assert.strictEqual(vm.runInContext('kept += 1; kept + fixed', context), 4);
assert.strictEqual('kept' in sandbox, false);
assert.throws(() => vm.runInContext('let kept', context), { name: 'SyntaxError' });

// One script in several contexts; properties inherited by the object; built-ins replaced.
const script = new vm.Script('n = n * 2', { filename: 'double.js' });
const several = [1, 2, 3].map((n) => vm.createContext({ n }));
assert.deepStrictEqual(several.map((one) => script.runInContext(one)), [2, 4, 6]);
assert.deepStrictEqual(several.map((one) => one.n), [2, 4, 6]);
assert.strictEqual(script.runInNewContext({ n: 21 }), 42);
assert.strictEqual(vm.runInNewContext('inherited', Object.create({ inherited: 'yes' })), 'yes');
assert.strictEqual(vm.runInNewContext('Math.max(1, 2)', { Math: { max: () => 'mine' } }), 'mine');
const replaced = vm.createContext({});
vm.runInContext('Array = 5', replaced);
assert.strictEqual(replaced.Array, 5);

// Names and lines in stacks.
for (const run of [(code, options) => vm.runInThisContext(code, options), (code, options) => vm.runInNewContext(code, {}, options)]) {
  assert.throws(() => run('\nthrow new Error("boom")', { filename: 'place.js', lineOffset: 10 }), (error) => {
    assert.match(error.stack, /place\.js:12:/);
    return error.message === 'boom';
  });
}
assert.match(vm.runInThisContext('new Error("x").stack'), /evalmachine\.<anonymous>:1/);

// A time limit ends a script, and nothing else.
for (const run of [() => vm.runInThisContext('for (;;);', { timeout: 20 }), () => vm.runInNewContext('for (;;) try { for (;;); } catch {}', {}, { timeout: 20 })]) {
  assert.throws(run, { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT', name: 'Error', message: 'Script execution timed out after 20ms' });
}
assert.strictEqual(vm.runInThisContext('1 + 1', { timeout: 1000 }), 2);
assert.throws(() => vm.runInNewContext('throw 5', {}, { timeout: 1000 }), (thrown) => thrown === 5);

// Of two limits the earlier one holds, and it is the one that is told of.
for (const [inner, outer] of [[20, 10000], [10000, 20]]) {
  const nested = {
    run() { vm.runInNewContext('for (;;);', {}, { timeout: inner }); },
  };
  assert.throws(() => vm.runInNewContext('run()', nested, { timeout: outer }),
    { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT', message: 'Script execution timed out after 20ms' });
}

// The line that failed stands before the stack, unless that is not wanted or it is not the script's.
{
  const thrown = (code, options, sandbox = {}) => {
    try {
      vm.runInNewContext(code, sandbox, { filename: 'lines.js', ...options });
    } catch (error) {
      return error.stack.split('\n');
    }
    assert.fail('did not throw');
  };
  const [place, line, caret, empty, message] = thrown('\n  null.property;', { lineOffset: 5 });
  assert.deepStrictEqual([place, line, caret.trim(), empty], ['lines.js:7', '  null.property;', '^', '']);
  assert.match(message, /^TypeError: /);
  assert.deepStrictEqual(thrown('var 5;').slice(0, 2), ['lines.js:1', 'var 5;']);
  assert.match(thrown('null.property', { displayErrors: false })[0], /^TypeError: /);
}

// What a sandbox can never lose or change stands in the context as it is.
{
  const fixed = vm.createContext(Object.defineProperties({}, { constant: { value: 1 }, kept: { value: 2, writable: true, enumerable: true } }));
  assert.deepStrictEqual({ ...vm.runInContext('Object.getOwnPropertyDescriptor(this, "constant")', fixed) },
    { value: 1, writable: false, enumerable: false, configurable: false });
  assert.strictEqual(vm.runInContext('delete kept', fixed), false);
  assert.strictEqual(vm.runInContext('kept = 3', fixed), fixed.kept);
}

for (const options of [null, 'name', 42]) assert.throws(() => new vm.Script('1').runInThisContext(options), { code: 'ERR_INVALID_ARG_TYPE' });

// Functions.
assert.strictEqual(vm.compileFunction('return a + b', ['a', 'b'])(1, 2), 3);
assert.strictEqual(vm.compileFunction('return a', [], { parsingContext: context })(), 100);
assert.strictEqual(vm.compileFunction('return x + y', ['y'], { contextExtensions: [{ x: 5 }] })(6), 11);
assert.throws(() => vm.compileFunction('\nthrow new Error("f")', [], { filename: 'body.js' })(), (error) => /body\.js:2/.test(error.stack));
assert.throws(() => vm.compileFunction(1), { code: 'ERR_INVALID_ARG_TYPE' });

// Promises of another context end here like any other.
vm.runInNewContext('(async () => { await null; return 5; })()').then((value) => {
  assert.strictEqual(value, 5);
  process.exitCode = 0;
});

assert.throws(() => vm.runInContext('1', {}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => vm.isContext(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => vm.createContext('x'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new vm.Script('1', { cachedData: 5 }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => vm.runInThisContext('1', { timeout: 0 }), { code: 'ERR_OUT_OF_RANGE' });
assert.strictEqual(new vm.Script('"never compiled before"', { cachedData: Buffer.from('no such code') }).cachedDataRejected, true);
assert.ok(Buffer.isBuffer(new vm.Script('1').createCachedData()));
assert.strictEqual(typeof vm.SourceTextModule, 'undefined');
process.exitCode = 1;

// Intl is part of the language: contexts have it, and it does not show among what a script has left.
{
  const context = vm.createContext({});
  assert.strictEqual(vm.runInContext("new Intl.NumberFormat('en-US').format(1234.5)", context), '1,234.5');
  assert.deepStrictEqual(Reflect.ownKeys(context), []);
  assert.strictEqual(vm.runInContext("Intl = 5; Intl", context), 5);
  assert.strictEqual(context.Intl, 5);
}
