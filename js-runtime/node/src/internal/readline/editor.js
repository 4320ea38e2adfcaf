'use strict';

/** The line that is edited on a terminal: the part of Interface that needs keys. */

const { width: getStringWidth } = require('internal/util/text');
const { Interface, clearScreenDown, cursorTo, moveCursor } = require('internal/readline/interface');
const { emitKeypressEvents } = require('internal/readline/keys');
const { prototype } = Interface;

const WORD_BEFORE = /(?:[^\w\s]+|\w+|)\s*$/;
const WORD_AFTER = /^(?:\s+|[^\w\s]+|\w+)\s*/;

prototype._listenToKeys = function () {
  emitKeypressEvents(this.input, this);
  const onKey = (text, key) => this._onKey(text, key);
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

Object.defineProperty(prototype, 'columns', {
  configurable: true,
  enumerable: true,
  get() { return this.output && this.output.columns ? this.output.columns : Infinity; },
});

/** Rows and column of `text`'s end. */
prototype._place = function (text) {
  let rows = 0;
  let column = 0;
  for (const character of text) {
    if (character === '\n') {
      rows++;
      column = 0;
    } else if (character === '\t') {
      column += this.tabSize - (column % this.tabSize);
    } else {
      const width = getStringWidth(character);
      if (column + width > this.columns) {
        rows++;
        column = 0;
      }
      column += width;
    }
  }
  if (column === this.columns) {
    rows++;
    column = 0;
  }
  return { rows, cols: column };
};

/** Where the cursor is, from the prompt's first row. */
prototype.getCursorPos = function () {
  return this._place(this._prompt + this.line.slice(0, this.cursor));
};

prototype._refreshLine = function () {
  const text = this._prompt + this.line;
  const end = this._place(text);
  const at = this.getCursorPos();
  if (this.prevRows > 0) moveCursor(this.output, 0, -this.prevRows);
  cursorTo(this.output, 0);
  clearScreenDown(this.output);
  this._writeToOutput(text);
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

prototype._insert = function (text) {
  const lines = text.split(/\r\n|\n|\r/);
  for (let i = 0; i < lines.length; i++) {
    if (i > 0) this._enter();
    const piece = lines[i];
    if (piece === '') continue;
    const atEnd = this.cursor === this.line.length;
    this.line = this.line.slice(0, this.cursor) + piece + this.line.slice(this.cursor);
    this.cursor += piece.length;
    if (atEnd && this.getCursorPos().cols > 0) this._writeToOutput(piece);
    else this._refreshLine();
  }
};

prototype._enter = function () {
  const { line } = this;
  this._remember(line);
  this.line = '';
  this.cursor = 0;
  this.prevRows = 0;
  this._writeToOutput('\r\n');
  this._onLine(line);
};

prototype._remember = function (line) {
  this.historyIndex = -1;
  if (this.historySize === 0 || line.trim() === '' || this.history[0] === line) return;
  if (this.removeHistoryDuplicates) this.history = this.history.filter((old) => old !== line);
  this.history.unshift(line);
  if (this.history.length > this.historySize) this.history.pop();
  this.emit('history', this.history);
};

prototype._recall = function (step) {
  const index = this.historyIndex + step;
  if (index < -1 || index >= this.history.length) return;
  this.historyIndex = index;
  const line = index === -1 ? '' : this.history[index];
  this._setLine(line, line.length);
};

/** The character beside the cursor, both halves of a pair. */
function lengthBefore(text, at) {
  return at > 1 && text.codePointAt(at - 2) > 0xffff ? 2 : at > 0 ? 1 : 0;
}

function lengthAfter(text, at) {
  return at < text.length ? (text.codePointAt(at) > 0xffff ? 2 : 1) : 0;
}

prototype._remove = function (from, to) {
  if (from === to) return;
  this._setLine(this.line.slice(0, from) + this.line.slice(to), from);
};

prototype._move = function (to) {
  this.cursor = Math.max(0, Math.min(this.line.length, to));
  this._refreshLine();
};

prototype._complete = function () {
  const done = (error, found) => {
    if (error) {
      this._writeToOutput(`tab completion error: ${require('util').inspect(error)}`);
      return;
    }
    const [matches, fragment] = found;
    if (matches.length === 0) return;
    let common = matches[0];
    for (const match of matches) while (!match.startsWith(common)) common = common.slice(0, -1);
    if (common.length > fragment.length) {
      this._insert(common.slice(fragment.length));
    } else if (matches.length > 1) {
      this._writeToOutput(`\r\n${matches.join('  ')}\r\n`);
      this.prevRows = 0;
      this._refreshLine();
    }
  };
  const text = this.line.slice(0, this.cursor);
  if (this.completer.length === 2) {
    this.completer(text, done);
    return;
  }
  Promise.resolve(text).then(this.completer).then((found) => done(null, found), (error) => done(error));
};

prototype._onKey = function (text, key = {}) {
  if (key.name === 'escape') return;
  const { line, cursor } = this;
  const wordStart = () => cursor - WORD_BEFORE.exec(line.slice(0, cursor))[0].length;
  const wordEnd = () => cursor + (WORD_AFTER.exec(line.slice(cursor)) || [''])[0].length;

  if (key.ctrl && !key.meta) {
    switch (key.name) {
      case 'c':
        // Without a listener the line is over, as the terminal itself would have it.
        if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
        else this.close();
        return;
      case 'd':
        if (line.length === 0) this.close();
        else this._remove(cursor, cursor + lengthAfter(line, cursor));
        return;
      case 'z':
        if (this.listenerCount('SIGTSTP') > 0) this.emit('SIGTSTP');
        else process.kill(process.pid, 'SIGTSTP');
        return;
      case 'h': this._remove(cursor - lengthBefore(line, cursor), cursor); return;
      case 'u': this._remove(0, cursor); return;
      case 'k': this._remove(cursor, line.length); return;
      case 'a': this._move(0); return;
      case 'e': this._move(line.length); return;
      case 'b': this._move(cursor - lengthBefore(line, cursor)); return;
      case 'f': this._move(cursor + lengthAfter(line, cursor)); return;
      case 'n': this._recall(-1); return;
      case 'p': this._recall(1); return;
      case 'l':
        cursorTo(this.output, 0, 0);
        clearScreenDown(this.output);
        this.prevRows = 0;
        this._refreshLine();
        return;
      case 'w': case 'backspace': this._remove(wordStart(), cursor); return;
      case 'delete': this._remove(cursor, wordEnd()); return;
      case 'left': this._move(wordStart()); return;
      case 'right': this._move(wordEnd()); return;
      case undefined: break;
      default: return;
    }
  } else if (key.meta) {
    switch (key.name) {
      case 'b': this._move(wordStart()); return;
      case 'f': this._move(wordEnd()); return;
      case 'd': case 'delete': this._remove(cursor, wordEnd()); return;
      case 'backspace': this._remove(wordStart(), cursor); return;
      default: return;
    }
  }
  switch (key.name) {
    case 'return':
      this._lastReturn = Date.now();
      this._enter();
      return;
    case 'enter':
      // The second half of the end that 'return' was.
      if (this._lastReturn === 0 || Date.now() - this._lastReturn > this.crlfDelay) this._enter();
      this._lastReturn = 0;
      return;
    case 'backspace': this._remove(cursor - lengthBefore(line, cursor), cursor); return;
    case 'delete': this._remove(cursor, cursor + lengthAfter(line, cursor)); return;
    case 'left': this._move(cursor - lengthBefore(line, cursor)); return;
    case 'right': this._move(cursor + lengthAfter(line, cursor)); return;
    case 'home': this._move(0); return;
    case 'end': this._move(line.length); return;
    case 'up': this._recall(1); return;
    case 'down': this._recall(-1); return;
    case 'tab':
      if (typeof this.completer === 'function') {
        this._complete();
        return;
      }
      break;
    default:
  }
  if (typeof text === 'string' && text !== '') this._insert(text);
};
