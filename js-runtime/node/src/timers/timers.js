'use strict';

/** `timers`: setTimeout, setInterval, setImmediate and their opposites. */

const { validateFunction } = require('internal/validators');
const { Timeout, Immediate, clearTimeout, clearImmediate } = require('internal/timers');

const kPromisify = Symbol.for('nodejs.util.promisify.custom');

// The extra arguments that `args` holds from `from` on; undefined when there are none.
function extra(args, from) {
  return args.length > from ? Array.prototype.slice.call(args, from) : undefined;
}

function setTimeout(callback, after) {
  validateFunction(callback, 'callback');
  return new Timeout(callback, after, extra(arguments, 2), false);
}

function setInterval(callback, repeat) {
  validateFunction(callback, 'callback');
  return new Timeout(callback, repeat, extra(arguments, 2), true);
}

function clearInterval(timer) {
  clearTimeout(timer);
}

function setImmediate(callback) {
  validateFunction(callback, 'callback');
  return new Immediate(callback, extra(arguments, 1));
}

for (const [from, name] of [[setTimeout, 'setTimeout'], [setImmediate, 'setImmediate']]) {
  Object.defineProperty(from, kPromisify, {
    enumerable: true,
    get() { return require('timers/promises')[name]; },
  });
}

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
};
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('timers/promises'); },
});
