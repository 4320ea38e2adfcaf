'use strict';

/** What `util.inspect` calls an object: its constructor's name, its tag, and the words for functions and classes. */

const types = require('util/types');

/** The language's own constructors: their prototypes are not worth showing, and their `toString` is built in. */
const BUILT_INS = new Set(['Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'Error',
  'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'ArrayBuffer', 'Uint8Array',
  'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray',
  'BigUint64Array', 'BigInt64Array', 'DataView', 'Map', 'BigInt', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy', 'Reflect',
  'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'JSON', 'Math', 'Intl', 'WebAssembly', 'Iterator']);

function isInstance(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

/** The constructor that an object's own property names. Of Promise.prototype that is an accessor once promises carry contexts. */
function ownConstructor(object) {
  if (object === Promise.prototype) return Promise;
  const value = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
  return typeof value === 'function' ? value : undefined;
}

/**
 * The name of the nearest constructor on the prototype chain, or null for an object without prototype.
 * Collects the prototype's own properties into `prototypeEntries` when that is given (`showHidden`).
 */
function constructorName(object, ctx, level, prototypeEntries) {
  let first;
  const original = object;
  while (object) {
    const constructor = ownConstructor(object);
    if (constructor !== undefined && constructor.name !== '' && isInstance(original, constructor)) {
      if (prototypeEntries !== undefined && (first !== object || !BUILT_INS.has(constructor.name))) {
        addPrototypeEntries(ctx, original, first || original, level, prototypeEntries);
      }
      return String(constructor.name);
    }
    object = Object.getPrototypeOf(object);
    if (first === undefined) first = object;
  }
  if (first === null) return null;

  const own = internalName(original);
  if (level > ctx.depth && ctx.depth !== null) return `${own} <Complex prototype>`;
  const above = constructorName(first, ctx, level + 1, prototypeEntries);
  if (above === null) {
    const { inspect } = require('internal/util/inspect');
    return `${own} <${inspect(first, { ...ctx, customInspect: false, depth: -1 })}>`;
  }
  return `${own} <${above}>`;
}

/** The built-in kind of an object whose chain names no constructor. */
function internalName(value) {
  if (typeof value === 'function') return 'Function';
  for (const name of ['Map', 'Set', 'Promise', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView']) {
    if (types[`is${name}`](value)) return name;
  }
  const tag = value[Symbol.toStringTag];
  return tag === undefined ? Object.prototype.toString.call(value).slice(8, -1) : 'Object';
}

function addPrototypeEntries(ctx, main, object, level, entries) {
  const { formatProperty } = require('internal/util/inspect');
  const seen = new Set();
  for (let depth = 0; depth < 3; depth++) {
    if (depth !== 0 || main === object) {
      object = Object.getPrototypeOf(object);
      if (object === null) break;
      if (BUILT_INS.has(ownConstructor(object)?.name)) break;
    }
    const keys = Reflect.ownKeys(object);
    ctx.seen.push(main);
    for (const key of keys) {
      if (key === 'constructor' || Object.hasOwn(main, key) || seen.has(key)) continue;
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      if (typeof descriptor.value === 'function') continue;
      const text = formatProperty(ctx, object, level, key, 0, descriptor, main);
      entries.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ctx.seen.pop();
    for (const key of keys) seen.add(key);
  }
}

/** `Foo(2) [bar] `: constructor, size and tag before the brace; `fallback` names an object without prototype. */
function prefixOf(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    if (tag !== '' && fallback !== tag) return `[${fallback}${size}: null prototype] [${tag}] `;
    return `[${fallback}${size}: null prototype] `;
  }
  if (tag !== '' && constructor !== tag) return `${constructor}${size} [${tag}] `;
  return `${constructor}${size} `;
}

function isClass(fn) {
  const source = Function.prototype.toString.call(fn);
  if (!source.startsWith('class') || !source.endsWith('}')) return false;
  const brace = source.indexOf('{');
  // `class` may start a shorthand method's name; a method has its parameters before the brace.
  const head = source.slice(5, brace);
  return brace !== -1 && (!head.includes('(') || !/^\s*\(/.test(head.replace(/\/\/.*?\n|\/\*[^]*?\*\//g, '')) || head.includes('extends'));
}

function classWords(fn, constructor, tag) {
  const name = (Object.hasOwn(fn, 'name') && fn.name) || '(anonymous)';
  let words = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) words += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) words += ` [${tag}]`;
  if (constructor !== null) {
    const parent = Object.getPrototypeOf(fn).name;
    if (parent) words += ` extends ${parent}`;
  } else {
    words += ' extends null';
  }
  return `[${words}]`;
}

/** `[Function: name]`, `[AsyncFunction (anonymous)]`, `[class A extends B]`. */
function functionWords(fn, constructor, tag) {
  if (isClass(fn)) return classWords(fn, constructor, tag);
  let type = 'Function';
  if (types.isGeneratorFunction(fn)) type = `Generator${type}`;
  if (types.isAsyncFunction(fn)) type = `Async${type}`;
  let words = `[${type}`;
  if (constructor === null) words += ' (null prototype)';
  words += fn.name === '' ? ' (anonymous)' : `: ${fn.name}`;
  words += ']';
  if (constructor !== type && constructor !== null) words += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) words += ` [${tag}]`;
  return words;
}

module.exports = { BUILT_INS, constructorName, functionWords, prefixOf };
