'use strict';

/** readline's Interface: lines out of a stream, and a line that is edited where the stream is a terminal. */

const EventEmitter = require('events');
const { StringDecoder } = require('string_decoder');
const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateArray, validateNumber, validateString, validateUint32 } = require('internal/validators');
const { kFirstEventParam, on } = require('internal/event_iterator');
const { clearScreenDown, cursorTo, moveCursor } = require('internal/readline/output');

const LINE_END = /\r\n|\n|\r(?!\n)|\u2028|\u2029/g;
/** Milliseconds within which `\r` and `\n` are one line's end. */
const CR_LF_DELAY = 100;
/** Milliseconds that an escape waits for what would make it a key's sequence. */
const ESCAPE_WAIT = 500;
/** How many lines wait for an async iterator before the input is paused. */
const LINES_AHEAD = 1024;

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  Reflect.apply(EventEmitter, this, []);
  let options = {};
  if (input && input.input) {
    options = input;
    ({ input, output, completer, terminal } = options);
    if (options.signal) validateAbortSignal(options.signal, 'options.signal');
  }
  if (completer !== undefined && typeof completer !== 'function') throw codes.ERR_INVALID_ARG_VALUE('completer', completer);
  if (options.history !== undefined) validateArray(options.history, 'history');
  const historySize = options.historySize === undefined ? 30 : options.historySize;
  validateNumber(historySize, 'historySize', 0);
  const escapeCodeTimeout = options.escapeCodeTimeout === undefined ? ESCAPE_WAIT : options.escapeCodeTimeout;
  if (!Number.isFinite(escapeCodeTimeout)) throw codes.ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', escapeCodeTimeout);
  if (options.tabSize !== undefined) validateUint32(options.tabSize, 'tabSize', true);

  this.line = '';
  this.cursor = 0;
  this.input = input;
  this.output = output;
  this.terminal = terminal === undefined ? !!(output && output.isTTY) : !!terminal;
  this.completer = completer;
  this.historySize = historySize;
  this.history = options.history === undefined ? [] : options.history;
  this.historyIndex = -1;
  this.removeHistoryDuplicates = !!options.removeHistoryDuplicates;
  this.crlfDelay = options.crlfDelay ? Math.max(CR_LF_DELAY, options.crlfDelay) : CR_LF_DELAY;
  this.escapeCodeTimeout = escapeCodeTimeout;
  this.tabSize = options.tabSize || 8;
  this.closed = false;
  this.paused = false;
  this.prevRows = 0;
  this._rest = '';
  this._lastReturn = 0;
  this._question = null;
  this._lines = undefined;
  this.setPrompt(options.prompt === undefined ? '> ' : options.prompt);

  if (this.terminal) this._listenToKeys();
  else this._listenToLines();

  if (options.signal) {
    const { signal } = options;
    const onAbort = () => this.close();
    if (signal.aborted) process.nextTick(onAbort);
    else {
      signal.addEventListener('abort', onAbort, { once: true });
      this.once('close', () => signal.removeEventListener('abort', onAbort));
    }
  }
  input.resume();
}
Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Interface, EventEmitter);

// ---- In --------------------------------------------------------------------------------------------------------------

Interface.prototype._listenToLines = function () {
  const decoder = new StringDecoder('utf8');
  const onData = (data) => this._normalWrite(typeof data === 'string' ? data : decoder.write(data));
  const onEnd = () => {
    this._normalWrite(decoder.end());
    if (this._rest !== '') this._onLine(this._rest);
    this._rest = '';
    this.close();
  };
  const onError = (error) => this.emit('error', error);
  this.input.on('error', onError);
  this.input.on('data', onData);
  this.input.on('end', onEnd);
  this._ignoreInput = () => {
    this.input.removeListener('data', onData);
    this.input.removeListener('end', onEnd);
    this.input.removeListener('error', onError);
  };
};

