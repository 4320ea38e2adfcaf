'use strict';

/** The lines that were entered before, the latest first: `rl.history`. The part of Interface that keeps and recalls them. */

const { prototype } = require('internal/readline/interface').Interface;

/** Keeps the line that is entered. What a listener of 'history' makes of it is what the line is from then on. */
prototype._addHistory = function () {
  const { line } = this;
  if (this.historySize === 0 || line.trim() === '') return line;
  if (this.history[0] !== line) {
    if (this.removeHistoryDuplicates) {
      const before = this.history.indexOf(line);
      if (before !== -1) this.history.splice(before, 1);
    }
    this.history.unshift(line);
    if (this.history.length > this.historySize) this.history.pop();
  }
  this.historyIndex = -1;
  const kept = this.history[0];
  this.emit('history', this.history);
  return kept;
};

/** The next entry in the direction `step` that begins as the line did when the search began and is another than it. */
prototype._searchHistory = function (step) {
  const search = this._searched || '';
  const isOther = (line) => line.startsWith(search) && line !== this.line;
  let index = this.historyIndex + step;
  while (index >= 0 && index < this.history.length && !isOther(this.history[index])) index += step;
  this._beforeEdit();
  this.historyIndex = index;
  const line = this.history[index] ?? search;
  this._setLine(line, line.length);
};

prototype._historyNext = function () {
  if (this.historyIndex >= 0) this._searchHistory(-1);
};

prototype._historyPrev = function () {
  if (this.historyIndex < this.history.length && this.history.length > 0) this._searchHistory(1);
};
