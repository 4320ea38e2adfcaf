'use strict';

/** Web IDL's checks and conversions, in the words of Node's fetch. */

const { finish: finishClass } = require('internal/util/class_finish');

function required(count, args, what) {
  if (args.length >= count) return;
  throw new TypeError(`${what}: ${count} argument${count === 1 ? '' : 's'} required, but${args.length > 0 ? ' only' : ''} ${args.length} found.`);
}

/** A string whose characters are all bytes. */
function byteString(value) {
  const text = String(value);
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 255) {
      throw new TypeError('Cannot convert argument to a ByteString because the character at ' +
        `index ${i} has a value of ${text.charCodeAt(i)} which is greater than 255.`);
    }
  }
  return text;
}

function oneOf(value, allowed, what) {
  const text = String(value);
  if (allowed.includes(text)) return text;
  throw new TypeError(`${what}: ${text} is not an accepted type. Expected one of ${allowed.join(', ')}.`);
}

/** `value` as a dictionary: null and undefined are empty ones. */
function dictionary(value, what) {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' || typeof value === 'function') return value;
  throw new TypeError(`${what}: Expected ${value} to be one of: Null, Undefined, Object.`);
}

function illegal(kind) {
  const error = new TypeError('Illegal invocation');
  error.code = 'ERR_INVALID_THIS';
  error.name = 'TypeError';
  return error;
}

/** Tag, every member enumerable, and what inspection shows: `fields(self)`. */
function finish(Class, fields) {
  finishClass(Class, Object.getOwnPropertyNames(Class.prototype).filter((name) => name !== 'constructor'), fields, Class.name);
}

module.exports = { byteString, dictionary, finish, illegal, oneOf, required };
