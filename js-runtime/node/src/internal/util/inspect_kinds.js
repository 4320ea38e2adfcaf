'use strict';

/** Which kind of object a value is to `util.inspect`: its braces, its keys, and how its entries are listed. */

const types = require('util/types');
const { ARRAY, OBJECT } = require('internal/util/inspect_layout');
const { formatPrimitive } = require('internal/util/inspect_primitives');
const { functionWords, prefixOf } = require('internal/util/inspect_names');
const { formatError } = require('internal/util/inspect_errors');
const containers = require('internal/util/inspect_containers');

const uncoloured = (text) => text;

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
 * Whether it is worth trying the internal slots of `Class`: a try that fails costs a thrown error. An exotic object that was given
 * another class's prototype is shown as one of that class.
 */
function mayBe(value, constructor, ...classes) {
  return constructor === null || classes.some((Class) => value instanceof Class || value[Symbol.toStringTag] === Class.name);
}

const BUFFERS = typeof SharedArrayBuffer === 'undefined' ? [ArrayBuffer] : [ArrayBuffer, SharedArrayBuffer];

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
  if (types.isPromise(value)) return result([`${prefix('Promise')}{`, '}'], containers.formatPromise);
  if (mayBe(value, constructor, ...BUFFERS) && types.isAnyArrayBuffer(value)) {
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
  if (mayBe(value, constructor, WeakSet) && types.isWeakSet(value)) return result([`${prefix('WeakSet')}{`, '}'], containers.formatWeak);
  if (mayBe(value, constructor, WeakMap) && types.isWeakMap(value)) return result([`${prefix('WeakMap')}{`, '}'], containers.formatWeak);
  if (types.isModuleNamespaceObject(value)) return result([`${prefix('Module')}{`, '}']);
  if (mayBe(value, constructor, Number, String, Boolean, BigInt, Symbol) && types.isBoxedPrimitive(value)) {
    const base = boxedWords(ctx, value, keys, constructor, tag);
    return bare() ? whole(base) : result(['{', '}'], empty, base);
  }
  if (constructor === 'Object' && tag === '') return bare() ? whole('{}') : result(['{', '}']);
  const named = prefix('Object');
  return bare() ? whole(`${named}{}`) : result([`${named}{`, '}']);
}

const COLLECTIONS = [
  [Set, types.isSet, containers.setSize, containers.formatSet],
  [Map, types.isMap, containers.mapSize, containers.formatMap],
];

function classifyIterable(ctx, value, constructor, tag, none) {
  const { showHidden } = ctx;
  if (Array.isArray(value)) {
    const named = constructor !== 'Array' || tag !== '' ? prefixOf(constructor, tag, 'Array', `(${value.length})`) : '';
    const keys = extraKeys(value, showHidden);
    if (value.length === 0 && keys.length === 0 && none) return { done: `${named}[]` };
    return { braces: [`${named}[`, ']'], keys, format: containers.formatArray, kind: ARRAY, base: '' };
  }
  for (const [Class, is, size, format] of COLLECTIONS) {
    if (!mayBe(value, constructor, Class) || !is(value)) continue;
    const count = size.call(value);
    const keys = keysOf(value, showHidden);
    const named = prefixOf(constructor, tag, Class.name, `(${count})`);
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
  words += `: ${formatPrimitive(uncoloured, primitive, ctx)}]`;
  if (tag !== '' && tag !== constructor) words += ` [${tag}]`;
  if (keys.length !== 0 || !ctx.colors) return words;
  return ctx.stylize(words, type.toLowerCase());
}

module.exports = { classify };
