'use strict';

/** Reads and writes of integers and floats on Buffer.prototype: every width in both byte orders. */

const { codes } = require('internal/errors');
const { validateNumber } = require('internal/validators');

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);
const single = new Float32Array(1);
const singleBytes = new Uint8Array(single.buffer);

/** Throws for an offset (or a byteLength, by `name`) that does not lie inside. `limit`: the largest that would. */
function boundsError(value, limit, name) {
  if (Math.floor(value) !== value) {
    validateNumber(value, name || 'offset');
    throw codes.ERR_OUT_OF_RANGE(name || 'offset', 'an integer', value);
  }
  if (limit < 0) throw codes.ERR_BUFFER_OUT_OF_BOUNDS();
  throw codes.ERR_OUT_OF_RANGE(name || 'offset', `>= ${name ? 1 : 0} and <= ${limit}`, value);
}

function checkOffset(buffer, offset, size) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  if (buffer[offset] === undefined || buffer[offset + size - 1] === undefined) {
    boundsError(offset, buffer.length - size);
  }
}

/** The message names small ranges by their numbers and large ones by powers of two. */
function valueError(value, min, max, size) {
  const n = typeof min === 'bigint' ? 'n' : '';
  let range;
  if (size <= 4) {
    range = `>= ${min} and <= ${max}`;
  } else if (min == 0) {
    range = `>= 0${n} and < 2${n} ** ${size * 8}${n}`;
  } else {
    range = `>= -(2${n} ** ${size * 8 - 1}${n}) and < 2${n} ** ${size * 8 - 1}${n}`;
  }
  throw codes.ERR_OUT_OF_RANGE('value', range, value);
}

// ---- Integers of one to six bytes ------------------------------------------------------------------------------------

// Bytes at a time, most significant first; multiplied, because 32 bits and more overflow the shift operators.
function readUnsigned(buffer, offset, size, little) {
  let value = 0;
  if (little) {
    for (let i = offset + size - 1; i >= offset; i--) value = value * 256 + buffer[i];
  } else {
    for (let i = offset, end = offset + size; i < end; i++) value = value * 256 + buffer[i];
  }
  return value;
}

function readSigned(buffer, offset, size, little) {
  const value = readUnsigned(buffer, offset, size, little);
  const top = buffer[little ? offset + size - 1 : offset];
  return top >= 128 ? value - 2 ** (size * 8) : value;
}

