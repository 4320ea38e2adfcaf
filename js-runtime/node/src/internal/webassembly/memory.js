'use strict';

/** WebAssembly.Memory. */

const natives = require('internal/webassembly/natives');
const { notBuilt } = require('internal/not_built');
const { Place } = require('internal/webassembly/place');
const { Store } = require('internal/webassembly/store');
const { isObject, limits, publish, unsigned } = require('internal/webassembly/values');

/** Pages of 64 KB that a memory may have at most. */
const PAGES = 65536;

class Memory {
  constructor(descriptor) {
    const where = 'WebAssembly.Memory()';
    if (!isObject(descriptor)) throw new TypeError(`${where}: Argument 0 must be a memory descriptor`);
    const [initial, maximum] = limits(where, descriptor, PAGES);
    if (descriptor.shared) throw notBuilt('WebAssembly.Memory with `shared`', 'Threads of wasm cannot run here: use a memory that is not shared.');
    const store = Store.forNew();
    const number = natives.createMemory(store.handle, initial, maximum);
    if (number === undefined) throw new RangeError(`${where}: could not allocate memory`);
    store.adopt(number, new Place(this, { kind: 'Memory', store, number }));
  }

  grow(delta) {
    const where = 'WebAssembly.Memory.grow()';
    const { store, number } = Place.ofReceiver('Memory', this, where);
    const more = unsigned(where, 'Argument 0', delta);
    const [, pages, maximum] = natives.typeOf(store.handle, number);
    const before = natives.growMemory(store.handle, number, more);
    if (before !== undefined) return before;
    throw new RangeError(`${where}: ${pages + more > maximum ? 'Maximum memory size exceeded' : 'Unable to grow instance memory'}`);
  }

  get buffer() {
    const { store, number } = Place.ofReceiver('Memory', this, 'WebAssembly.Memory.buffer');
    return natives.memoryBuffer(store.handle, number);
  }
}
publish(Memory, 'Memory', ['grow', 'buffer']);

/** The Memory of that number in a store. */
const wrap = (store, number) => new Place(Object.create(Memory.prototype), { kind: 'Memory', store, number });

module.exports = { Memory, wrap };
