'use strict';

/** Prime numbers. With a callback they are looked for on another thread. */

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateInt32, validateObject } = require('internal/validators');
const { Buffer } = require('buffer');
const natives = require('internal/crypto/natives');
const { isAnyBuffer, settle, viewOf } = require('internal/crypto/util');

/** A number given as bigint or as bytes, as bytes. */
function numberBytes(value, name) {
  if (typeof value === 'bigint') {
    if (value < 0n) throw codes.ERR_OUT_OF_RANGE(name, '>= 0', value);
    const hex = value.toString(16);
    return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  }
  if (isAnyBuffer(value)) return viewOf(value);
  throw codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], value);
}

const numberOf = (bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

function planOf(size, options) {
  validateInt32(size, 'size', 1);
  validateObject(options, 'options');
  const { safe = false, bigint = false } = options;
  let { add, rem } = options;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  const outOfRange = (message) => {
    const error = codes.ERR_OUT_OF_RANGE('', '', 0);
    error.message = message;
    return error;
  };
  if (add !== undefined) {
    add = numberBytes(add, 'options.add');
    if (numberOf(add).toString(2).length > size) throw outOfRange('invalid options.add');
    // OpenSSL's choice when only `add` is given: p mod add is 1, for a safe prime 3.
    rem = rem === undefined ? Buffer.from([safe ? 3 : 1]) : numberBytes(rem, 'options.rem');
    if (numberOf(rem) >= numberOf(add)) throw outOfRange('invalid options.rem');
  } else if (rem !== undefined) {
    numberBytes(rem, 'options.rem');
    rem = undefined;
  }
  return [[size, safe, add, rem], (bytes) => (bigint ? numberOf(bytes) : bytes.buffer)];
}

function generatePrimeSync(size, options = {}) {
  const [plan, shape] = planOf(size, options);
  return shape(natives.generatePrime(...plan, undefined));
}

function generatePrime(size, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  const [plan, shape] = planOf(size, options);
  natives.generatePrime(...plan, settle((error, bytes) => {
    // Undefined, not null: as in Node.
    if (error) callback(error);
    else callback(undefined, shape(bytes));
  }));
}

function candidateOf(candidate, options) {
  const bytes = numberBytes(candidate, 'candidate');
  validateObject(options, 'options');
  // How sure to be: always as sure as the native is.
  if (options.checks !== undefined) validateInt32(options.checks, 'options.checks', 0);
  return bytes;
}

function checkPrimeSync(candidate, options = {}) {
  return natives.checkPrime(candidateOf(candidate, options), undefined);
}

function checkPrime(candidate, options = {}, callback = undefined) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  natives.checkPrime(candidateOf(candidate, options), settle((error, isPrime) => {
    if (error) callback(error);
    else callback(undefined, isPrime);
  }));
}

module.exports = { checkPrime, checkPrimeSync, generatePrime, generatePrimeSync };
