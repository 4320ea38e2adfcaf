'use strict';

/** `ByteLengthQueuingStrategy` and `CountQueuingStrategy`: how much a queue may hold, counted in bytes or in chunks. */

const { codes } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { finish, setState, stateOf } = require('internal/webstreams/shared');

// One function for all strategies of a kind, as the standard has it.
const byteLength = { size: (chunk) => chunk.byteLength }.size;
const count = { size: () => 1 }.size;

function init(self, kind, options) {
  validateObject(options, 'init');
  if (options.highWaterMark === undefined) throw codes.ERR_MISSING_OPTION('init.highWaterMark');
  // Whether it is a sensible number shows when a stream takes the strategy.
  setState(self, kind, { highWaterMark: +options.highWaterMark });
}

class ByteLengthQueuingStrategy {
  constructor(options) { init(this, 'ByteLengthQueuingStrategy', options); }

  get highWaterMark() { return stateOf(this, 'ByteLengthQueuingStrategy').highWaterMark; }

  get size() {
    stateOf(this, 'ByteLengthQueuingStrategy');
    return byteLength;
  }
}

class CountQueuingStrategy {
  constructor(options) { init(this, 'CountQueuingStrategy', options); }

  get highWaterMark() { return stateOf(this, 'CountQueuingStrategy').highWaterMark; }

  get size() {
    stateOf(this, 'CountQueuingStrategy');
    return count;
  }
}

for (const Class of [ByteLengthQueuingStrategy, CountQueuingStrategy]) {
  finish(Class, ['highWaterMark', 'size'], (state) => ({ highWaterMark: state.highWaterMark }));
}

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
