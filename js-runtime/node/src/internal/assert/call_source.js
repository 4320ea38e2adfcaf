'use strict';

/** The words of the call that failed, for `assert(value)` without a message: read from the caller's file. */

/** How many lines above the reported one a call may begin. */
const FAR = 20;

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
  // The nearest frame: a built-in that calls `fn` (`emitter.on('x', assert)`) has no source to show.
  const frame = /^[^\n]*\n\s+at (?:[^\n]*\()?(?:file:\/\/)?(\/[^\n]*?):(\d+):(\d+)\)?(?:\n|$)/.exec(holder.stack);
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
  // The engine counts columns in bytes of UTF-8.
  const before = Buffer.from(lines[line]).subarray(0, Number(frame[3]) - 1).toString();
  const position = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + before.length;
  const from = lines.slice(0, Math.max(0, line - FAR)).reduce((sum, one) => sum + one.length + 1, 0);

  // The engine's position may be the callee or something in the last argument: the call is the innermost one around it by such a name.
  const callee = /[\w$.\u0080-\uffff]+(?:\[['"]\w+['"]\])?\s*(?:\?\.)?\(/g;
  callee.lastIndex = from;
  const around = [];
  for (let match = callee.exec(source); match !== null && match.index <= position; match = callee.exec(source)) {
    const end = closing(source, match.index + match[0].length - 1);
    if (end > position) around.push({ start: match.index, end, name: match[0] });
  }
  const named = around.filter(({ name }) => /(?:assert|ok|strict)['"\]]*\s*(?:\?\.)?\($/i.test(name));
  const call = named.at(-1) ?? (around.length === 1 ? around[0] : undefined);
  if (call === undefined) return undefined;
  const lineStart = source.lastIndexOf('\n', call.start) + 1;
  const [first, ...rest] = source.slice(call.start, call.end).split('\n');
  // Further lines lose as much indentation as the call has before it.
  const indentation = new RegExp(`^[ \\t]{0,${call.start - lineStart}}`);
  return [first, ...rest.map((one) => one.replace(indentation, ''))].join('\n  ');
}

module.exports = { callSource };
