'use strict';

/**
 * A store: what instances that are linked to each other share. The natives know functions, tables, memories and globals by numbers; here
 * is the object that JavaScript sees for each of them, one for the store's life.
 *
 * All JavaScript values that wasm can reach are held here, so that the collector sees them: a store goes with the last object of it.
 */

const natives = require('internal/webassembly/natives');
const { RuntimeError } = require('internal/webassembly/errors');
const { Place } = require('internal/webassembly/place');
const { toWasm, fromWasm, isObject } = require('internal/webassembly/values');

/** A WeakRef of the store of memories, tables and globals that JavaScript has made and no instance has yet. */
let unclaimed;

const DEEP = 'Maximum call stack size exceeded';

class Store {
  #handle = natives.createStore();
  #things = [];
  /** What is to be called for each function that was made for wasm: `{ callee, results }`. */
  #hosts = [];
  #references = [];
  #referenceNumbers = new Map();

  /** The store for a memory, table or global that JavaScript makes. */
  static forNew() {
    natives.relieve();
    const known = unclaimed?.deref();
    if (known !== undefined) return known;
    const store = new Store();
    unclaimed = new WeakRef(store);
    return store;
  }

  /** What JavaScript makes from now on is not of this store: an instance has it. */
  static claim(store) {
    if (store === unclaimed?.deref()) unclaimed = undefined;
  }

  get handle() {
    return this.#handle;
  }

  /** The object of that number. `index`: a function's index in its module, which is its name. */
  thing(number, index = number) {
    this.#things[number] ??= this.#wrap(number, index);
    return this.#things[number];
  }

  /** A thing that JavaScript has made: `object` stands for it. */
  adopt(number, object) {
    this.#things[number] = object;
  }

  #wrap(number, index) {
    const [kind, ...type] = natives.typeOf(this.#handle, number);
    switch (kind) {
      case 'function': return this.#function(number, index, type);
      case 'table': return require('internal/webassembly/table').wrap(this, number, type[0]);
      case 'memory': return require('internal/webassembly/memory').wrap(this, number);
      default: return require('internal/webassembly/global').wrap(this, number, type);
    }
  }

  #function(number, index, [params, results]) {
    const call = (...args) => this.#call(number, params, results, args);
    Object.defineProperties(call, {
      name: { value: `${index}`, configurable: true },
      length: { value: params.length, configurable: true },
    });
    return new Place(call, { kind: 'Function', store: this, number, params, results });
  }

  #call(number, params, results, args) {
    let step = natives.call(this.#handle, number, params.map((type, at) => toWasm(this, type, args[at])));
    while (!Array.isArray(step)) {
      if (typeof step === 'string') throw step === DEEP ? new RangeError(DEEP) : new RuntimeError(step);
      const given = this.#answer(step.host, step.args);
      // Without a call that waits, JavaScript has called a function of its own.
      step = step.call === undefined ? given : natives.resume(this.#handle, step.call, given);
    }
    if (results.length === 0) return undefined;
    const values = results.map((type, at) => fromWasm(this, type, step[at]));
    return results.length === 1 ? values[0] : values;
  }

  /** Calls a function of JavaScript's for wasm. */
  #answer(host, args) {
    const { callee, params, results } = this.#hosts[host];
    const given = Reflect.apply(callee, undefined, params.map((type, at) => fromWasm(this, type, args[at])));
    if (results.length === 0) return [];
    if (results.length === 1) return [toWasm(this, results[0], given)];
    if (!isObject(given) || typeof given[Symbol.iterator] !== 'function') throw new TypeError('multi-return value must be iterable');
    const values = [...given];
    if (values.length !== results.length) throw new TypeError('multi-return length mismatch');
    return results.map((type, at) => toWasm(this, type, values[at]));
  }

  /** The number of a function that calls `callee`. */
  hostFunction(callee, params, results) {
    const [number, host] = natives.createFunction(this.#handle, params, results);
    this.#hosts[host] = { callee, params, results };
    return number;
  }

  /** The number of an exported function, of this store or another; undefined for any other value. */
  functionNumber(value) {
    const known = Place.of('Function', value);
    if (known === undefined || known.store === this) return known?.number;
    const number = this.hostFunction(value, known.params, known.results);
    // Whoever asks this store for the function gets the one that was given.
    this.#things[number] = value;
    return number;
  }

  /** The number by which wasm holds a value. */
  reference(value) {
    let number = this.#referenceNumbers.get(value);
    if (number === undefined) {
      number = this.#references.push(value) - 1;
      this.#referenceNumbers.set(value, number);
    }
    return number;
  }

  referenced(number) {
    return this.#references[number];
  }
}

module.exports = { Store };
