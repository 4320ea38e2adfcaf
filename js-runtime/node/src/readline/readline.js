'use strict';

/** `readline`. The parts: interface (lines), editor (a terminal's line), keys, output (the cursor). */

const { Interface } = require('internal/readline/interface');
const { emitKeypressEvents } = require('internal/readline/keys');
const { clearLine, clearScreenDown, cursorTo, moveCursor } = require('internal/readline/output');

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = { Interface, clearLine, clearScreenDown, createInterface, cursorTo, emitKeypressEvents, moveCursor };
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('readline/promises'); },
});
