'use strict';

// NODE-030
const { Console } = console;
const { Writable } = require('stream');
const { check } = require('./support/outcome.js');

/** What calls of a Console on its own streams write: `[stdout, stderr]`. */
function written(use, options) {
  const texts = ['', ''];
  const stream = (i) => new Writable({ write(chunk, encoding, done) { texts[i] += chunk; done(); } });
  use(new Console({ stdout: stream(0), stderr: stream(1), ...options }));
  return texts;
}

check([
  [() => written((c) => { c.log('a %s', 1, { b: 2 }); c.info('i'); c.debug('d'); c.error('e'); c.warn('w'); }), '["a 1 { b: 2 }\\ni\\nd\\n", "e\\nw\\n"]'],
  [() => written((c) => { c.group('g'); c.log('in\nside'); c.group(); c.log('deeper'); c.groupEnd(); c.groupEnd(); c.log('out'); }), '["g\\n  in\\n  side\\n    deeper\\nout\\n", ""]'],
  [() => written((c) => { c.group(); c.log('x'); }, { groupIndentation: 4 }), '["    x\\n", ""]'],
  [() => written((c) => { c.count(); c.count('x'); c.count(); c.countReset(); c.count(); }), '["default: 1\\nx: 1\\ndefault: 2\\ndefault: 1\\n", ""]'],
  [() => written((c) => { c.assert(true, 'no'); c.assert(false, 'yes %s', 1); c.assert(0); c.assert(0, { a: 1 }); }), '["", "Assertion failed: yes 1\\nAssertion failed\\nAssertion failed: [object Object]\\n"]'],
  [() => written((c) => { c.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 }); c.dirxml({ a: 1 }, [2]); }), '["{ a: [Object] }\\n{ a: 1 } [ 2 ]\\n", ""]'],
  [() => written((c) => { c.table([{ a: 1, b: 'x' }, { a: 2, c: true }]); }), '["┌─────────┬───┬─────┬──────┐\\n│ (index) │ a │ b   │ c    │\\n├─────────┼───┼─────┼──────┤\\n│ 0       │ 1 │ \'x\' │      │\\n│ 1       │ 2 │     │ true │\\n└─────────┴───┴─────┴──────┘\\n", ""]'],
  [() => written((c) => { c.table([{ a: 1, b: 2 }], ['b']); }), '["┌─────────┬───┐\\n│ (index) │ b │\\n├─────────┼───┤\\n│ 0       │ 2 │\\n└─────────┴───┘\\n", ""]'],
  [() => written((c) => { c.table([[1, 2], [3]]); }), '["┌─────────┬───┬───┐\\n│ (index) │ 0 │ 1 │\\n├─────────┼───┼───┤\\n│ 0       │ 1 │ 2 │\\n│ 1       │ 3 │   │\\n└─────────┴───┴───┘\\n", ""]'],
  [() => written((c) => { c.table(new Map([['k', 1]])); c.table(new Set([1])); }), '["┌───────────────────┬─────┬────────┐\\n│ (iteration index) │ Key │ Values │\\n├───────────────────┼─────┼────────┤\\n│ 0                 │ \'k\' │ 1      │\\n└───────────────────┴─────┴────────┘\\n┌───────────────────┬────────┐\\n│ (iteration index) │ Values │\\n├───────────────────┼────────┤\\n│ 0                 │ 1      │\\n└───────────────────┴────────┘\\n", ""]'],
  [() => written((c) => { c.table([1, 'x', { a: 1 }]); c.table('text'); c.table({ r: { v: [1, 2] } }); }), '["┌─────────┬───┬────────┐\\n│ (index) │ a │ Values │\\n├─────────┼───┼────────┤\\n│ 0       │   │ 1      │\\n│ 1       │   │ \'x\'    │\\n│ 2       │ 1 │        │\\n└─────────┴───┴────────┘\\ntext\\n┌─────────┬──────────┐\\n│ (index) │ v        │\\n├─────────┼──────────┤\\n│ r       │ [ 1, 2 ] │\\n└─────────┴──────────┘\\n", ""]'],
  [() => written((c) => { const { log } = c; log('detached'); }), '["detached\\n", ""]'],
  [() => written((c) => { c.log({ a: 1 }); }, { colorMode: true }), '["{ a: \\u001b[33m1\\u001b[39m }\\n", ""]'],
  [() => written((c) => { c.log({ a: { b: 1 } }); }, { inspectOptions: { depth: 0 } }), '["{ a: [Object] }\\n", ""]'],
  [() => written(() => {}, { groupIndentation: -1 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "groupIndentation" is out of range. It must be >= 0 && <= 1000. Received -1'],
  [() => written(() => {}, { colorMode: 'x' }), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'colorMode\' must be one of: \'auto\', true, false. Received \'x\''],
  [() => new Console({}), 'throws TypeError ERR_CONSOLE_WRITABLE_STREAM: Console expects a writable stream instance for stdout'],
  [() => Console(process.stdout) instanceof Console, 'true'],
  [() => Object.keys(console).filter((name) => name !== 'createTask'), '["log", "warn", "dir", "time", "timeEnd", "timeLog", "trace", "assert", "clear", "count", "countReset", "group", "groupEnd", "table", "debug", "info", "dirxml", "error", "groupCollapsed", "Console", "profile", "profileEnd", "timeStamp", "context"]'],
  [() => console instanceof Console, 'true'],
  [() => Object.prototype.toString.call(console), '"[object console]"'],
  [() => require('console') === console, 'true'],
]);
