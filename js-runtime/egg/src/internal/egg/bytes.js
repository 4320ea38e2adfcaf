'use strict';

const UNITS = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

/** `10mb`, `1.5 KB` or a number as a count of bytes. */
module.exports = function parseBytes(size) {
  if (typeof size === 'number') return size;
  const match = /^([+-]?\d+(?:\.\d+)?) *(b|kb|mb|gb|tb)?$/i.exec(size);
  if (!match) {
    const parsed = Number.parseInt(size, 10);
    if (Number.isNaN(parsed)) throw new Error(`bytes(${JSON.stringify(size)}) should be a number of bytes or a text like 10mb`);
    return parsed;
  }
  return Math.floor(UNITS[(match[2] ?? 'b').toLowerCase()] * Number(match[1]));
};
