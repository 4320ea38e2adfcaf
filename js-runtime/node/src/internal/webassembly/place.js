'use strict';

/** Where a function, table, memory or global of WebAssembly lies. */

/** As a base class: what is constructed is the given object. */
function itself(object) {
  return object;
}

/**
 * Stamps an object with its place: `{ kind, store, number, ... }`. It is a private member of the object, which the collector sees through; a
 * WeakMap would keep the store, and by it the object, for ever.
 */
class Place extends itself {
  #place;

  constructor(object, place) {
    super(object);
    this.#place = place;
  }

  /** The place of an object of that kind; undefined for any other value. */
  static of(kind, value) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || !(#place in value)) return undefined;
    return value.#place.kind === kind ? value.#place : undefined;
  }

  /** The place of a receiver; `where` is the member that it was called on. */
  static ofReceiver(kind, value, where) {
    const place = Place.of(kind, value);
    if (place === undefined) throw new TypeError(`${where}: Receiver is not a WebAssembly.${kind}`);
    return place;
  }
}

module.exports = { Place };
