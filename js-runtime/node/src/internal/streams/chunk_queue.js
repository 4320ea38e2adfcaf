'use strict';

// The chunks that a Readable holds, first in first out. A plain array with a moving head: shifting costs no copy, and the
// part that was read is dropped in bulk.

const { Buffer } = require('buffer');

const COMPACT_AT = 64;

/** Of every queue that holds nothing: most streams are made, and many end, without one waiting chunk. */
const EMPTY = Object.freeze([]);

class ChunkQueue {
  items = EMPTY;
  head = 0;

  get length() {
    return this.items.length - this.head;
  }

  /** Packages empty a stream's buffer with `readableBuffer.length = 0`. */
  set length(value) {
    this.items = this.items.slice(this.head, this.head + value);
    this.head = 0;
  }

  push(chunk) {
    if (this.items === EMPTY) this.items = [chunk];
    else this.items.push(chunk);
  }

  unshift(chunk) {
    if (this.head > 0) this.items[--this.head] = chunk;
    else this.items = [chunk, ...this.items];
  }

  /** The oldest chunk; undefined when empty. */
  first() {
    return this.items[this.head];
  }

  shift() {
    if (this.head === this.items.length) return undefined;
    const chunk = this.items[this.head];
    this.items[this.head++] = undefined;
    if (this.head === this.items.length) {
      this.items = EMPTY;
      this.head = 0;
    } else if (this.head >= COMPACT_AT && this.head * 2 >= this.items.length) {
      this.items.splice(0, this.head);
      this.head = 0;
    }
    return chunk;
  }

  clear() {
    this.items = EMPTY;
    this.head = 0;
  }

  /** Everything as one string, without removing it. */
  join(separator) {
    let text = '';
    for (let i = this.head; i < this.items.length; i++) text += (i > this.head ? separator : '') + this.items[i];
    return text;
  }

  /** Everything as one Buffer of `total` bytes, without removing it. */
  concat(total) {
    return Buffer.concat(this.head === 0 ? this.items : this.items.slice(this.head), total);
  }

  /** Removes and returns exactly `n` bytes or UTF-16 units; there must be as many. */
  take(n, asString) {
    const first = this.first();
    if (n < first.length) {
      this.items[this.head] = first.slice(n);
      return first.slice(0, n);
    }
    if (n === first.length) return this.shift();
    const parts = [];
    let missing = n;
    while (missing > 0) {
      const chunk = this.first();
      if (chunk.length <= missing) {
        missing -= chunk.length;
        parts.push(this.shift());
      } else {
        parts.push(chunk.slice(0, missing));
        this.items[this.head] = chunk.slice(missing);
        missing = 0;
      }
    }
    return asString ? parts.join('') : Buffer.concat(parts, n);
  }

  *[Symbol.iterator]() {
    for (let i = this.head; i < this.items.length; i++) yield this.items[i];
  }
}

module.exports = { ChunkQueue };
