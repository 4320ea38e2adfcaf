'use strict';

/** WebAssembly.Table. */

const natives = require('internal/webassembly/natives');
const { Place } = require('internal/webassembly/place');
const { Store } = require('internal/webassembly/store');
const { defaultOf, fromWasm, isObject, limits, publish, toWasm, unsigned } = require('internal/webassembly/values');

/** Elements that a table may have at most, as in V8. */
const ELEMENTS = 10000000;

/** Wasm's names of the types that JavaScript names. */
const TYPES = new Map([['anyfunc', 'funcref'], ['externref', 'externref']]);

const NO_FUNCTION = 'function-typed object must be null (if nullable) or a Wasm function object';

/** A value for an element, as the natives take it; `refuse` gives the error for one that is no function of wasm's. */
function elementFor(store, type, value, refuse) {
  if (type === 'funcref' && value !== null && store.functionNumber(value) === undefined) throw refuse();
  return toWasm(store, type, value);
}

/** What an element is set to when nobody says: null for functions, undefined for any other value. */
const unset = (type) => (type === 'funcref' ? defaultOf(type) : undefined);

class Table {
  constructor(descriptor, value = undefined) {
    const where = 'WebAssembly.Table()';
    if (!isObject(descriptor)) throw new TypeError(`${where}: Argument 0 must be a table descriptor`);
    const type = TYPES.get(`${descriptor.element}`);
    if (type === undefined) throw new TypeError(`${where}: Descriptor property 'element' must be a WebAssembly reference type`);
    const [initial, maximum] = limits(where, descriptor, ELEMENTS);
    const store = Store.forNew();
    const first = elementFor(store, type, value === undefined ? unset(type) : value, () => new TypeError(
      `${where}: Argument 2 must be undefined or a value of type compatible with the type of the new table: ${NO_FUNCTION}.`));
    const number = natives.createTable(store.handle, type, initial, maximum, first);
    if (number === undefined) throw new RangeError(`${where}: could not allocate table`);
    store.adopt(number, new Place(this, { kind: 'Table', store, number, type }));
  }

  get length() {
    const { store, number } = Place.ofReceiver('Table', this, 'WebAssembly.Table.length');
    return natives.tableLength(store.handle, number);
  }

  grow(delta, value) {
    const where = 'WebAssembly.Table.grow()';
    const { store, number, type } = Place.ofReceiver('Table', this, where);
    const more = unsigned(where, 'Argument 0', delta);
    const element = elementFor(store, type, value === undefined ? unset(type) : value, () => new TypeError(`${where}: Argument 1 is invalid: ${NO_FUNCTION}`));
    const before = natives.growTable(store.handle, number, more, type, element);
    if (before === undefined) throw new RangeError(`${where}: failed to grow table by ${more}`);
    return before;
  }

  set(index, value) {
    const where = 'WebAssembly.Table.set()';
    const { store, number, type } = Place.ofReceiver('Table', this, where);
    const at = unsigned(where, 'Argument 0', index);
    if (at >= natives.tableLength(store.handle, number)) throw new RangeError(`${where}: invalid index ${at} into function table`);
    const element = elementFor(store, type, arguments.length < 2 ? unset(type) : value, () => new TypeError(`${where}: Argument 1 is invalid for table: ${NO_FUNCTION}`));
    natives.tableSet(store.handle, number, at, type, element);
  }

  get(index) {
    const where = 'WebAssembly.Table.get()';
    const { store, number, type } = Place.ofReceiver('Table', this, where);
    const at = unsigned(where, 'Argument 0', index);
    if (at >= natives.tableLength(store.handle, number)) throw new RangeError(`${where}: invalid index ${at} into function table`);
    return fromWasm(store, type, natives.tableGet(store.handle, number, at));
  }
}
publish(Table, 'Table', ['length', 'grow', 'set', 'get']);

/** The Table of that number in a store; `type`: of its elements. */
const wrap = (store, number, type) => new Place(Object.create(Table.prototype), { kind: 'Table', store, number, type });

module.exports = { Table, wrap };
