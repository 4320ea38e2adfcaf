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

const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** An Interface on a terminal of 80 columns. */
function terminal(options, { createInterface } = readline) {
  const output = new PassThrough();
  output.columns = 80;
  return createInterface({ input: new PassThrough(), output, terminal: true, ...options });
}

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
    await settled();
    assert.deepStrictEqual(lines, ['hello', 'a c', 'hello', 'end']);
    assert.deepStrictEqual(rl.history.slice(0, 2), ['end', 'hello']);
    rl.write('rest');
    assert.deepStrictEqual([rl.line, rl.cursor], ['rest', 4]);
    rl.write(null, { ctrl: true, name: 'u' });
    assert.strictEqual(rl.line, '');
    rl.close();
  }
  {
    // What was cut comes back, and so does what was changed; the history is searched for what begins as the line does.
    const rl = terminal();
    const ctrl = (name) => rl.write(null, { ctrl: true, name });
    const type = (text) => { for (const key of text) rl.input.write(key); };
    rl.write('first one\nsecond\nfirst two\n');
    rl.write('cut this');
    ctrl('w');
    ctrl('u');
    assert.strictEqual(rl.line, '');
    ctrl('y');
    assert.strictEqual(rl.line, 'cut ');
    ctrl('u');
    rl.write('more');
    ctrl('u');
    ctrl('y');
    rl.write(null, { meta: true, name: 'y' });
    assert.strictEqual(rl.line, 'cut ');
    rl.write(null, { sequence: '\x1f' });
    assert.strictEqual(rl.line, '');
    rl.write(null, { sequence: '\x1e' });
    assert.strictEqual(rl.line, 'cut ');
    rl.write(null, { ctrl: true, shift: true, name: 'backspace' });
    rl.write('fir');
    rl.write(null, { name: 'up' });
    assert.strictEqual(rl.line, 'first two');
    rl.write(null, { name: 'up' });
    assert.strictEqual(rl.line, 'first one');
    rl.write(null, { name: 'down' });
    rl.write(null, { name: 'down' });
    assert.strictEqual(rl.line, 'fir');
    type('\x15tab\ttext');
    await settled();
    assert.strictEqual(rl.line, 'tab\ttext');
    rl.close();
  }
  {
    // One tab completes as far as the candidates agree, the next one shows them.
    const candidates = (line) => [['apple', 'apricot'].filter((word) => word.startsWith(line)), line];
    for (const completer of [candidates, (line, callback) => process.nextTick(callback, null, candidates(line))]) {
      const rl = terminal({ completer });
      for (const key of ['a', '\t', '\t']) {
        rl.input.write(key);
        await settled();
      }
      assert.strictEqual(rl.line, 'ap');
      assert.match(String(rl.output.read()), /\r\napple {4}apricot\r\n\r\n/);
      // Pasted, it is a character.
      rl.input.write('\tx');
      await settled();
      assert.strictEqual(rl.line, 'ap\tx');
      rl.close();
    }
    const rl = terminal({ completer: async (line) => [[`${line}ish`], line] }, promises);
    rl.input.write('self');
    rl.input.write('\t');
    await settled();
    assert.strictEqual(rl.line, 'selfish');
    // Who leaves answers no question.
    const left = rl.question('name? ');
    rl.write(null, { ctrl: true, name: 'c' });
    await assert.rejects(left, { name: 'AbortError', message: 'Aborted with Ctrl+C' });
    assert.strictEqual(rl.closed, true);
  }
  {
    // A question that is given up leaves the prompt as it was.
    const rl = terminal({ prompt: 'p>' });
    const controller = new AbortController();
    rl.question('sure? ', { signal: controller.signal }, assert.fail);
    controller.abort();
    assert.strictEqual(rl.getPrompt(), 'p>');
    const lines = [];
    rl.on('line', (line) => lines.push(line));
    rl.write('yes\n');
    assert.deepStrictEqual(lines, ['yes']);
    rl.close();
  }
  {
    // Leaving an iteration does not close: the next one goes on.
    const input = new PassThrough();
    const rl = readline.createInterface({ input });
    setImmediate(() => input.write('a\nb\nc\n'));
    const lines = [];
    for await (const line of rl) {
      lines.push(line);
      break;
    }
    assert.strictEqual(rl[Symbol.asyncIterator](), rl[Symbol.asyncIterator]());
    rl.close();
    assert.deepStrictEqual(lines, ['a']);
  }
  {
    // A long line of spaces takes no longer than a long line.
    const rl = terminal();
    rl.write(' '.repeat(20000));
    rl.write(null, { ctrl: true, name: 'left' });
    assert.strictEqual(rl.cursor, 0);
    rl.close();
  }
  {
    const input = new PassThrough();
    const keys = [];
    readline.emitKeypressEvents(input);
    input.on('keypress', (text, key) => keys.push([text, key.name, key.ctrl, key.meta, key.shift].join()));
    input.write('aB1\x03\x1b[A\x1bOP\x1b[1;5C\x1bx\r é\x1b\x1b \x1b\x01\x1b[3$\x1b[2^');
    await settled();
    assert.deepStrictEqual(keys, [
      'a,a,false,false,false', 'B,b,false,false,true', '1,1,false,false,false', '\x03,c,true,false,false', ',up,false,false,false',
      ',f1,false,false,false', ',right,true,false,false', ',x,false,true,false', '\r,return,false,false,false', ' ,space,false,false,false',
      'é,,false,false,false', ',space,false,true,false', ',,false,true,false', ',delete,false,false,true', ',insert,true,false,false',
    ]);
  }
}
main();