Interface.prototype._normalWrite = function (text) {
  if (text === '') return;
  // The second half of a line's end whose first came with the piece before.
  if (this._lastReturn !== 0 && Date.now() - this._lastReturn <= this.crlfDelay && text[0] === '\n') text = text.slice(1);
  this._lastReturn = text.endsWith('\r') ? Date.now() : 0;
  text = this._rest + text;
  let start = 0;
  LINE_END.lastIndex = 0;
  const lines = [];
  for (const match of text.matchAll(LINE_END)) {
    lines.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  this._rest = text.slice(start);
  for (const line of lines) this._onLine(line);
};

Interface.prototype._onLine = function (line) {
  if (this._question !== null) {
    const question = this._question;
    this._question = null;
    this.setPrompt(question.prompt);
    question.answer(line);
  } else {
    this.emit('line', line);
  }
};

// ---- Prompt and question ---------------------------------------------------------------------------------------------

Interface.prototype.setPrompt = function (prompt) {
  this._prompt = prompt;
};

Interface.prototype.getPrompt = function () {
  return this._prompt;
};

Interface.prototype.prompt = function (preserveCursor) {
  if (this.paused) this.resume();
  if (this.terminal && process.env.TERM !== 'dumb') {
    if (!preserveCursor) this.cursor = 0;
    this._refreshLine();
  } else {
    this._writeToOutput(this._prompt);
  }
};

/** `question(query[, { signal }], callback)`: the next line is the answer. */
Interface.prototype.question = function (query, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  options = options !== null && typeof options === 'object' ? options : {};
  if (options.signal) {
    validateAbortSignal(options.signal, 'options.signal');
    if (options.signal.aborted) return;
    const onAbort = () => this._cancelQuestion();
    options.signal.addEventListener('abort', onAbort, { once: true });
    const answered = callback;
    callback = (answer) => {
      options.signal.removeEventListener('abort', onAbort);
      return answered?.(answer);
    };
  }
  if (typeof callback !== 'function') return;
  this._ask(query, callback);
};

Interface.prototype._ask = function (query, answer) {
  if (this.closed) throw codes.ERR_USE_AFTER_CLOSE('readline');
  if (this._question !== null) {
    this.prompt();
    return;
  }
  this._question = { prompt: this._prompt, answer };
  this.setPrompt(query);
  this.prompt();
};

/** Nobody waits for the answer any more: what is typed now is a line as any other. */
Interface.prototype._cancelQuestion = function () {
  if (this._question === null) return;
  this.setPrompt(this._question.prompt);
  this._question = null;
  this.clearLine();
};

function askPromised(query, options) {
  return new Promise((resolve, reject) => {
    const signal = options?.signal;
    if (signal === undefined) {
      this._ask(query, resolve);
      return;
    }
    validateAbortSignal(signal, 'options.signal');
    const aborted = () => new AbortError(undefined, { cause: signal.reason });
    if (signal.aborted) {
      reject(aborted());
      return;
    }
    const onAbort = () => {
      this._cancelQuestion();
      reject(aborted());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this._ask(query, (answer) => {
      signal.removeEventListener('abort', onAbort);
      resolve(answer);
    });
  });
}
Object.defineProperty(askPromised, 'name', { value: 'question' });
Interface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] = askPromised;

// ---- Pause and end ---------------------------------------------------------------------------------------------------

Interface.prototype.pause = function () {
  if (this.paused) return this;
  this.input.pause();
  this.paused = true;
  this.emit('pause');
  return this;
};

Interface.prototype.resume = function () {
  if (!this.paused) return this;
  this.input.resume();
  this.paused = false;
  this.emit('resume');
  return this;
};

Interface.prototype.close = function () {
  if (this.closed) return;
  this.pause();
  if (this.terminal) this._setRawMode(false);
  this._ignoreInput();
  this.closed = true;
  this.emit('close');
};

/** The lines from the first call on. All iterations share them, and leaving one closes nothing. */
Interface.prototype[Symbol.asyncIterator] = function () {
  this._lines ??= on(this, 'line', { close: ['close'], highWaterMark: LINES_AHEAD, [kFirstEventParam]: true });
  return this._lines;
};

Interface.prototype.write = function (data, key) {
  if (this.paused) this.resume();
  if (this.terminal) this._ttyWrite(data, key);
  else this._normalWrite(typeof data === 'string' ? data : String(data));
};

Interface.prototype._writeToOutput = function (text) {
  validateString(text, 'stringToWrite');
  if (this.output != null) this.output.write(text);
};

Interface.prototype._setRawMode = function (raw) {
  if (typeof this.input.setRawMode === 'function') this.input.setRawMode(raw);
};

module.exports = { Interface, askPromised, clearScreenDown, cursorTo, moveCursor };
require('internal/readline/editor');
