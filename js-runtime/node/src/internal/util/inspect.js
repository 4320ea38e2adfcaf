'use strict';

/**
 * `util.inspect`: values as text for people, in Node 20's form.
 *
 * Reading order: `inspect` (options), `formatValue` (proxies, custom inspection, circles), `formatObject`,
 * `formatProperty`; which kind an object is stands in `inspect_kinds`, and what the kinds show in `inspect_containers`,
 * `inspect_errors` and `inspect_names`; the layout in `inspect_layout`.
 *
 * Differences from Node: what a Map or Set iterator and a WeakMap or WeakSet hold is not shown, since the engine does not tell.
 */

const engine = require('internal/engine');

// Before the files that need these functions are loaded.
module.exports = exports;
exports.formatProperty = formatProperty;
exports.formatValue = formatValue;
exports.inspect = inspect;

const { ARRAY, ARRAY_ITEM, OBJECT, layOut } = require('internal/util/inspect_layout');
const { formatPrimitive, formatSymbol } = require('internal/util/inspect_primitives');
const { constructorName, prefixOf } = require('internal/util/inspect_names');
const { classify } = require('internal/util/inspect_kinds');
const { escape, quote, width } = require('internal/util/text');
const { isStackOverflowError } = require('internal/errors');
const { colors, styles } = require('internal/util/inspect_colors');
const defaultOptions = require('internal/util/inspect_options');

const custom = Symbol.for('nodejs.util.inspect.custom');

/** Once this much text stands on one level, nothing deeper is shown. */
const MAX_TEXT = 2 ** 27;

/**
 * `inspect(value, options)`, or the old `inspect(value, showHidden, depth, colors)`.
 * `maxArrayLength` and `maxStringLength` null mean no limit, as does `depth` null.
 */
function inspect(value, opts) {
  if (arguments.length === 1 && !isObject(value) && !defaultOptions.colors && defaultOptions.maxStringLength !== null) {
    return formatPrimitive(plain, value, outermost);
  }
  const ctx = { budget: {}, indentationLvl: 0, seen: [], currentDepth: 0, stylize: plain, ...defaultOptions };
  if (arguments.length > 1) {
    if (arguments.length > 2) {
      if (arguments[2] !== undefined) ctx.depth = arguments[2];
      if (arguments.length > 3 && arguments[3] !== undefined) ctx.colors = arguments[3];
    }
    if (typeof opts === 'boolean') {
      ctx.showHidden = opts;
    } else if (opts) {
      for (const key of Object.keys(opts)) {
        if (Object.hasOwn(defaultOptions, key) || key === 'stylize') ctx[key] = opts[key];
        else if (ctx.userOptions === undefined) ctx.userOptions = opts;
      }
    }
  }
  if (ctx.colors) ctx.stylize = coloured;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return formatValue(ctx, value, 0);
}
inspect.custom = custom;

Object.defineProperty(inspect, 'defaultOptions', {
  get() { return defaultOptions; },
  set(options) {
    require('internal/validators').validateObject(options, 'options');
    Object.assign(defaultOptions, options);
  },
});

inspect.colors = colors;
inspect.styles = styles;

/** What a primitive value is shown by when no options are given. */
const outermost = Object.create(defaultOptions, { indentationLvl: { value: 0 } });

function isObject(value) {
  return value === null || typeof value === 'object' || typeof value === 'function';
}

function plain(text) {
  return text;
}

