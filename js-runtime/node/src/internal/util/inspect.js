'use strict';

/**
 * `util.inspect`: values as text for people, in Node 20's form.
 *
 * Reading order: `inspect` (options), `formatValue` (proxies, custom inspection, circles), `formatObject` (which kind it is),
 * `formatProperty`; the kinds stand in `inspect_containers`, `inspect_errors` and `inspect_names`, the layout in `inspect_layout`.
 *
 * Differences from Node: what a Map or Set iterator and a WeakMap or WeakSet hold is not shown, since the engine does not tell.
 */

const engine = require('internal/engine');
const types = require('util/types');

// Before the files that need these functions are loaded.
module.exports = exports;
exports.formatProperty = formatProperty;
exports.formatValue = formatValue;
exports.inspect = inspect;

const { ARRAY, ARRAY_ITEM, OBJECT, layOut } = require('internal/util/inspect_layout');
const { formatPrimitive, formatSymbol } = require('internal/util/inspect_primitives');
const { constructorName, functionWords, prefixOf } = require('internal/util/inspect_names');
const { formatError } = require('internal/util/inspect_errors');
const containers = require('internal/util/inspect_containers');
const { escape, quote, width } = require('internal/util/text');
const { isStackOverflowError } = require('internal/errors');
const { colors, styles } = require('internal/util/inspect_colors');

const custom = Symbol.for('nodejs.util.inspect.custom');

const defaultOptions = Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

/** Once this much text stands on one level, nothing deeper is shown. */
const MAX_TEXT = 2 ** 27;

/**
 * `inspect(value, options)`, or the old `inspect(value, showHidden, depth, colors)`.
 * `maxArrayLength` and `maxStringLength` null mean no limit, as does `depth` null.
 */
