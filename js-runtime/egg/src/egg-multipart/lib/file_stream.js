'use strict';

const { Buffer } = require('buffer');
const { Readable } = require('stream');

/** An uploaded file's bytes. At its limit it is `truncated`, emits `limit` once and ends there. */
module.exports = class FileStream extends Readable {
  #room;
  #drained;

  constructor(limit) {
    super();
    this.truncated = false;
    this.isFull = false;
    this.#room = limit;
  }

  _read() {
    this.isFull = false;
    const drained = this.#drained;
    this.#drained = undefined;
    drained?.();
  }

  _destroy(error, callback) {
    // Whoever stops reading must not stop the form.
    this._read();
    callback(error);
  }

  /** Calls back when somebody wants more. */
  onceDrained(callback) {
    this.#drained = callback;
  }

  append(bytes) {
    if (this.truncated || this.destroyed) return;
    const kept = bytes.subarray(0, this.#room);
    this.#room -= kept.length;
    if (kept.length > 0) this.isFull = !this.push(Buffer.from(kept));
    // A file that fills its limit counts as cut, as for the npm package busboy.
    if (this.#room > 0) return;
    this.truncated = true;
    this.emit('limit');
    this.isFull = false;
  }

  finish() {
    this.isFull = false;
    if (!this.destroyed) this.push(null);
  }
};
