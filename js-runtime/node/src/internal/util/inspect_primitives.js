'use strict';

/** Primitive values as `util.inspect` writes them. `stylize(text, style)` colours a text. */

const { quote } = require('internal/util/text');

/** Strings up to this length are not cut at their line ends. */
const SHORT_STRING = 16;

function groupFromRight(digits) {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, '_');
}

function groupFromLeft(digits) {
  return digits.replace(/(\d{3})(?=\d)/g, '$1_');
}

function formatNumber(stylize, number, separate) {
  if (!separate) return stylize(Object.is(number, -0) ? '-0' : `${number}`, 'number');
  const integer = Math.trunc(number);
  const text = String(integer);
  if (integer === number) {
    return stylize(!Number.isFinite(number) || text.includes('e') ? (Object.is(number, -0) ? '-0' : text) : groupFromRight(text), 'number');
  }
  if (Number.isNaN(number)) return stylize(text, 'number');
  const all = String(number);
  if (all.includes('e')) return stylize(all, 'number');
  const point = all.indexOf('.');
  return stylize(`${groupFromRight(all.slice(0, point))}.${groupFromLeft(all.slice(point + 1))}`, 'number');
}

function formatBigInt(stylize, bigint, separate) {
  const text = String(bigint);
  return stylize(`${separate ? groupFromRight(text) : text}n`, 'bigint');
}

function formatSymbol(symbol) {
  return Symbol.prototype.toString.call(symbol);
}

function formatString(stylize, text, ctx) {
  let trailer = '';
  if (text.length > ctx.maxStringLength) {
    const left = text.length - ctx.maxStringLength;
    text = text.slice(0, ctx.maxStringLength);
    trailer = `... ${left} more character${left > 1 ? 's' : ''}`;
  }
  if (ctx.compact !== true && text.length > SHORT_STRING && text.length > ctx.breakLength - ctx.indentationLvl - 4) {
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [''];
    return lines.map((line) => stylize(quote(line), 'string')).join(` +\n${' '.repeat(ctx.indentationLvl + 2)}`) + trailer;
  }
  return stylize(quote(text), 'string') + trailer;
}

function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case 'string':
      return formatString(stylize, value, ctx);
    case 'number':
      return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint':
      return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'boolean':
      return stylize(`${value}`, 'boolean');
    case 'undefined':
      return stylize('undefined', 'undefined');
    default:
      return stylize(formatSymbol(value), 'symbol');
  }
}

module.exports = { formatBigInt, formatNumber, formatPrimitive, formatSymbol };
