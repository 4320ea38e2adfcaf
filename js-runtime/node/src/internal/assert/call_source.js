'use strict';

/** The words of the call that failed, for `assert(value)` without a message: read from the caller's file. */

/** The index behind the parenthesis that closes the one at `open`; -1 if there is none. Strings, templates and comments are passed over. */
function closing(text, open) {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const one = text[i];
    if (one === '(' || one === '[' || one === '{') {
      depth++;
    } else if (one === ')' || one === ']' || one === '}') {
      if (--depth === 0) return i + 1;
    } else if (one === '"' || one === "'" || one === '`') {
      for (i++; i < text.length && text[i] !== one; i++) if (text[i] === '\\') i++;
    } else if (one === '/' && text[i + 1] === '/') {
      i = text.indexOf('\n', i);
      if (i === -1) return -1;
    } else if (one === '/' && text[i + 1] === '*') {
      i = text.indexOf('*/', i) + 1;
      if (i === 0) return -1;
    } else if (one === '/' && /[(,=:[!&|?{};]\s*$/.test(text.slice(open, i))) {
      // A regular expression, where no value can be divided.
      let inClass = false;
      for (i++; i < text.length && (text[i] !== '/' || inClass); i++) {
        if (text[i] === '\\') i++;
        else if (text[i] === '[') inClass = true;
        else if (text[i] === ']') inClass = false;
      }
    }
  }
  return -1;
}

/** The source of the call of `fn` in progress, undefined where it cannot be had. */
function callSource(fn) {
  const holder = {};
  Error.captureStackTrace(holder, fn);
  const frame = /\n\s+at (?:.*\()?(?:file:\/\/)?(\/[^\n]*?):(\d+):(\d+)\)?/.exec(`\n${holder.stack}`);
  if (frame === null) return undefined;
  let source;
  try {
    source = require('fs').readFileSync(frame[1], 'utf8');
  } catch {
    // The file is gone, or was never one: the message says less.
    return undefined;
  }
  const lines = source.split('\n');
  const line = Number(frame[2]) - 1;
  if (line >= lines.length) return undefined;
  const column = Number(frame[3]) - 1;
  const text = lines.slice(line).join('\n');
  // The column may point at the callee's start, at its last name, or at the parenthesis.
  const callee = /[\w$.\u0080-\uffff]+\s*(?:\?\.)?\(/g;
  let best;
  for (let match = callee.exec(lines[line]); match !== null; match = callee.exec(lines[line])) {
    if (match.index <= column && column <= match.index + match[0].length) {
      best = match;
      break;
    }
  }
  if (best === undefined) return undefined;
  const end = closing(text, best.index + best[0].length - 1);
  if (end === -1) return undefined;
  const [first, ...rest] = text.slice(best.index, end).split('\n');
  // Further lines keep their indentation to the line the statement starts on.
  const indent = Math.min(best.index, /^\s*/.exec(lines[line])[0].length);
  return [first, ...rest.map((one) => (one.slice(0, indent).trim() === '' ? one.slice(indent) : one))].join('\n  ');
}

module.exports = { callSource };
