'use strict';

/** `console.table`: rows and columns drawn with box characters. */

const { inspect } = require('internal/util/inspect');
const { width } = require('internal/util/text');
const types = require('util/types');

const INDEX = '(index)';
const ITERATION = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';

function draw(head, columns) {
  const rows = Math.max(0, ...columns.map((column) => column.length));
  const widths = columns.map((column, i) => Math.max(width(head[i]), ...column.map((cell) => width(cell ?? ''))) + 2);
  const rule = (left, middle, right) => left + widths.map((one) => '─'.repeat(one)).join(middle) + right;
  const line = (cells) => `│${cells.map((cell, i) => ` ${cell}${' '.repeat(widths[i] - width(cell) - 1)}`).join('│')}│`;
  const lines = [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤')];
  for (let row = 0; row < rows; row++) lines.push(line(columns.map((column) => column[row] ?? '')));
  lines.push(rule('└', '┴', '┘'));
  return lines.join('\n');
}

/** The table of `data` (an array, object, Map or Set of rows); `properties` limits and orders the columns. */
function tableOf(data, properties, inspectOptions) {
  const show = (value) => {
    const depth = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
    return inspect(value, { maxArrayLength: 3, breakLength: Infinity, colors: false, ...inspectOptions, depth });
  };
  if (types.isMap(data)) {
    const entries = [...data];
    return draw([ITERATION, KEY, VALUES],
      [entries.map((_, i) => String(i)), entries.map(([key]) => show(key)), entries.map(([, value]) => show(value))]);
  }
  if (types.isSet(data)) {
    const values = [...data];
    return draw([ITERATION, VALUES], [values.map((_, i) => String(i)), values.map(show)]);
  }
  const columns = { __proto__: null };
  const primitives = [];
  let hasPrimitives = false;
  const index = Object.keys(data);
  for (let i = 0; i < index.length; i++) {
    const item = data[index[i]];
    if (item === null || (typeof item !== 'function' && typeof item !== 'object')) {
      hasPrimitives = true;
      primitives[i] = show(item);
      continue;
    }
    for (const key of properties ?? Object.keys(item)) {
      columns[key] ??= [];
      columns[key][i] = Object.hasOwn(item, key) ? show(item[key]) : '';
    }
  }
  if (properties !== undefined) for (const key of properties) columns[key] ??= [];
  const filled = (column) => Array.from({ length: index.length }, (_, i) => column[i] ?? '');
  const head = [INDEX, ...Object.keys(columns)];
  const cells = [index, ...Object.keys(columns).map((key) => filled(columns[key]))];
  if (hasPrimitives) {
    head.push(VALUES);
    cells.push(filled(primitives));
  }
  return draw(head, cells);
}

module.exports = { tableOf };
