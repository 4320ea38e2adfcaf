'use strict';

/** `stream.duplexPair()`: two Duplexes, each of which reads what is written to the other. */

const { Duplex } = require('internal/streams/duplex');

const kOther = Symbol('kOther');
const kTaken = Symbol('kTaken');

/** A write is done when the other side has asked for more. */
class Side extends Duplex {
  constructor(options) {
    super(options);
    this[kOther] = null;
    this[kTaken] = null;
  }

  _read() {
    const taken = this[kTaken];
    this[kTaken] = null;
    if (taken !== null) taken();
  }

  _write(chunk, encoding, callback) {
    if (chunk.length === 0) {
      process.nextTick(callback);
      return;
    }
    this[kOther].push(chunk);
    this[kOther][kTaken] = callback;
  }

  _final(callback) {
    this[kOther].on('end', callback);
    this[kOther].push(null);
  }
}

function duplexPair(options) {
  const [one, other] = [new Side(options), new Side(options)];
  one[kOther] = other;
  other[kOther] = one;
  return [one, other];
}

module.exports = { duplexPair };
