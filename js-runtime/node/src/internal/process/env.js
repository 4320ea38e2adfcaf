'use strict';

/**
 * `process.env`: an object whose values are always strings. It starts as the environment of this process; child processes get what
 * it holds by then.
 */

const engine = require('internal/engine');
const { codes } = require('internal/errors');

const environments = new WeakSet();

/** Whether a proxy is one of these: it can be cloned as the plain object that it looks like. */
const isEnv = (object) => environments.has(object);

function text(value) {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean' && require('internal/process/options').tellsPending()) {
    const message = 'Assigning any value other than a string, number, or boolean to a process.env property is deprecated. Please make sure to ' +
      'convert the value to a string before setting process.env with it.';
    require('internal/process/warnings').emitDeprecationOnce(message, 'DEP0104');
  }
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return `${value}`;
}

/** `pairs`: `[[name, value], ...]`. */
function makeEnv(pairs) {
  const values = {};
  for (const [name, value] of pairs) values[name] = value;
  const env = new Proxy(values, {
    set(target, name, value) {
      if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      // No environment has a variable without a name.
      if (name === '') return true;
      target[name] = text(value);
      if (name === 'TZ') engine.setTimeZone(target[name]);
      return true;
    },
    defineProperty(target, name, descriptor) {
      if ('get' in descriptor || 'set' in descriptor) {
        throw codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
          "'process.env' does not accept an accessor(getter/setter) descriptor");
      }
      if (!('value' in descriptor) || descriptor.configurable !== true || descriptor.writable !== true ||
          descriptor.enumerable !== true) {
        throw codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
          "'process.env' only accepts a configurable, writable, and enumerable data descriptor");
      }
      target[name] = text(descriptor.value);
      if (name === 'TZ') engine.setTimeZone(target[name]);
      return true;
    },
    deleteProperty(target, name) {
      delete target[name];
      if (name === 'TZ') engine.setTimeZone();
      return true;
    },
  });
  environments.add(env);
  return env;
}

module.exports = { isEnv, makeEnv };
