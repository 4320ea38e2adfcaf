'use strict';

/**
 * Argument checks with Node's wording. Each throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE or ERR_OUT_OF_RANGE
 * for a wrong `value`; `name` is the argument as the message shows it (`options.signal` reads as a property).
 */

const { codes } = require('internal/errors');

function fail(name, expected, value) {
  throw codes.ERR_INVALID_ARG_TYPE(name, expected, value);
}

const ofType = (type) => (value, name) => {
  if (typeof value !== type) fail(name, type, value);
};

const validateString = ofType('string');
const validateBoolean = ofType('boolean');

function validateFunction(value, name) {
  if (typeof value !== 'function') fail(name, 'Function', value);
}

function validateUndefined(value, name) {
  if (value !== undefined) fail(name, 'undefined', value);
}

function validatePlainFunction(value, name) {
  if (typeof value !== 'function' || value.constructor.name === 'AsyncFunction') fail(name, 'Function', value);
}

/** `min` and `max` are inclusive; a missing one is not checked. NaN is out of any range. */
function validateNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== 'number') fail(name, 'number', value);
  if ((min != null && value < min) || (max != null && value > max) || ((min != null || max != null) && Number.isNaN(value))) {
    const low = min != null ? `>= ${min}` : '';
    const high = max != null ? `<= ${max}` : '';
    throw codes.ERR_OUT_OF_RANGE(name, low + (low && high ? ' && ' : '') + high, value);
  }
}

function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') fail(name, 'number', value);
  if (!Number.isInteger(value)) throw codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < min || value > max) throw codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

function validateInt32(value, name, min = -2147483648, max = 2147483647) {
  validateInteger(value, name, min, max);
}

function validateUint32(value, name, positive = false) {
  if (typeof value !== 'number') fail(name, 'number', value);
  if (!Number.isInteger(value)) throw codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
  const min = positive ? 1 : 0;
  if (value < min || value > 4294967295) throw codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= 4294967295`, value);
}

/** `options`: { allowArray, allowFunction, nullable }, all false. */
function validateObject(value, name, options = undefined) {
  const { allowArray = false, allowFunction = false, nullable = false } = options || {};
  if ((!nullable && value === null) || (!allowArray && Array.isArray(value)) ||
      (typeof value !== 'object' && (!allowFunction || typeof value !== 'function'))) {
    fail(name, 'Object', value);
  }
}

function validateArray(value, name, minLength = 0) {
  if (!Array.isArray(value)) fail(name, 'Array', value);
  if (value.length < minLength) throw codes.ERR_INVALID_ARG_VALUE(name, value, `must be longer than ${minLength}`);
}

const arrayOf = (check) => (value, name) => {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) check(value[i], `${name}[${i}]`);
};

const validateStringArray = arrayOf(validateString);
const validateBooleanArray = arrayOf(validateBoolean);
const validateAbortSignalArray = arrayOf((value, name) => {
  if (value === undefined) fail(name, 'AbortSignal', value);
  validateAbortSignal(value, name);
});

function validateOneOf(value, name, oneOf) {
  if (oneOf.includes(value)) return;
  const allowed = oneOf.map((one) => (typeof one === 'string' ? `'${one}'` : String(one))).join(', ');
  throw codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed}`);
}

/** A port as a number or a decimal or hexadecimal text; returns it as a number. */
function validatePort(port, name = 'Port', allowZero = true) {
  if ((typeof port !== 'number' && typeof port !== 'string') || (typeof port === 'string' && port.trim().length === 0) ||
      +port !== +port >>> 0 || port > 0xffff || (port === 0 && !allowZero)) {
    throw codes.ERR_SOCKET_BAD_PORT(name, port, allowZero);
  }
  return port | 0;
}

function validateAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) fail(name, 'AbortSignal', signal);
}

function validateBuffer(value, name = 'buffer') {
  if (!ArrayBuffer.isView(value)) fail(name, ['Buffer', 'TypedArray', 'DataView'], value);
}

function validateEncoding(data, encoding) {
  const length = data.length;
  if (String(encoding).toLowerCase() === 'hex' && length % 2 !== 0) {
    throw codes.ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${length}`);
  }
}

/** A file mode: an integer or an octal text; `def` when it is null or undefined. */
function parseFileMode(value, name, def) {
  value ??= def;
  if (typeof value === 'string') {
    if (!/^[0-7]+$/.test(value)) {
      throw codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a 32-bit unsigned integer or an octal string');
    }
    value = parseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

function isInt32(value) {
  return value === (value | 0);
}

function isUint32(value) {
  return value === value >>> 0;
}

function validateSignalName(signal, name = 'signal') {
  validateString(signal, name);
  const { signals } = require('os').constants;
  if (signals[signal] === undefined) {
    if (signals[signal.toUpperCase()] !== undefined) throw codes.ERR_UNKNOWN_SIGNAL(`${signal} (signals must use all capital letters)`);
    throw codes.ERR_UNKNOWN_SIGNAL(signal);
  }
}

/** For a callee that takes one of two names of a set of words joined by `|`. */
function validateUnion(value, name, union) {
  if (!union.includes(value)) fail(name, `('${union.join('|')}')`, value);
}

function validateThisInternalField(object, field, className) {
  if (object === null || typeof object !== 'object' || !(field in object)) throw codes.ERR_INVALID_THIS(className);
}

/** Drops undefined and checks that what is left is an ECMAScript dictionary (object, function or null). */
function validateDictionary(value, name) {
  if (value != null && typeof value !== 'object' && typeof value !== 'function') fail(name, 'a dictionary', value);
}

module.exports = {
  isInt32,
  isUint32,
  parseFileMode,
  validateAbortSignal,
  validateAbortSignalArray,
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFunction,
  validateInt32,
  validateInteger,
  validateNumber,
  validateObject,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringArray,
  validateThisInternalField,
  validateUint32,
  validateUndefined,
  validateUnion,
};
