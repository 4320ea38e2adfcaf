'use strict';

/**
 * The line that is edited on a terminal: the part of Interface that needs keys. Its methods have the names that Node gives them, for
 * packages call and replace some of them (`_ttyWrite`, `_refreshLine`, `_insertString`).
 */

const { stripControlSequences, width: getStringWidth } = require('internal/util/text');
const { Interface, clearScreenDown, cursorTo, moveCursor } = require('internal/readline/interface');
const { emitKeypressEvents } = require('internal/readline/keys');
const { prototype } = Interface;

const LINE_END = /\r?\n|\r(?!\n)|\u2028|\u2029/;
const WORD_AFTER = /^(?:\s+|[^\w\s]+|\w+)\s*/;
const DELETED_WORD_AFTER = /^(?:\s+|\W+|\w+)\s*/;
/** How many states of the line `undo` knows, and how many texts were cut out that `yank` knows. */
const MOST_UNDONE = 2048;
const MOST_KILLED = 32;

prototype._listenToKeys = function () {
  this._previousKey = null;
  /** With what the line began when the search through the history did, or null. */
  this._searched = null;
  this._undoStack = [];
  this._redoStack = [];
  this._killRing = [];
  this._killRingCursor = 0;
  this._yanking = false;
  this.isCompletionEnabled = true;
  emitKeypressEvents(this.input, this);
  const onKey = (text, key) => this._ttyWrite(text, key);
  const onEnd = () => {
    if (this.line.length > 0) this._onLine(this.line);
    this.close();
  };
  const onResize = () => this._refreshLine();
  this.input.on('keypress', onKey);
  this.input.on('end', onEnd);
  if (this.output != null) this.output.on('resize', onResize);
  this._setRawMode(true);
  this._ignoreInput = () => {
    this.input.removeListener('keypress', onKey);
    this.input.removeListener('end', onEnd);
    if (this.output != null) this.output.removeListener('resize', onResize);
  };
};

// ---- Display ---------------------------------------------------------------------------------------------------------

Object.defineProperty(prototype, 'columns', {
  configurable: true,
  enumerable: true,
  get() { return this.output && this.output.columns ? this.output.columns : Infinity; },
});

/** Rows and column of `text`'s end. */
prototype._getDisplayPos = function (text) {
  const { columns } = this;
  let offset = 0;
  let rows = 0;
  for (const character of stripControlSequences(text)) {
    if (character === '\n') {
      rows += Math.ceil(offset / columns) || 1;
      offset = 0;
    } else if (character === '\t') {
      offset += this.tabSize - (offset % this.tabSize);
    } else {
      const width = getStringWidth(character, false);
      // A wide one does not stand in a row's last column.
      if (width === 2 && (offset + 1) % columns === 0) offset++;
      offset += width;
    }
  }
  const cols = offset % columns;
  return { rows: rows + (offset - cols) / columns, cols };
};

/** Where the cursor is, from the prompt's first row. */
prototype.getCursorPos = function () {
  return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor));
};
prototype._getCursorPos = prototype.getCursorPos;

prototype._refreshLine = function () {
  const text = this._prompt + this.line;
  const end = this._getDisplayPos(text);
  const at = this.getCursorPos();
  if (this.prevRows > 0) moveCursor(this.output, 0, -this.prevRows);
  cursorTo(this.output, 0);
  clearScreenDown(this.output);
  this._writeToOutput(text);
  // The terminal makes the next row only when something stands in it.
  if (end.cols === 0) this._writeToOutput(' ');
  cursorTo(this.output, at.cols);
  if (end.rows > at.rows) moveCursor(this.output, 0, at.rows - end.rows);
  this.prevRows = at.rows;
};

prototype._setLine = function (line, cursor) {
  this.line = line;
  this.cursor = cursor;
  this._refreshLine();
};

/** Moves the cursor by `step` characters, no further than the line goes. */
prototype._moveCursor = function (step) {
  const to = Math.max(0, Math.min(this.line.length, this.cursor + step));
  if (to === this.cursor) return;
  const before = this.getCursorPos();
  this.cursor = to;
  const after = this.getCursorPos();
  if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
  else this._refreshLine();
};

/** Leaves the line for the next one. */
prototype.clearLine = function () {
  this._moveCursor(Infinity);
  this._writeToOutput('\r\n');
  this.line = '';
  this.cursor = 0;
  this.prevRows = 0;
};

// ---- Editing ---------------------------------------------------------------------------------------------------------

prototype._beforeEdit = function () {
  if (this._undoStack.push({ line: this.line, cursor: this.cursor }) > MOST_UNDONE) this._undoStack.shift();
};

