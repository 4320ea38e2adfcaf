'use strict';

/** Dir: an open folder, read entry by entry. */

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

class Dir {
  #path;
  #entries;
  #at = 0;
  #closed = false;
  #recursive;

  /** `entries`: the Dirents of the folder, in order. Use fs.opendir(). */
  constructor(path, entries, options) {
    if (path === undefined) throw codes.ERR_MISSING_ARGS('handle');
    this.#path = path;
    this.#entries = entries;
    this.#recursive = options.recursive === true;
  }

  get path() {
    return this.#path;
  }

  #check() {
    if (this.#closed) throw codes.ERR_DIR_CLOSED();
  }

  readSync() {
    this.#check();
    if (this.#at >= this.#entries.length) return null;
    const entry = this.#entries[this.#at++];
    if (this.#recursive && entry.isDirectory()) {
      const fs = require('fs');
      const folder = require('path').join(entry.parentPath, entry.name);
      this.#entries.splice(this.#at, 0, ...fs.readdirSync(folder, { withFileTypes: true }));
    }
    return entry;
  }

  read(callback) {
    if (callback === undefined) {
      return new Promise((resolve) => { resolve(this.readSync()); });
    }
    validateFunction(callback, 'callback');
    let entry;
    try {
      entry = this.readSync();
    } catch (error) {
      if (error.code === 'ERR_DIR_CLOSED') throw error;
      process.nextTick(callback, error);
      return undefined;
    }
    process.nextTick(callback, null, entry);
    return undefined;
  }

  closeSync() {
    this.#check();
    this.#closed = true;
    this.#entries = [];
  }

  close(callback) {
    if (callback === undefined) {
      return new Promise((resolve) => { resolve(this.closeSync()); });
    }
    validateFunction(callback, 'callback');
    this.closeSync();
    process.nextTick(callback, null);
    return undefined;
  }

  async* entries() {
    try {
      for (let entry = this.readSync(); entry !== null; entry = this.readSync()) yield entry;
    } finally {
      this.closeSync();
    }
  }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  value: Dir.prototype.entries, writable: true, configurable: true, enumerable: false,
});

module.exports = { Dir };
