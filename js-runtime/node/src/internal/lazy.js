'use strict';

/**
 * Members that are made when they are first asked for: what an application never touches costs neither time at its start nor
 * memory.
 */

/**
 * Defines `object[name]`, whose value `load()` gives at the first read. From then on, or once it is set, it is an ordinary member;
 * it may be replaced like any other.
 */
function lazy(object, name, load, { enumerable = true } = {}) {
  const settle = (value) => Object.defineProperty(object, name, { configurable: true, enumerable, writable: true, value });
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable,
    get() {
      const value = load();
      settle(value);
      return value;
    },
    set: settle,
  });
}

module.exports = { lazy };