/** Takes the line from one of the stacks of `undo` and `redo`, and puts the present one on the other. */
prototype._exchange = function (from, to) {
  if (from.length === 0) return;
  to.push({ line: this.line, cursor: this.cursor });
  const { line, cursor } = from.pop();
  this._setLine(line, cursor);
};

prototype._insertString = function (text) {
  this._beforeEdit();
  if (this.cursor < this.line.length) {
    this._setLine(this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor), this.cursor + text.length);
    return;
  }
  const before = this.getCursorPos();
  this.line += text;
  this.cursor += text.length;
  if (before.rows < this.getCursorPos().rows) this._refreshLine();
  else this._writeToOutput(text);
};

/** Text from outside, which may hold several lines. */
prototype._insertLines = function (text) {
  const lines = text.split(LINE_END);
  lines.forEach((line, index) => {
    if (line !== '') this._insertString(line);
    if (index < lines.length - 1) this._line();
  });
};

prototype._line = function () {
  const line = this._addHistory();
  this._undoStack = [];
  this._redoStack = [];
  this.clearLine();
  this._onLine(line);
};

/** The length of the character beside the cursor, both halves of a pair. */
function lengthBefore(text, at) {
  return at > 1 && text.codePointAt(at - 2) > 0xffff ? 2 : at > 0 ? 1 : 0;
}

function lengthAfter(text, at) {
  return at < text.length ? (text.codePointAt(at) > 0xffff ? 2 : 1) : 0;
}

/** The length of the word before `at`, and of the spaces after it. One regular expression would try every place of a long line. */
function wordBefore(text, at) {
  let start = at;
  while (start > 0 && /\s/.test(text[start - 1])) start--;
  const kind = start > 0 && /\w/.test(text[start - 1]) ? /\w/ : /[^\w\s]/;
  while (start > 0 && kind.test(text[start - 1])) start--;
  return at - start;
}

prototype._wordLeft = function () {
  this._moveCursor(-wordBefore(this.line, this.cursor));
};

prototype._wordRight = function () {
  this._moveCursor(WORD_AFTER.exec(this.line.slice(this.cursor))?.[0].length ?? 0);
};

/** Takes out so many characters before and after the cursor, and gives them. */
prototype._delete = function (before, after) {
  const { line, cursor } = this;
  this._beforeEdit();
  this._setLine(line.slice(0, cursor - before) + line.slice(cursor + after), cursor - before);
  return line.slice(cursor - before, cursor + after);
};

prototype._deleteLeft = function () {
  if (this.cursor > 0) this._delete(lengthBefore(this.line, this.cursor), 0);
};

prototype._deleteRight = function () {
  if (this.cursor < this.line.length) this._delete(0, lengthAfter(this.line, this.cursor));
};

prototype._deleteWordLeft = function () {
  if (this.cursor > 0) this._delete(wordBefore(this.line, this.cursor), 0);
};

prototype._deleteWordRight = function () {
  if (this.cursor < this.line.length) this._delete(0, DELETED_WORD_AFTER.exec(this.line.slice(this.cursor))[0].length);
};

prototype._deleteLineLeft = function () {
  this._kill(this._delete(this.cursor, 0));
};

prototype._deleteLineRight = function () {
  this._kill(this._delete(0, this.line.length - this.cursor));
};

/** Keeps what was cut out, for `_yank`. */
prototype._kill = function (text) {
  if (text === '' || text === this._killRing[0]) return;
  this._killRingCursor = 0;
  if (this._killRing.unshift(text) > MOST_KILLED) this._killRing.pop();
};

prototype._yank = function () {
  if (this._killRing.length === 0) return;
  this._yanking = true;
  this._insertString(this._killRing[this._killRingCursor]);
};

/** Right after a yank: another text in its place. */
prototype._yankPop = function () {
  if (!this._yanking || this._killRing.length < 2) return;
  const start = this.cursor - this._killRing[this._killRingCursor].length;
  this._killRingCursor = (this._killRingCursor + 1) % this._killRing.length;
  const text = this._killRing[this._killRingCursor];
  this._setLine(this.line.slice(0, start) + text + this.line.slice(this.cursor), start + text.length);
};

// ---- Keys ------------------------------------------------------------------------------------------------------------

/** The user ends the dialogue by `key`, as the terminal itself would have it. */
prototype._leave = function (_key) {
  this.close();
};

/** Stops the process, as ctrl-z does where the terminal is not raw; when it goes on, so does the line. */
prototype._suspend = function () {
  if (this.listenerCount('SIGTSTP') > 0) {
    this.emit('SIGTSTP');
    return;
  }
  process.once('SIGCONT', () => {
    // A listener of the event may want to write first.
    if (!this.paused) {
      this.pause();
      this.emit('SIGCONT');
    }
    this._setRawMode(true);
    this._refreshLine();
  });
  this._setRawMode(false);
  process.kill(process.pid, 'SIGTSTP');
};