function coloured(text, style) {
  const name = inspect.styles[style];
  if (name === undefined) return text;
  const color = inspect.colors[name];
  return color === undefined ? text : `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
}

/** The options as a custom inspection function receives them. */
function optionsFor(ctx) {
  return {
    stylize: ctx.stylize,
    showHidden: ctx.showHidden,
    depth: ctx.depth,
    colors: ctx.colors,
    customInspect: ctx.customInspect,
    showProxy: ctx.showProxy,
    maxArrayLength: ctx.maxArrayLength,
    maxStringLength: ctx.maxStringLength,
    breakLength: ctx.breakLength,
    compact: ctx.compact,
    sorted: ctx.sorted,
    getters: ctx.getters,
    numericSeparator: ctx.numericSeparator,
    ...ctx.userOptions,
  };
}

/** `typedArray`: the value is a typed array's buffer, whose bytes were shown already. */
function formatValue(ctx, value, level, typedArray) {
  if (value === null) return ctx.stylize('null', 'null');
  if (typeof value !== 'object' && typeof value !== 'function') return formatPrimitive(ctx.stylize, value, ctx);

  // A proxy's traps must not run: its target is shown.
  const receiver = value;
  let details = engine.proxyDetails(value);
  if (details !== undefined) {
    if (details[0] === null || details[0] === undefined) return ctx.stylize('<Revoked Proxy>', 'special');
    if (ctx.showProxy) return formatProxy(ctx, details, level);
    while (details !== undefined) {
      value = details[0];
      if (value === null || value === undefined) return ctx.stylize('<Revoked Proxy>', 'special');
      details = engine.proxyDetails(value);
    }
  }

  if (ctx.customInspect) {
    const own = value[custom];
    if (typeof own === 'function' && own !== inspect && !(value.constructor && value.constructor.prototype === value)) {
      const depth = ctx.depth === null ? null : ctx.depth - level;
      const result = own.call(receiver, depth, optionsFor(ctx), inspect);
      if (result !== receiver) {
        if (result !== null && typeof result === 'object') return formatValue(ctx, result, level);
        return `${result}`.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
      }
    }
  }

  if (ctx.seen.includes(value)) {
    ctx.circular ??= new Map();
    let index = ctx.circular.get(value);
    if (index === undefined) {
      index = ctx.circular.size + 1;
      ctx.circular.set(value, index);
    }
    return ctx.stylize(`[Circular *${index}]`, 'special');
  }
  return formatObject(ctx, value, level, typedArray);
}

function formatProxy(ctx, details, level) {
  if (level > ctx.depth && ctx.depth !== null) return ctx.stylize('Proxy [Array]', 'special');
  level += 1;
  ctx.indentationLvl += 2;
  const entries = [formatValue(ctx, details[0], level), formatValue(ctx, details[1], level)];
  ctx.indentationLvl -= 2;
  return layOut(ctx, entries, '', ['Proxy [', ']'], ARRAY, level);
}

function formatObject(ctx, value, level, typedArray) {
  let prototypeEntries = ctx.showHidden && (level <= ctx.depth || ctx.depth === null) ? [] : undefined;
  const constructor = constructorName(value, ctx, level, prototypeEntries);
  if (prototypeEntries !== undefined && prototypeEntries.length === 0) prototypeEntries = undefined;

  let tag = value[Symbol.toStringTag];
  // A tag that will be listed among the keys is not shown twice.
  if (typeof tag !== 'string' || (tag !== '' &&
      (ctx.showHidden ? Object.hasOwn(value, Symbol.toStringTag) : Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag)))) {
    tag = '';
  }
  const { done, braces, keys, format, kind, base: ownBase } =
    classify(ctx, value, level, constructor, tag, prototypeEntries !== undefined, typedArray);
  if (done !== undefined) return done;

  if (level > ctx.depth && ctx.depth !== null) {
    const name = prefixOf(constructor, tag, Array.isArray(value) ? 'Array' : 'Object').slice(0, -1);
    return ctx.stylize(constructor === null ? name : `[${name}]`, 'special');
  }
  level += 1;
  ctx.seen.push(value);
  ctx.currentDepth = level;
  let base = ownBase;
  let entries;
  try {
    entries = format(ctx, value, level);
    for (const key of keys) entries.push(formatProperty(ctx, value, level, key, kind));
  } catch (error) {
    if (!isStackOverflowError(error)) throw error;
    const name = prefixOf(constructor, tag, 'Object').slice(0, -1);
    return ctx.stylize(`[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
  }
  if (prototypeEntries !== undefined) entries.push(...prototypeEntries);
  const index = ctx.circular?.get(value);
  if (index !== undefined) {
    const reference = ctx.stylize(`<ref *${index}>`, 'special');
    if (ctx.compact !== true) base = base === '' ? reference : `${reference} ${base}`;
    else braces[0] = `${reference} ${braces[0]}`;
  }
  ctx.seen.pop();

  if (ctx.sorted) {
    const order = ctx.sorted === true ? undefined : ctx.sorted;
    if (kind === OBJECT) {
      entries.sort(order);
    } else if (keys.length > 1) {
      const sorted = entries.splice(entries.length - keys.length).sort(order);
      entries.push(...sorted);
    }
  }
  const text = layOut(ctx, entries, base, braces, kind, level, value);
  const total = (ctx.budget[ctx.indentationLvl] || 0) + text.length;
  ctx.budget[ctx.indentationLvl] = total;
  if (total > MAX_TEXT) ctx.depth = -1;
  return text;
}

