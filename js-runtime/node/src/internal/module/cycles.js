'use strict';

/** Modules that are required while they are still loading: who asks them for what they have not exported yet is warned, as in Node. */

const engine = require('internal/engine');

function warn(name) {
  process.emitWarning(`Accessing non-existent property '${String(name)}' of module exports inside circular dependency`);
}

/** Stands behind the exports of such a module in the place of Object.prototype. Transpiled code asks everything for `__esModule`. */
const watching = new Proxy({}, {
  get(target, name) {
    if (!(name in target) && name !== '__esModule') warn(name);
    return target[name];
  },
  getOwnPropertyDescriptor(target, name) {
    if (!Object.hasOwn(target, name) && name !== '__esModule') warn(name);
    return Object.getOwnPropertyDescriptor(target, name);
  },
});

const isPlain = (exports) => exports !== null && typeof exports === 'object' && engine.proxyDetails(exports) === undefined;

/** The exports so far of a module that is loading, watched if they are a plain object. */
function open(module) {
  const { exports } = module;
  if (isPlain(exports) && Object.getPrototypeOf(exports) === Object.prototype && !exports.__esModule) Object.setPrototypeOf(exports, watching);
  return exports;
}

/** The module has loaded. */
function close({ exports }) {
  if (isPlain(exports) && Object.getPrototypeOf(exports) === watching) Object.setPrototypeOf(exports, Object.prototype);
}

module.exports = { close, open };
