'use strict';

/** Defines accessors on a stream prototype: `{ name: [enumerable, get, set?] }`. */
function defineAccessors(prototype, accessors) {
  for (const name of Object.keys(accessors)) {
    const [enumerable, get, set] = accessors[name];
    Object.defineProperty(prototype, name, { __proto__: null, configurable: true, enumerable, get, set });
  }
}

module.exports = { defineAccessors };
