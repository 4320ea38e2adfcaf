'use strict';

// NODE-041: lines out of streams, questions, a terminal's keys, and the cursor.

// The terminal that the line is edited on.
process.env.TERM = 'xterm';

const assert = require('assert');
const { once } = require('events');
const { PassThrough } = require('stream');
const readline = require('readline');
const promises = require('readline/promises');
const { check } = require('./support/outcome.js');

const written = (run) => {
  let text = '';
  run({ write(piece) { text += piece; return true; } });
  return text;
};
check([
  [() => written((out) => readline.cursorTo(out, 3)), '"\\u001b[4G"'],
  [() => written((out) => readline.cursorTo(out, 1, 2)), '"\\u001b[3;2H"'],
  [() => written((out) => readline.moveCursor(out, -1, 2)), '"\\u001b[1D\\u001b[2B"'],
  [() => written((out) => { readline.clearLine(out, -1); readline.clearLine(out, 0); readline.clearLine(out, 1); }), '"\\u001b[1K\\u001b[2K\\u001b[0K"'],
  [() => written((out) => readline.clearScreenDown(out)), '"\\u001b[0J"'],
  [() => readline.cursorTo({}, 'a', 1), 'throws TypeError ERR_INVALID_CURSOR_POS: Cannot set cursor row without setting its column'],
  [() => readline.cursorTo({}, NaN), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'x\' is invalid. Received NaN'],
  [() => readline.createInterface({ input: new PassThrough(), completer: 5 }), 'throws TypeError ERR_INVALID_ARG_VALUE: The argument \'completer\' is invalid. Received 5'],
  [() => readline.createInterface({ input: new PassThrough(), historySize: -1 }), 'throws RangeError ERR_OUT_OF_RANGE: The value of "historySize" is out of range. It must be >= 0. Received -1'],
]);

async function main() {
  {
    const input = new PassThrough();
    const lines = [];
    const rl = readline.createInterface({ input, crlfDelay: Infinity });
    rl.on('line', (line) => lines.push(line));
    input.write('one\r\ntw');
    input.write('o\n\nthree\r');
    input.write('\nlast');
    input.end();
    await once(rl, 'close');
    assert.deepStrictEqual(lines, ['one', 'two', '', 'three', 'last']);
    assert.throws(() => rl.question('x', () => {}), { code: 'ERR_USE_AFTER_CLOSE', message: 'readline was closed' });
  }
  {
    const input = new PassThrough();
    input.end('a\nb\nc');
    const lines = [];
    for await (const line of readline.createInterface({ input })) lines.push(line);
    assert.deepStrictEqual(lines, ['a', 'b', 'c']);
  }
  {
    const input = new PassThrough();
    const output = new PassThrough();
    const rl = promises.createInterface({ input, output });
    const answer = rl.question('name? ');
    input.write('coddle\n');
    assert.deepStrictEqual([await answer, String(output.read())], ['coddle', 'name? ']);
    const controller = new AbortController();
    const aborted = rl.question('more? ', { signal: controller.signal });
    controller.abort();
    await assert.rejects(aborted, { name: 'AbortError' });
    rl.close();
  }
  {
    // A terminal: what is typed is edited, and told when the line is done.
    const input = new PassThrough();
    const output = new PassThrough();
    output.columns = 80;
    const rl = readline.createInterface({ input, output, terminal: true, prompt: '' });
    const lines = [];
    rl.on('line', (line) => lines.push(line));
    // Key by key: what comes in one piece is pasted, and goes to the line's end.
    for (const key of ['h', 'e', 'l', 'o', '\x1b[D', 'l', 'x', '\x7f', '\r']) input.write(key);
    for (const key of ['a', ' ', 'b', '\x17', 'c', '\r', '\x1b[A', '\x1b[A', '\r']) input.write(key);
    for (const key of ['x', 'y', '\x01', '\x0b', 'e', 'n', 'd', '\r']) input.write(key);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    assert.deepStrictEqual(lines, ['hello', 'a c', 'hello', 'end']);
    assert.deepStrictEqual(rl.history.slice(0, 2), ['end', 'hello']);
    rl.write('rest');
    assert.deepStrictEqual([rl.line, rl.cursor], ['rest', 4]);
    rl.write(null, { ctrl: true, name: 'u' });
    assert.strictEqual(rl.line, '');
    rl.close();
  }
  {
    const input = new PassThrough();
    const keys = [];
    readline.emitKeypressEvents(input);
    input.on('keypress', (text, key) => keys.push([text, key.name, key.ctrl, key.meta, key.shift].join()));
    input.write('aB1\x03\x1b[A\x1bOP\x1b[1;5C\x1bx\r é');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepStrictEqual(keys, [
      'a,a,false,false,false', 'B,b,false,false,true', '1,1,false,false,false', '\x03,c,true,false,false', ',up,false,false,false',
      ',f1,false,false,false', ',right,true,false,false', ',x,false,true,false', '\r,return,false,false,false', ' ,space,false,false,false',
      'é,,false,false,false',
    ]);
  }
}
main();
