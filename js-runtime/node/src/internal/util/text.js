'use strict';

/** Texts as a terminal shows them: quoting with escapes, escape sequences removed, width in columns. */

/** What needs no look at surrogates: printable ASCII without quotes and backslashes. */
const PLAIN = /^[ -&(-[\]-~]*$/;
const NEEDS_ESCAPE = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ESCAPED = new RegExp(NEEDS_ESCAPE.source, 'g');
const SHORT = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };

/** `text` as a string literal: in single quotes, or in the first of double quotes and back ticks that saves escaping. */
function quote(text) {
  if (PLAIN.test(text) || !NEEDS_ESCAPE.test(text)) return `'${text}'`;
  let mark = "'";
  if (text.includes("'")) {
    if (!text.includes('"')) mark = '"';
    else if (!text.includes('`') && !text.includes('${')) mark = '`';
  }
  return mark + escape(text, mark) + mark;
}

/** `text` with control characters and lone surrogates written as escapes, and `mark` escaped when it is a single quote. */
function escape(text, mark) {
  return text.replace(ESCAPED, (one) => {
    if (one === "'") return mark === "'" ? "\\'" : one;
    if (SHORT[one] !== undefined) return SHORT[one];
    const code = one.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

// ECMA-48 control sequences, and OSC strings up to their terminator.
const CONTROL_SEQUENCE = new RegExp('[\\u001B\\u009B][[\\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]+)*' +
  '|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]*)*)?(?:\\u0007|\\u001B\\u005C|\\u009C))' +
  '|(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~]))', 'g');

function stripControlSequences(text) {
  return text.includes('\u001b') || text.includes('\u009b') ? text.replace(CONTROL_SEQUENCE, '') : text;
}

function isZeroWidth(code) {
  return code <= 0x1f || (code >= 0x7f && code <= 0x9f) || (code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x20d0 && code <= 0x20ff) || (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xfe20 && code <= 0xfe2f) ||
    (code >= 0xe0100 && code <= 0xe01ef);
}

function isWide(code) {
  return code >= 0x1100 && (code <= 0x115f || code === 0x2329 || code === 0x232a || (code >= 0x2e80 && code <= 0x3247 && code !== 0x303f) ||
    (code >= 0x3250 && code <= 0x4dbf) || (code >= 0x4e00 && code <= 0xa4c6) || (code >= 0xa960 && code <= 0xa97c) ||
    (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe10 && code <= 0xfe19) ||
    (code >= 0xfe30 && code <= 0xfe6b) || (code >= 0xff01 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1b000 && code <= 0x1b001) || (code >= 0x1f200 && code <= 0x1f251) || (code >= 0x1f300 && code <= 0x1f9ff) ||
    (code >= 0x20000 && code <= 0x3fffd));
}

/** How many terminal columns `text` takes; `strip` leaves out its escape sequences. */
function width(text, strip = true) {
  if (strip) text = stripControlSequences(text);
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const one of text.normalize('NFC')) {
    const code = one.codePointAt(0);
    if (isWide(code)) columns += 2;
    else if (!isZeroWidth(code)) columns += 1;
  }
  return columns;
}

module.exports = { escape, quote, stripControlSequences, width };