const WITH_CTRL_AND_SHIFT = {
  __proto__: null,
  backspace: (rl) => rl._deleteLineLeft(),
  delete: (rl) => rl._deleteLineRight(),
};
const WITH_CTRL = {
  __proto__: null,
  a: (rl) => rl._moveCursor(-Infinity),
  b: (rl) => rl._moveCursor(-lengthBefore(rl.line, rl.cursor)),
  backspace: (rl) => rl._deleteWordLeft(),
  c: (rl) => (rl.listenerCount('SIGINT') > 0 ? rl.emit('SIGINT') : rl._leave('Ctrl+C')),
  d: (rl) => (rl.line.length === 0 ? rl._leave('Ctrl+D') : rl._deleteRight()),
  delete: (rl) => rl._deleteWordRight(),
  e: (rl) => rl._moveCursor(Infinity),
  f: (rl) => rl._moveCursor(lengthAfter(rl.line, rl.cursor)),
  h: (rl) => rl._deleteLeft(),
  k: (rl) => rl._deleteLineRight(),
  l(rl) {
    cursorTo(rl.output, 0, 0);
    clearScreenDown(rl.output);
    rl._refreshLine();
  },
  left: (rl) => rl._wordLeft(),
  n: (rl) => rl._historyNext(),
  p: (rl) => rl._historyPrev(),
  right: (rl) => rl._wordRight(),
  u: (rl) => rl._deleteLineLeft(),
  w: (rl) => rl._deleteWordLeft(),
  y: (rl) => rl._yank(),
  z: (rl) => rl._suspend(),
};
const WITH_META = {
  __proto__: null,
  b: (rl) => rl._wordLeft(),
  backspace: (rl) => rl._deleteWordLeft(),
  d: (rl) => rl._deleteWordRight(),
  delete: (rl) => rl._deleteWordRight(),
  f: (rl) => rl._wordRight(),
  y: (rl) => rl._yankPop(),
};
const ALONE = {
  __proto__: null,
  backspace: (rl) => rl._deleteLeft(),
  delete: (rl) => rl._deleteRight(),
  down: (rl) => rl._historyNext(),
  end: (rl) => rl._moveCursor(Infinity),
  enter(rl) {
    // The second half of the end that 'return' was.
    if (rl._lastReturn === 0 || Date.now() - rl._lastReturn > rl.crlfDelay) rl._line();
    rl._lastReturn = 0;
  },
  home: (rl) => rl._moveCursor(-Infinity),
  left: (rl) => rl._moveCursor(-lengthBefore(rl.line, rl.cursor)),
  return(rl) {
    rl._lastReturn = Date.now();
    rl._line();
  },
  right: (rl) => rl._moveCursor(lengthAfter(rl.line, rl.cursor)),
  up: (rl) => rl._historyPrev(),
};
const UNDO = '\x1f';
const REDO = '\x1e';

/** One key: `text` as it is typed, `key` as of 'keypress'. Either may be missing. */
prototype._ttyWrite = function (text, key) {
  const previous = this._previousKey;
  key ??= {};
  this._previousKey = key;
  const { name, ctrl, meta, shift } = key;
  if (!meta || name !== 'y') this._yanking = false;
  if ((name === 'up' || name === 'down') && !ctrl && !meta && !shift) {
    this._searched ??= this.line.slice(0, this.cursor);
  } else if (this._searched !== null) {
    this._searched = null;
    if (this.historyIndex === this.history.length) this.historyIndex = -1;
  }

  if (key.sequence === UNDO) {
    this._exchange(this._undoStack, this._redoStack);
  } else if (key.sequence === REDO) {
    this._exchange(this._redoStack, this._undoStack);
  } else if (name === 'escape') {
    // It may begin what is no key that we know.
  } else if (ctrl && shift) {
    WITH_CTRL_AND_SHIFT[name]?.(this);
  } else if (ctrl) {
    WITH_CTRL[name]?.(this);
  } else if (meta) {
    WITH_META[name]?.(this);
  } else {
    if (name !== 'enter') this._lastReturn = 0;
    if (name === 'tab' && typeof this.completer === 'function' && this.isCompletionEnabled) {
      this._tabComplete(previous?.name === 'tab');
    } else if (ALONE[name] !== undefined) {
      ALONE[name](this);
    } else if (typeof text === 'string' && text !== '') {
      this._insertLines(text);
    }
  }
};

require('internal/readline/history');
require('internal/readline/completion');
