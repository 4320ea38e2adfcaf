'use strict';

/**
 * Contextified objects: a realm of the engine whose globals are the properties of an object that the application holds.
 *
 * Node's global of such a context answers from the object itself. The engine's global is a plain object; so the object's
 * properties stand on it as accessors that read and write the object, from the start of each run, and what a script defines
 * newly moves to the object at the run's end. Variables declared with `var` cannot move: they are copied, at the end of each
 * run, and back at the start of the next one.
 */

const engine = require('internal/engine');

/** What the engine brings beyond the language; a new context in Node has none of it. */
const NOT_OF_THE_LANGUAGE = ['InternalError', 'atob', 'btoa', 'navigator', 'performance', 'queueMicrotask', 'DOMException'];

const contexts = new WeakMap();

class Realm {
  #object;
  #global;
  #evaluate;
  #builtIn = new Map();
  /** The getters that stand on the global, by key. */
  #mirrored = new Map();
  /** The last known values of declared variables, by name. */
  #declared = new Map();

  constructor(object) {
    this.#object = object;
    [this.#global, this.#evaluate] = engine.newRealm();
    for (const name of NOT_OF_THE_LANGUAGE) delete this.#global[name];
    defineIntl(this.#global);
    for (const key of Reflect.ownKeys(this.#global)) {
      const { get, value } = Object.getOwnPropertyDescriptor(this.#global, key);
      this.#builtIn.set(key, get ?? value);
    }
  }

  /** As the engine's `evaluate`. */
  evaluate(code, filename, line, timeout, compileOnly) {
    this.#enter();
    try {
      return this.#evaluate(code, filename, line, timeout, compileOnly);
    } finally {
      this.#leave();
    }
  }

  /** `isFixed`: the object can never lose the property. */
  #mirror(key, { enumerable, writable, value }, isFixed = false) {
    const object = this.#object;
    // To its scripts the object is the global (`window === this`).
    const seen = (value) => (value === object ? this.#global : value);
    if (isFixed && writable === false) {
      // It can never change either.
      Reflect.defineProperty(this.#global, key, { value: seen(value), enumerable, configurable: false, writable: false });
      return;
    }
    const get = () => seen(object[key]);
    const set = (value) => { object[key] = value; };
    if (Reflect.defineProperty(this.#global, key, { get, set, enumerable, configurable: !isFixed })) this.#mirrored.set(key, get);
  }

  #enter() {
    for (const key of this.#mirrored.keys()) {
      if (key in this.#object) continue;
      delete this.#global[key];
      this.#mirrored.delete(key);
    }
    for (let holder = this.#object; holder !== null && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
      for (const key of Reflect.ownKeys(holder)) {
        if (this.#mirrored.has(key)) continue;
        if (!this.#declared.has(key)) {
          const descriptor = Object.getOwnPropertyDescriptor(holder, key) ?? { enumerable: true, configurable: true };
          this.#mirror(key, descriptor, holder === this.#object && !descriptor.configurable);
        } else if (!Object.is(this.#object[key], this.#declared.get(key))) {
          this.#global[key] = this.#object[key];
        }
      }
    }
  }

  #leave() {
    for (const key of this.#mirrored.keys()) {
      if (Object.hasOwn(this.#global, key)) continue;
      this.#mirrored.delete(key);
      Reflect.deleteProperty(this.#object, key);
    }
    for (const key of Reflect.ownKeys(this.#global)) {
      const descriptor = Object.getOwnPropertyDescriptor(this.#global, key);
      if (descriptor.get !== undefined && descriptor.get === this.#mirrored.get(key)) continue;
      if (this.#builtIn.has(key) && Object.is(descriptor.get ?? descriptor.value, this.#builtIn.get(key))) continue;
      if (descriptor.configurable) {
        if (Reflect.defineProperty(this.#object, key, descriptor)) this.#mirror(key, descriptor);
      } else {
        this.#declared.set(key, descriptor.value);
        Reflect.set(this.#object, key, descriptor.value);
      }
    }
  }
}

/** `Intl`, which is part of the language, but not of the engine. It is loaded when a script asks for it. */
function defineIntl(global) {
  Object.defineProperty(global, 'Intl', {
    configurable: true,
    enumerable: false,
    get: () => require('internal/intl'),
    set(value) { Object.defineProperty(global, 'Intl', { value, writable: true, configurable: true, enumerable: false }); },
  });
}

/** Makes `object` the global of a context; doing so again changes nothing. */
function contextify(object) {
  if (!contexts.has(object)) contexts.set(object, new Realm(object));
  return object;
}

/** The realm of a contextified object, or undefined. */
function realmOf(object) {
  return contexts.get(object);
}

/** The application's own realm. */
const main = { evaluate: engine.evaluate };

module.exports = { contextify, main, realmOf };
