'use strict';

const { Buffer } = require('buffer');
const { TextDecoder } = require('util');

/** Text of a charset by any of its names; of one that nobody knows the bytes as latin1. */
module.exports = function decodeText(bytes, charset) {
  const name = charset.toLowerCase();
  if (Buffer.isEncoding(name)) return bytes.toString(name);
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
};
