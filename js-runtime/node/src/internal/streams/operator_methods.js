'use strict';

// The operators as methods of Readable. What they do is loaded with the first call.

const operators = () => require('internal/streams/operators');

/** Names and numbers of declared parameters, in Node's order: those that give streams back, and those that give promises. */
const STREAMS = { asIndexedPairs: 0, drop: 2, filter: 2, flatMap: 2, map: 2, take: 2, compose: 2 };
const PROMISES = { every: 2, forEach: 2, reduce: 3, toArray: 1, some: 2, find: 2 };

function install(Readable) {
  for (const name of Object.keys(STREAMS)) {
    define(Readable, name, STREAMS[name], function streamOperator(...args) {
      const result = Reflect.apply(operators()[name], this, args);
      // The others are generators over the stream.
      return name === 'compose' ? result : Readable.from(result);
    });
  }
  for (const name of Object.keys(PROMISES)) {
    define(Readable, name, PROMISES[name], function promiseOperator(...args) {
      // What is wrong with the arguments comes through the promise as well.
      return Promise.resolve().then(() => Reflect.apply(operators()[name], this, args));
    });
  }
}

function define(Readable, name, length, fn) {
  Object.defineProperty(fn, 'name', { __proto__: null, value: name });
  Object.defineProperty(fn, 'length', { __proto__: null, value: length });
  Object.defineProperty(Readable.prototype, name, {
    __proto__: null,
    value: fn,
    enumerable: false,
    configurable: true,
    writable: true,
  });
}

module.exports = { install };
