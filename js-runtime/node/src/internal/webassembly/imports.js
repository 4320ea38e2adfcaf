'use strict';

/** What an instance imports: JavaScript's values as things of one store. */

const natives = require('internal/webassembly/natives');
const { LinkError } = require('internal/webassembly/errors');
const { Place } = require('internal/webassembly/place');
const { Store } = require('internal/webassembly/store');
const { isObject, toWasm } = require('internal/webassembly/values');

/** The values that `imports` has for what the module behind `code` wants: `{ wanted: [module, name, kind, ...type], value, at }`. */
function read(where, code, imports) {
  return natives.imports(code).map((wanted, at) => {
    const [from, name] = wanted;
    const module = imports[from];
    if (!isObject(module)) {
      throw new TypeError(`${where}: Import #${at} module=${JSON.stringify(from)} error: module is not an object or function`);
    }
    return { wanted, value: module[name], at };
  });
}

/** The store of an instance that has these imports: a new one unless they are of one. */
function storeFor(where, values) {
  let store;
  for (const { wanted, value, at } of values) {
    const place = Place.of('Memory', value) ?? Place.of('Table', value) ?? Place.of('Global', value);
    // What does not change is copied, and functions are called by way of JavaScript.
    if (place === undefined || (place.kind === 'Global' && !place.mutable)) continue;
    store ??= place.store;
    if (store !== place.store) {
      throw refused(where, wanted, at, 'it belongs to another instance than an import before it. Coddle cannot link instances that were made apart: ' +
        'make the memories, tables and mutable globals that they share before the first of them, or import them from it');
    }
  }
  return store ?? values.map(({ value }) => Place.of('Function', value)?.store).find(Boolean) ?? new Store();
}

function refused(where, [from, name], at, reason) {
  return new LinkError(`${where}: Import #${at} module=${JSON.stringify(from)} function=${JSON.stringify(name)} error: ${reason}`);
}

const sameTypes = (a, b) => a.length === b.length && a.every((type, at) => type === b[at]);

/** By kind: the number of a value in `store`; `refuse(reason)` throws. */
const numbers = {
  function(store, value, [params, results], refuse) {
    if (typeof value !== 'function') refuse('function import requires a callable');
    const known = Place.of('Function', value);
    if (known === undefined) return store.hostFunction(value, params, results);
    if (!sameTypes(known.params, params) || !sameTypes(known.results, results)) {
      refuse('imported function does not match the expected type');
    }
    return store.functionNumber(value);
  },

  memory(store, value, [initial, maximum], refuse, fail, at) {
    const place = Place.of('Memory', value);
    if (place === undefined) refuse('memory import must be a WebAssembly.Memory object');
    fits('memory', natives.typeOf(store.handle, place.number).slice(1), [initial, maximum], fail, at);
    return place.number;
  },

  table(store, value, [element, initial, maximum], refuse, fail, at) {
    const place = Place.of('Table', value);
    if (place === undefined) refuse('table import requires a WebAssembly.Table');
    fits('table', natives.typeOf(store.handle, place.number).slice(2), [initial, maximum], fail, at);
    if (place.type !== element) refuse('imported table does not match the expected type');
    return place.number;
  },

  global(store, value, [type, mutable], refuse) {
    const place = Place.of('Global', value);
    if (place === undefined) {
      if (mutable) refuse('imported mutable global must be a WebAssembly.Global object');
      return natives.createGlobal(store.handle, type, false, literal(store, type, value, refuse));
    }
    if (place.mutable !== mutable) refuse('imported global does not match the expected mutability');
    if (place.type !== type) refuse('imported global does not match the expected type');
    if (place.store === store) return place.number;
    return natives.createGlobal(store.handle, type, false, toWasm(store, type, value.value));
  },
};

/** Whether a memory or table that has `[size, maximum]` does for one that wants `[initial, maximum]`. */
function fits(kind, [size, most], [initial, maximum], fail, at) {
  if (size < initial) fail(`${kind} import ${at} is smaller than initial ${initial}, got ${size}`);
  if (maximum === undefined) return;
  if (most === undefined) fail(`${kind} import ${at} has no maximum limit, expected at most ${maximum}`);
  if (most > maximum) fail(`${kind} import ${at} has a larger maximum size ${most} than the module's declared maximum ${maximum}`);
}

/** The value of an immutable global that is given as such. */
function literal(store, type, value, refuse) {
  const right = type === 'externref'
    || (type === 'funcref' ? value === null || Place.of('Function', value) !== undefined : typeof value === (type === 'i64' ? 'bigint' : 'number'));
  if (!right) refuse('global import must be a number, valid Wasm reference, or WebAssembly.Global object');
  return toWasm(store, type, value);
}

/** The store for an instance of the module behind `code`, and the numbers there of what it imports. */
function resolve(where, code, imports) {
  const values = read(where, code, imports);
  const store = storeFor(where, values);
  const resolved = values.map(({ wanted, value, at }) => {
    const [, , kind, ...type] = wanted;
    const refuse = (reason) => {
      throw refused(where, wanted, at, reason);
    };
    const fail = (text) => {
      throw new LinkError(`${where}: ${text}`);
    };
    return numbers[kind](store, value, type, refuse, fail, at);
  });
  return { store, numbers: resolved };
}

module.exports = { resolve };