function writeInteger(buffer, value, offset, size, little) {
  // Two's complement of a negative number; fractions are cut towards zero first, as in a typed array.
  let rest = Math.trunc(value);
  if (!(rest === rest)) rest = 0;
  if (rest < 0) rest += 2 ** (size * 8);
  for (let i = 0; i < size; i++) {
    buffer[little ? offset + i : offset + size - 1 - i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

function writeChecked(buffer, value, offset, min, max, size, little) {
  value = +value;
  if (size === 1 && typeof offset !== 'number') validateNumber(offset, 'offset');
  if (value > max || value < min) valueError(value, min, max, size);
  checkOffset(buffer, offset, size);
  return writeInteger(buffer, value, offset, size, little);
}

function limits(size, signed) {
  return signed ? [-(2 ** (size * 8 - 1)), 2 ** (size * 8 - 1) - 1] : [0, 2 ** (size * 8) - 1];
}

function defineFixed(methods, bits, signed) {
  const size = bits / 8;
  const [min, max] = limits(size, signed);
  const read = signed ? readSigned : readUnsigned;
  for (const order of size === 1 ? [''] : ['LE', 'BE']) {
    const little = order !== 'BE';
    const name = `${signed ? 'Int' : 'UInt'}${bits}${order}`;
    define(methods, `read${name}`, function (offset = 0) {
      checkOffset(this, offset, size);
      return read(this, offset, size, little);
    });
    define(methods, `write${name}`, function (value, offset = 0) {
      return writeChecked(this, value, offset, min, max, size, little);
    });
  }
}

function defineVariable(methods, signed) {
  const kind = signed ? 'Int' : 'UInt';
  const read = signed ? readSigned : readUnsigned;
  for (const order of ['LE', 'BE']) {
    const little = order === 'LE';
    define(methods, `read${kind}${order}`, function (offset, byteLength) {
      if (offset === undefined) throw codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
      checkByteLength(byteLength);
      checkOffset(this, offset, byteLength);
      return read(this, offset, byteLength, little);
    });
    define(methods, `write${kind}${order}`, function (value, offset, byteLength) {
      checkByteLength(byteLength);
      const [min, max] = limits(byteLength, signed);
      return writeChecked(this, value, offset, min, max, byteLength, little);
    });
  }
}

function checkByteLength(byteLength) {
  if (byteLength === 1 || byteLength === 2 || byteLength === 3 ||
      byteLength === 4 || byteLength === 5 || byteLength === 6) return;
  if (typeof byteLength !== 'number') validateNumber(byteLength, 'byteLength');
  boundsError(byteLength, 6, 'byteLength');
}

// ---- Eight bytes: bigints --------------------------------------------------------------------------------------------

function defineBig(methods, signed) {
  const min = signed ? -(2n ** 63n) : 0n;
  const max = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  for (const order of ['LE', 'BE']) {
    const little = order === 'LE';
    const name = `Big${signed ? 'Int' : 'UInt'}64${order}`;
    define(methods, `read${name}`, function (offset = 0) {
      checkOffset(this, offset, 8);
      const high = BigInt(readUnsigned(this, little ? offset + 4 : offset, 4, little));
      const low = BigInt(readUnsigned(this, little ? offset : offset + 4, 4, little));
      const value = (high << 32n) + low;
      return signed ? BigInt.asIntN(64, value) : value;
    });
    define(methods, `write${name}`, function (value, offset = 0) {
      if (typeof value !== 'bigint') throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
      if (value > max || value < min) valueError(value, min, max, 8);
      checkOffset(this, offset, 8);
      const all = BigInt.asUintN(64, value);
      writeInteger(this, Number(all >> 32n), little ? offset + 4 : offset, 4, little);
      writeInteger(this, Number(all & 0xffffffffn), little ? offset : offset + 4, 4, little);
      return offset + 8;
    });
  }
}

// ---- Floats ----------------------------------------------------------------------------------------------------------

function defineFloat(methods, name, cell, bytes) {
  const size = bytes.length;
  for (const order of ['LE', 'BE']) {
    const little = order === 'LE';
    define(methods, `read${name}${order}`, function (offset = 0) {
      checkOffset(this, offset, size);
      for (let i = 0; i < size; i++) bytes[little ? i : size - 1 - i] = this[offset + i];
      return cell[0];
    });
    define(methods, `write${name}${order}`, function (value, offset = 0) {
      value = +value;
      checkOffset(this, offset, size);
      cell[0] = value;
      for (let i = 0; i < size; i++) this[offset + i] = bytes[little ? i : size - 1 - i];
      return offset + size;
    });
  }
}

function define(methods, name, method) {
  Object.defineProperty(method, 'name', { value: name, configurable: true });
  methods[name] = method;
  // Node 14 added the spelling `Uint` beside `UInt`.
  if (name.includes('UInt')) methods[name.replace('UInt', 'Uint')] = method;
}

/** Adds every `read...` and `write...` to `methods` (Buffer.prototype). */
function addNumberMethods(methods) {
  for (const bits of [8, 16, 32]) {
    defineFixed(methods, bits, false);
    defineFixed(methods, bits, true);
  }
  defineVariable(methods, false);
  defineVariable(methods, true);
  defineBig(methods, false);
  defineBig(methods, true);
  defineFloat(methods, 'Float', single, singleBytes);
  defineFloat(methods, 'Double', double, doubleBytes);
}

module.exports = { addNumberMethods };
