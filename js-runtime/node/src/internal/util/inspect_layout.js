'use strict';

/** How the entries of an inspected object are put together: on one line, one a line, or in columns. */

const { stripControlSequences, width } = require('internal/util/text');

/** Kinds of containers: properties by name, or array items with further properties by name. */
const OBJECT = 0;
const ARRAY_ITEM = 1;
const ARRAY = 2;

const SEPARATOR = ', ';
const MAX_COLUMNS = 15;
// A character cell is about this many times as high as wide: what makes a block of columns look square.
const CELL_RATIO = 2.5;

function fits(ctx, entries, start, base) {
  // One separator an entry is in the first sum, another margin of as much in the second.
  let total = entries.length + start;
  if (total + entries.length > ctx.breakLength) return false;
  for (const entry of entries) {
    total += ctx.colors ? stripControlSequences(entry).length : entry.length;
    if (total > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

/** Joins short array entries to rows of equally wide columns; returns `entries` itself where that would not help. */
function toColumns(ctx, entries, value) {
  // The note about items left out stays on a line of its own.
  const count = ctx.maxArrayLength < entries.length ? entries.length - 1 : entries.length;
  const widths = entries.slice(0, count).map((entry) => width(entry, ctx.colors));
  const total = widths.reduce((sum, one) => sum + one + SEPARATOR.length, 0);
  const longest = Math.max(0, ...widths);
  const cell = longest + SEPARATOR.length;
  if (cell * 3 + ctx.indentationLvl >= ctx.breakLength || (total / cell <= 5 && longest > 6)) return entries;

  // Where widths differ much, the average says more than the longest.
  const bias = Math.sqrt(cell - total / entries.length);
  const biased = Math.max(cell - 3 - bias, 1);
  const columns = Math.min(
    Math.round(Math.sqrt(CELL_RATIO * biased * count) / biased),
    Math.floor((ctx.breakLength - ctx.indentationLvl) / cell),
    ctx.compact * 4,
    MAX_COLUMNS,
  );
  if (columns <= 1) return entries;

  const columnWidths = [];
  for (let column = 0; column < columns; column++) {
    let widest = 0;
    for (let i = column; i < count; i += columns) widest = Math.max(widest, widths[i]);
    columnWidths.push(widest + SEPARATOR.length);
  }
  const alignRight = value === undefined ||
    entries.every((_, i) => typeof value[i] === 'number' || typeof value[i] === 'bigint');
  const rows = [];
  for (let first = 0; first < count; first += columns) {
    const end = Math.min(first + columns, count);
    let row = '';
    for (let i = first; i < end; i++) {
      const last = i === end - 1;
      // Escape sequences take no column: what they add to the length is added to the padding.
      const target = columnWidths[i - first] + entries[i].length - widths[i] - (last ? SEPARATOR.length : 0);
      const cellText = last ? entries[i] : entries[i] + SEPARATOR;
      if (alignRight) row += cellText.padStart(target);
      else row += last ? cellText : cellText.padEnd(target);
    }
    rows.push(row);
  }
  if (count < entries.length) rows.push(entries[count]);
  return rows;
}

/** The text of an object from its entries; `base` stands before the opening brace (a function's or an error's own text). */
function layOut(ctx, entries, base, braces, kind, level, value) {
  const before = base === '' ? '' : `${base} `;
  if (ctx.compact !== true) {
    if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
      const count = entries.length;
      if (kind === ARRAY && count > 6) entries = toColumns(ctx, entries, value);
      // Only the innermost `compact` levels go on one line, and only if no columns were made.
      if (ctx.currentDepth - level < ctx.compact && count === entries.length) {
        const start = entries.length + ctx.indentationLvl + braces[0].length + base.length + 10;
        if (fits(ctx, entries, start, base)) {
          const joined = entries.join(SEPARATOR);
          if (!joined.includes('\n')) return `${before}${braces[0]} ${joined} ${braces[1]}`;
        }
      }
    }
    const newLine = `\n${' '.repeat(ctx.indentationLvl)}`;
    return `${before}${braces[0]}${newLine}  ${entries.join(`,${newLine}  `)}${newLine}${braces[1]}`;
  }
  const after = base === '' ? '' : ` ${base}`;
  if (fits(ctx, entries, 0, base)) return `${braces[0]}${after} ${entries.join(SEPARATOR)} ${braces[1]}`;
  const newLine = `\n${' '.repeat(ctx.indentationLvl)}`;
  const first = base === '' && braces[0].length === 1 ? ' ' : `${after}${newLine}  `;
  return `${braces[0]}${first}${entries.join(`,${newLine}  `)} ${braces[1]}`;
}

module.exports = { ARRAY, ARRAY_ITEM, OBJECT, layOut, toColumns };
