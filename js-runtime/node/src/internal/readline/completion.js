'use strict';

/** What the tab key does: the part of Interface that asks the completer. */

const { width: getStringWidth } = require('internal/util/text');
const { prototype } = require('internal/readline/interface').Interface;

function commonPrefix(texts) {
  let common = texts[0] ?? '';
  for (const text of texts) while (!text.startsWith(common)) common = common.slice(0, -1);
  return common;
}

/** The candidates in columns of a terminal that has `columns` of them; an empty candidate ends a group. */
function table(candidates, columns) {
  const widths = candidates.map((candidate) => getStringWidth(candidate));
  const width = Math.max(...widths) + 2;
  const perRow = columns === Infinity ? 1 : Math.floor(columns / width) || 1;
  let text = '\r\n';
  let inRow = 0;
  let gap = 0;
  candidates.forEach((candidate, index) => {
    if (candidate === '' || inRow === perRow) {
      text += '\r\n';
      inRow = 0;
      gap = 0;
    }
    if (candidate === '') {
      text += '\r\n';
      return;
    }
    text += ' '.repeat(gap) + candidate;
    gap = width - widths[index];
    inRow++;
  });
  return inRow === 0 ? text : `${text}\r\n\r\n`;
}

/** Calls `done(error, [candidates, completed])`, at once where the completer is not asynchronous. */
prototype._complete = function (text, done) {
  // Only one that takes the line and a callback is given a callback.
  if (this.completer.length === 2) this.completer(text, done);
  else done(null, this.completer(text));
};

/** `isRepeated`: the key before was a tab, too, so that the candidates are shown. */
prototype._tabComplete = function (isRepeated) {
  this.pause();
  this._complete(this.line.slice(0, this.cursor), (error, completed) => {
    this.resume();
    if (error) this._writeToOutput(`Tab completion error: ${require('util').inspect(error)}`);
    else this._showCompleted(isRepeated, completed);
  });
};

prototype._showCompleted = function (isRepeated, [candidates, completed]) {
  if (!candidates || candidates.length === 0) return;
  const prefix = commonPrefix(candidates.filter((candidate) => candidate !== ''));
  if (prefix.startsWith(completed) && prefix.length > completed.length) {
    this._insertString(prefix.slice(completed.length));
  } else if (!completed.startsWith(prefix)) {
    // They are spelled otherwise than what was typed.
    const start = this.cursor - completed.length;
    this._beforeEdit();
    this._setLine(this.line.slice(0, start) + prefix + this.line.slice(this.cursor), start + prefix.length);
  } else if (isRepeated) {
    this._writeToOutput(table(candidates, this.columns));
    this._refreshLine();
  }
};
