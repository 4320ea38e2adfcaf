'use strict';

/** What moves the cursor and clears: `readline.cursorTo` and its kin, as escape sequences written to a stream. */

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

/** Writes `text`; where there is nothing to write, or nowhere, the callback still hears of it. */
function write(stream, text, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream == null || text === '') {
    if (callback !== undefined) process.nextTick(callback, null);
    return true;
  }
  return stream.write(text, callback);
}

function cursorTo(stream, x, y, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw codes.ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw codes.ERR_INVALID_ARG_VALUE('y', y);
  if (typeof x !== 'number' && typeof y !== 'number') return write(stream, '', callback);
  if (typeof x !== 'number') throw codes.ERR_INVALID_CURSOR_POS();
  return write(stream, typeof y === 'number' ? `\x1b[${y + 1};${x + 1}H` : `\x1b[${x + 1}G`, callback);
}

function moveCursor(stream, dx, dy, callback) {
  let text = '';
  if (dx < 0) text += `\x1b[${-dx}D`;
  else if (dx > 0) text += `\x1b[${dx}C`;
  if (dy < 0) text += `\x1b[${-dy}A`;
  else if (dy > 0) text += `\x1b[${dy}B`;
  return write(stream, text, callback);
}

/** `direction`: -1 to the left of the cursor, 1 to the right, 0 the whole line. */
function clearLine(stream, direction, callback) {
  return write(stream, direction < 0 ? '\x1b[1K' : direction > 0 ? '\x1b[0K' : '\x1b[2K', callback);
}

function clearScreenDown(stream, callback) {
  return write(stream, '\x1b[0J', callback);
}

module.exports = { clearLine, clearScreenDown, cursorTo, moveCursor };
