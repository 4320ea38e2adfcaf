'use strict';

/** `structuredClone(value, { transfer })`: the structured clone of the HTML standard, within one context. */

const { coded, codes } = require('internal/errors');
const { decode, encode } = require('internal/serdes/messages');

function structuredClone(value, options) {
  if (arguments.length === 0) {
    throw coded(TypeError, 'ERR_MISSING_ARGS', 'The value argument must be specified');
  }
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw codes.ERR_INVALID_ARG_TYPE('options', ['Object', 'null', 'undefined'], options);
  }
  const transfer = options && options.transfer !== undefined ? [...options.transfer] : [];
  const { bytes, ports, shared } = encode(value, transfer);
  const { duplicate } = require('internal/worker/natives');
  return decode([bytes, ports, shared.map(duplicate)], (number) => require('internal/worker/message_port').adoptPort(number));
}

// Plain data is copied natively, as it is; anything else goes the way of messages to other worlds.
module.exports = { structuredClone: native.quickClone(structuredClone) };
