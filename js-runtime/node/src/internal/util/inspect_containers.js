'use strict';

/** The entries of arrays, typed arrays, buffers, maps, sets and promises as `util.inspect` lists them. */

const engine = require('internal/engine');
const { ARRAY_ITEM } = require('internal/util/inspect_layout');
const { formatBigInt, formatNumber } = require('internal/util/inspect_primitives');
// Circular: read its functions when they are called.
const inspector = require('internal/util/inspect');

function leftOut(count) {
  return `... ${count} more item${count > 1 ? 's' : ''}`;
}

function shownLength(ctx, length) {
  return Math.min(Math.max(0, ctx.maxArrayLength), length);
}

function formatArray(ctx, value, level) {
  const { length } = value;
  const shown = shownLength(ctx, length);
  const entries = [];
  for (let i = 0; i < shown; i++) {
    if (!Object.hasOwn(value, i)) return formatSparse(ctx, value, level, shown, entries, i);
    entries.push(inspector.formatProperty(ctx, value, level, i, ARRAY_ITEM));
  }
  if (length > shown) entries.push(leftOut(length - shown));
  return entries;
}

/** From the first hole on: each run of holes is one entry, and counts as one. */
function formatSparse(ctx, value, level, shown, entries, from) {
  const keys = Object.keys(value);
  let index = from;
  // An array index is below 2 ** 32 - 1; what looks like one above it is a name.
  for (let i = from; i < keys.length && entries.length < shown; i++) {
    const key = keys[i];
    if (!/^(?:0|[1-9]\d*)$/.test(key) || key >= 2 ** 32 - 1) break;
    if (`${index}` !== key) {
      entries.push(holes(ctx, key - index));
      index = Number(key);
      if (entries.length === shown) break;
    }
    entries.push(inspector.formatProperty(ctx, value, level, key, ARRAY_ITEM));
    index++;
  }
  const rest = value.length - index;
  if (entries.length !== shown) {
    if (rest > 0) entries.push(holes(ctx, rest));
  } else if (rest > 0) {
    entries.push(leftOut(rest));
  }
  return entries;
}

function holes(ctx, count) {
  return ctx.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined');
}

/** Formats what does not stand beside its own key, two columns further in. */
function indented(ctx, format) {
  ctx.indentationLvl += 2;
  const result = format();
  ctx.indentationLvl -= 2;
  return result;
}

/** The length by the internal slot: `length` itself may be overridden. */
const viewLength = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length').get;

function formatTypedArray(ctx, value, level) {
  const length = viewLength.call(value);
  const shown = shownLength(ctx, length);
  const format = value.length > 0 && typeof value[0] === 'number' ? formatNumber : formatBigInt;
  const entries = [];
  for (let i = 0; i < shown; i++) entries.push(format(ctx.stylize, value[i], ctx.numericSeparator));
  if (length > shown) entries.push(leftOut(length - shown));
  if (ctx.showHidden) {
    indented(ctx, () => {
      for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
        entries.push(`[${key}]: ${inspector.formatValue(ctx, value[key], level, true)}`);
      }
    });
  }
  return entries;
}

function formatArrayBuffer(ctx, value) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    return [ctx.stylize('(detached)', 'special')];
  }
  const shown = shownLength(ctx, bytes.length);
  const hex = Array.from(bytes.subarray(0, shown), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const rest = bytes.length - shown;
  const more = rest > 0 ? ` ... ${rest} more byte${rest > 1 ? 's' : ''}` : '';
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${hex}${more}>`];
}

const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;
const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;

function formatSet(ctx, value, level) {
  return indented(ctx, () => {
    const size = setSize.call(value);
    const shown = shownLength(ctx, size);
    const entries = [];
    if (shown > 0) {
      for (const one of Set.prototype.values.call(value)) {
        entries.push(inspector.formatValue(ctx, one, level));
        if (entries.length === shown) break;
      }
    }
    if (size > shown) entries.push(leftOut(size - shown));
    return entries;
  });
}

function formatMap(ctx, value, level) {
  return indented(ctx, () => {
    const size = mapSize.call(value);
    const shown = shownLength(ctx, size);
    const entries = [];
    if (shown > 0) {
      for (const [key, one] of Map.prototype.entries.call(value)) {
        entries.push(`${inspector.formatValue(ctx, key, level)} => ${inspector.formatValue(ctx, one, level)}`);
        if (entries.length === shown) break;
      }
    }
    if (size > shown) entries.push(leftOut(size - shown));
    return entries;
  });
}

function formatPromise(ctx, value, level) {
  const [state, result] = engine.promiseState(value);
  if (state === 0) return [ctx.stylize('<pending>', 'special')];
  const text = indented(ctx, () => inspector.formatValue(ctx, result, level));
  return [state === 2 ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

function formatWeak(ctx) {
  return [ctx.stylize('<items unknown>', 'special')];
}

module.exports = { formatArray, formatArrayBuffer, formatMap, formatPromise, formatSet, formatTypedArray, formatWeak, mapSize, setSize, viewLength };
