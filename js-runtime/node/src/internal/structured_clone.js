'use strict';

/** `structuredClone(value, { transfer })`: the structured clone of the HTML standard, within one context. */

const { codes } = require('internal/errors');

const ERRORS = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

function dataCloneError(message) {
  const { DOMException } = require('internal/dom_exception');
  return new DOMException(message, 'DataCloneError');
}

function describe(value) {
  if (typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return Function.prototype.toString.call(value);
  return `#<${(value.constructor && value.constructor.name) || 'Object'}>`;
}

/** Calls a getter of the standard's internal slots: true when `value` has the slot. */
function has(getter, value) {
  try {
    getter.call(value);
    return true;
  } catch {
    return false;
  }
}

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;

function clone(value, memory) {
  switch (typeof value) {
    case 'symbol':
    case 'function':
      throw dataCloneError(`${describe(value)} could not be cloned.`);
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return null;
  if (memory.has(value)) return memory.get(value);
  const keep = (copy) => {
    memory.set(value, copy);
    return copy;
  };

  if (Array.isArray(value)) {
    const copy = keep(new Array(value.length));
    for (const key of Object.keys(value)) copy[key] = clone(value[key], memory);
    return copy;
  }
  if (value instanceof Date && has(Date.prototype.getTime, value)) return keep(new Date(value.getTime()));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof Map && has(mapSize, value)) {
    const copy = keep(new Map());
    for (const [key, item] of [...value]) copy.set(clone(key, memory), clone(item, memory));
    return copy;
  }
  if (value instanceof Set && has(setSize, value)) {
    const copy = keep(new Set());
    for (const item of [...value]) copy.add(clone(item, memory));
    return copy;
  }
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer) return keep(value);
  if (ArrayBuffer.isView(value)) return keep(cloneView(value, memory));
  if (value instanceof Error) return cloneError(value, memory, keep);
  if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof BigInt) {
    return keep(Object(value.valueOf()));
  }
  if (value instanceof Symbol || value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet ||
      value instanceof WeakRef || tagOf(value) === 'Generator') {
    throw dataCloneError(`${describe(value)} could not be cloned.`);
  }
  const copy = keep({});
  for (const key of Object.keys(value)) copy[key] = clone(value[key], memory);
  return copy;
}

function cloneView(view, memory) {
  const buffer = clone(view.buffer, memory);
  if (view instanceof DataView) return new DataView(buffer, view.byteOffset, view.byteLength);
  const name = Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get.call(view);
  return new globalThis[name](buffer, view.byteOffset, view.length);
}

function cloneError(error, memory, keep) {
  const copy = keep(Object.create((ERRORS[error.name] || Error).prototype));
  const define = (key, value) => Object.defineProperty(copy, key, {
    value, writable: true, configurable: true, enumerable: false,
  });
  if (typeof error.stack === 'string') define('stack', error.stack);
  const message = Object.getOwnPropertyDescriptor(error, 'message');
  if (message !== undefined) define('message', String(error.message));
  if (Object.hasOwn(error, 'cause')) define('cause', clone(error.cause, memory));
  return copy;
}

function structuredClone(value, options) {
  if (arguments.length === 0) {
    const error = new TypeError('The value argument must be specified');
    error.code = 'ERR_MISSING_ARGS';
    throw error;
  }
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw codes.ERR_INVALID_ARG_TYPE('options', ['Object', 'null', 'undefined'], options);
  }
  const memory = new Map();
  const transfer = options && options.transfer !== undefined ? [...options.transfer] : [];
  const moved = [];
  for (const buffer of transfer) {
    if (!(buffer instanceof ArrayBuffer)) {
      throw dataCloneError('Found invalid object in transferList');
    }
    if (moved.includes(buffer)) throw dataCloneError('ArrayBuffer occurs in the transfer list more than once');
    moved.push(buffer);
  }
  // Cloned first: an error must leave the buffers where they are.
  const result = clone(value, memory);
  for (const buffer of moved) buffer.transfer();
  return result;
}

module.exports = { structuredClone };