function accessorText(ctx, descriptor, level, receiver) {
  const { stylize } = ctx;
  if (descriptor.get === undefined) return descriptor.set === undefined ? stylize('undefined', 'undefined') : stylize('[Setter]', 'special');
  const label = descriptor.set === undefined ? 'Getter' : 'Getter/Setter';
  const wanted = ctx.getters === true || (ctx.getters === 'get' && descriptor.set === undefined) ||
    (ctx.getters === 'set' && descriptor.set !== undefined);
  if (!ctx.getters || !wanted) return stylize(`[${label}]`, 'special');
  const open = stylize(`[${label}:`, 'special');
  const close = stylize(']', 'special');
  try {
    const value = descriptor.get.call(receiver);
    ctx.indentationLvl += 2;
    let text;
    if (value === null) text = `${open} ${stylize('null', 'null')}${close}`;
    else if (typeof value === 'object') text = `${stylize(`[${label}]`, 'special')} ${formatValue(ctx, value, level)}`;
    else text = `${open} ${formatPrimitive(stylize, typeof value === 'function' ? String(value) : value, ctx)}${close}`;
    ctx.indentationLvl -= 2;
    return text;
  } catch (error) {
    return `${open} <Inspection threw (${error.message})>${close}`;
  }
}

/** `key: value` (the value alone for an array's items). `receiver` is what a getter is called on. */
function formatProperty(ctx, value, level, key, kind, descriptor, receiver = value) {
  descriptor ||= Object.getOwnPropertyDescriptor(value, key) ?? { value: value[key], configurable: true, enumerable: true };
  let text;
  let gap = ' ';
  if (descriptor.value !== undefined) {
    const indent = ctx.compact !== true || kind !== OBJECT ? 2 : 3;
    ctx.indentationLvl += indent;
    text = formatValue(ctx, descriptor.value, level);
    if (indent === 3 && ctx.breakLength < width(text, ctx.colors)) gap = `\n${' '.repeat(ctx.indentationLvl)}`;
    ctx.indentationLvl -= indent;
  } else {
    text = accessorText(ctx, descriptor, level, receiver);
  }
  if (kind === ARRAY_ITEM) return text;
  let name;
  if (typeof key === 'symbol') name = `[${ctx.stylize(escape(formatSymbol(key), ''), 'symbol')}]`;
  else if (key === '__proto__') name = "['__proto__']";
  else if (descriptor.enumerable === false) name = `[${escape(key, '')}]`;
  else if (/^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key)) name = ctx.stylize(key, 'name');
  else name = ctx.stylize(quote(key), 'string');
  return `${name}:${gap}${text}`;
}

exports.custom = custom;
exports.defaultOptions = defaultOptions;
