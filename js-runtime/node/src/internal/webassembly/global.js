'use strict';

/** WebAssembly.Global. */

const natives = require('internal/webassembly/natives');
const { Place } = require('internal/webassembly/place');
const { Store } = require('internal/webassembly/store');
const { defaultOf, fromWasm, isObject, publish, toWasm } = require('internal/webassembly/values');

/** Wasm's names of the types that JavaScript names. */
const TYPES = new Map([['i32', 'i32'], ['i64', 'i64'], ['f32', 'f32'], ['f64', 'f64'], ['externref', 'externref'], ['anyfunc', 'funcref']]);

const NO_FUNCTION = 'function-typed object must be null (if nullable) or a Wasm function object';

/** `value` as the natives take it. */
function converted(where, store, type, value) {
  if (type === 'funcref' && value !== null && store.functionNumber(value) === undefined) throw new TypeError(`${where}: ${NO_FUNCTION}`);
  return toWasm(store, type, value);
}

function valueOf(receiver, where) {
  const { store, number, type } = Place.ofReceiver('Global', receiver, where);
  return fromWasm(store, type, natives.globalGet(store.handle, number));
}

class Global {
  constructor(descriptor, value = undefined) {
    const where = 'WebAssembly.Global()';
    if (!isObject(descriptor)) throw new TypeError(`${where}: Argument 0 must be a global descriptor`);
    const mutable = Boolean(descriptor.mutable);
    const type = TYPES.get(`${descriptor.value}`);
    if (type === undefined) throw new TypeError(`${where}: Descriptor property 'value' must be a WebAssembly type`);
    const store = Store.forNew();
    const given = value === undefined && (type !== 'externref' || arguments.length < 2) ? defaultOf(type) : value;
    const number = natives.createGlobal(store.handle, type, mutable, converted(where, store, type, given));
    store.adopt(number, new Place(this, { kind: 'Global', store, number, type, mutable }));
  }

  valueOf() {
    return valueOf(this, 'WebAssembly.Global.valueOf()');
  }

  get value() {
    return valueOf(this, 'get WebAssembly.Global.value');
  }

  set value(given) {
    const where = 'set WebAssembly.Global.value';
    const { store, number, type, mutable } = Place.ofReceiver('Global', this, where);
    if (!mutable) throw new TypeError(`${where}: Can't set the value of an immutable global.`);
    natives.globalSet(store.handle, number, type, converted(where, store, type, given));
  }
}
publish(Global, 'Global', ['valueOf', 'value']);

/** The Global of that number in a store. */
const wrap = (store, number, [type, mutable]) => new Place(Object.create(Global.prototype), { kind: 'Global', store, number, type, mutable });

module.exports = { Global, wrap };