function inspect(value, opts) {
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

function keysOf(value, showHidden) {
  const symbols = Object.getOwnPropertySymbols(value);
  if (showHidden) return Object.getOwnPropertyNames(value).concat(symbols);
  const keys = Object.keys(value);
  for (const symbol of symbols) {
    if (Object.prototype.propertyIsEnumerable.call(value, symbol)) keys.push(symbol);
  }
  return keys;
}

const INDEX = /^(?:0|[1-9]\d{0,9})$/;

/** An array's further keys: those that are no index. */
function extraKeys(value, showHidden) {
  return keysOf(value, showHidden).filter((key) => typeof key === 'symbol' || !(INDEX.test(key) && key < 2 ** 32 - 1));
}

/**
 * What a value is and how to show it: { braces, keys, format, kind, base, done }.
 * `done` is the whole text when there is nothing further to show.
 */
function classify(ctx, value, level, constructor, tag, hasPrototypeEntries, typedArray) {
  const { showHidden } = ctx;
  const none = !hasPrototypeEntries;
  const empty = () => [];
  const keyed = value[Symbol.iterator] || constructor === null ?
    classifyIterable(ctx, value, constructor, tag, none) :
    undefined;
  if (keyed !== undefined) return keyed;

  let keys = keysOf(value, showHidden);
  const result = (braces, format = empty, base = '') => ({ braces, keys, format, kind: OBJECT, base });
  const whole = (text) => ({ done: text });
  const bare = () => keys.length === 0 && none;
  const prefix = (fallback) => prefixOf(constructor, tag, fallback);

  if (typeof value === 'function') {
    const base = functionWords(value, constructor, tag);
    return bare() ? whole(ctx.stylize(base, 'special')) : result(['{', '}'], empty, base);
  }
  if (types.isArgumentsObject(value)) {
    // Shown like an array, but under its own name.
    return result(['[Arguments] {', '}']);
  }
  // Most objects by far: without a tag on their prototypes, and nothing built in by `toString`'s account. To try the internal slots of
  // each would cost a thrown error a kind; an exotic object that was given such a prototype is shown as a plain one.
  if (constructor !== null && value[Symbol.toStringTag] === undefined && Object.prototype.toString.call(value) === '[object Object]' &&
      !(value instanceof Error)) {
    if (constructor === 'Object') return bare() ? whole('{}') : result(['{', '}']);
    const named = prefix('Object');
    return bare() ? whole(`${named}{}`) : result([`${named}{`, '}']);
  }
  if (types.isRegExp(value)) {
    let base = RegExp.prototype.toString.call(constructor === null ? new RegExp(value) : value);
    const named = prefix('RegExp');
    if (named !== 'RegExp ') base = `${named}${base}`;
    if (bare() || (level > ctx.depth && ctx.depth !== null)) return whole(ctx.stylize(base, 'regexp'));
    return result(['{', '}'], empty, base);
  }
  if (types.isDate(value)) {
    let base = Number.isNaN(Date.prototype.getTime.call(value)) ? Date.prototype.toString.call(value) : Date.prototype.toISOString.call(value);
    const named = prefix('Date');
    if (named !== 'Date ') base = `${named}${base}`;
    return bare() ? whole(ctx.stylize(base, 'date')) : result(['{', '}'], empty, base);
  }
  if (types.isNativeError(value) || value instanceof Error) {
    const base = formatError(value, constructor, tag, ctx, keys);
    return bare() ? whole(base) : result(['{', '}'], empty, base);
  }
  if (types.isAnyArrayBuffer(value)) {
    const named = prefix(types.isArrayBuffer(value) ? 'ArrayBuffer' : 'SharedArrayBuffer');
    const byteLength = ctx.stylize(`${value.byteLength}`, 'number');
    if (typedArray !== undefined && bare()) return whole(`${named}{ byteLength: ${byteLength} }`);
    keys.unshift('byteLength');
    return result([`${named}{`, '}'], typedArray === undefined ? containers.formatArrayBuffer : empty);
  }
  if (types.isDataView(value)) {
    keys.unshift('byteLength', 'byteOffset', 'buffer');
    return result([`${prefix('DataView')}{`, '}']);
  }
  if (types.isPromise(value)) return result([`${prefix('Promise')}{`, '}'], containers.formatPromise);
  if (types.isWeakSet(value)) return result([`${prefix('WeakSet')}{`, '}'], containers.formatWeak);
  if (types.isWeakMap(value)) return result([`${prefix('WeakMap')}{`, '}'], containers.formatWeak);
  if (types.isModuleNamespaceObject(value)) return result([`${prefix('Module')}{`, '}']);
  if (types.isBoxedPrimitive(value)) {
    const base = boxedWords(ctx, value, keys, constructor, tag);
    return bare() ? whole(base) : result(['{', '}'], empty, base);
  }
  if (constructor === 'Object' && tag === '') return bare() ? whole('{}') : result(['{', '}']);
  const named = prefix('Object');
  return bare() ? whole(`${named}{}`) : result([`${named}{`, '}']);
}

function classifyIterable(ctx, value, constructor, tag, none) {
  const { showHidden } = ctx;
  if (Array.isArray(value)) {
    const named = constructor !== 'Array' || tag !== '' ? prefixOf(constructor, tag, 'Array', `(${value.length})`) : '';
    const keys = extraKeys(value, showHidden);
    if (value.length === 0 && keys.length === 0 && none) return { done: `${named}[]` };
    return { braces: [`${named}[`, ']'], keys, format: containers.formatArray, kind: ARRAY, base: '' };
  }
  for (const [is, name, size, format] of [
    [types.isSet, 'Set', containers.setSize, containers.formatSet],
    [types.isMap, 'Map', containers.mapSize, containers.formatMap],
  ]) {
    if (!is(value)) continue;
    const count = size.call(value);
    const keys = keysOf(value, showHidden);
    const named = prefixOf(constructor, tag, name, `(${count})`);
    if (count === 0 && keys.length === 0 && none) return { done: `${named}{}` };
    return { braces: [`${named}{`, '}'], keys, format, kind: OBJECT, base: '' };
  }
  if (types.isTypedArray(value)) {
    const keys = extraKeys(value, showHidden);
    let bound = value;
    let fallback = '';
    if (constructor === null) {
      fallback = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(value);
      bound = new globalThis[fallback](value);
    }
    const length = containers.viewLength.call(bound);
    const named = prefixOf(constructor, tag, fallback, `(${length})`);
    if (length === 0 && keys.length === 0 && !showHidden) return { done: `${named}[]` };
    return {
      braces: [`${named}[`, ']'], keys, format: (context, _, level) => containers.formatTypedArray(context, bound, level), kind: ARRAY, base: '',
    };
  }
  return undefined;
}

function boxedWords(ctx, value, keys, constructor, tag) {
  let type;
  let primitive;
  if (types.isNumberObject(value)) [type, primitive] = ['Number', Number.prototype.valueOf.call(value)];
  else if (types.isStringObject(value)) {
    [type, primitive] = ['String', String.prototype.valueOf.call(value)];
    // The characters are shown as the string.
    keys.splice(0, primitive.length);
  } else if (types.isBooleanObject(value)) [type, primitive] = ['Boolean', Boolean.prototype.valueOf.call(value)];
  else if (types.isBigIntObject(value)) [type, primitive] = ['BigInt', BigInt.prototype.valueOf.call(value)];
  else [type, primitive] = ['Symbol', Symbol.prototype.valueOf.call(value)];
  let words = `[${type}`;
  if (type !== constructor) words += constructor === null ? ' (null prototype)' : ` (${constructor})`;
  words += `: ${formatPrimitive(plain, primitive, ctx)}]`;
  if (tag !== '' && tag !== constructor) words += ` [${tag}]`;
  if (keys.length !== 0 || ctx.stylize === plain) return words;
  return ctx.stylize(words, type.toLowerCase());
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
