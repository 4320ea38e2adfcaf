'use strict';

/**
 * A whole folder watched: inotify knows no folders in folders, so every file and folder below has a watch of its own, and what
 * appears gets one.
 */

const EventEmitter = require('events');
const path = require('path');
const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateBoolean } = require('internal/validators');
const { kResistStopPropagation } = require('internal/event_target');

/** Emits as FSWatcher does; filenames are relative to the folder. `options`: persistent, signal, encoding (checked only). */
class RecursiveWatcher extends EventEmitter {
  #options;
  #closed = false;
  #root = '';
  #rootIsFile = false;
  /** By path: { watcher, isLink }. */
  #files = new Map();

  constructor(options) {
    super();
    const { persistent, recursive, signal, encoding } = options;
    if (recursive != null) validateBoolean(recursive, 'options.recursive');
    if (persistent != null) validateBoolean(persistent, 'options.persistent');
    if (signal != null) validateAbortSignal(signal, 'options.signal');
    if (encoding != null && typeof encoding !== 'string') throw codes.ERR_INVALID_ARG_VALUE(encoding, 'options.encoding');
    this.#options = { persistent, signal };
  }

  /** Begins. Throws the error of a path that cannot be watched. */
  watch(filename) {
    this.#root = path.resolve(filename);
    try {
      const stats = require('fs').statSync(this.#root);
      this.#rootIsFile = stats.isFile();
      this.#watchFile(this.#root, false);
      if (stats.isDirectory()) this.#watchFolder(this.#root);
    } catch (error) {
      error.filename = filename;
      throw error;
    }
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const { watcher } of this.#files.values()) watcher.close();
    this.#files.clear();
    this.emit('close');
  }

  ref() {
    for (const { watcher } of this.#files.values()) watcher.ref();
    return this;
  }

  unref() {
    for (const { watcher } of this.#files.values()) watcher.unref();
    return this;
  }

  #tell(eventType, file) {
    this.emit('change', eventType, path.relative(this.#root, file));
  }

  #watchFile(file, isLink) {
    if (this.#files.has(file)) return;
    const watcher = require('fs').watch(file, { persistent: this.#options.persistent }, () => this.#changed(file));
    this.#files.set(file, { watcher, isLink });
  }

  /** Watches what is new in a folder. */
  #watchFolder(folder) {
    let entries;
    try {
      entries = require('fs').readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.emit('error', error);
      return;
    }
    for (const entry of entries) {
      const file = path.join(folder, entry.name);
      if (this.#closed) return;
      if (this.#files.has(file)) continue;
      this.#tell('rename', file);
      try {
        this.#watchFile(file, entry.isSymbolicLink());
      } catch (error) {
        // It may be gone again.
        if (error.code !== 'ENOENT') this.emit('error', error);
        continue;
      }
      if (entry.isDirectory()) this.#watchFolder(file);
    }
  }

  /** No longer watches a file, nor what was below it. */
  #forget(file) {
    for (const [name, { watcher }] of this.#files) {
      if (name !== file && !name.startsWith(file + path.sep)) continue;
      watcher.close();
      this.#files.delete(name);
    }
  }

  #changed(file) {
    const known = this.#files.get(file);
    if (known === undefined) return;
    const stats = require('fs').statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) {
      this.#forget(file);
      this.#tell('rename', file);
    } else if (file === this.#root && this.#rootIsFile) {
      this.emit('change', 'change', path.basename(file));
    } else if (known.isLink) {
      this.#tell('rename', file);
    } else if (stats.isDirectory()) {
      this.#watchFolder(file);
    } else {
      this.#tell('change', file);
    }
  }

  /** Of `{ eventType, filename }`; an abort of the signal closes the watcher and rejects. */
  [Symbol.asyncIterator]() {
    const { signal } = this.#options;
    const next = () => new Promise((resolve, reject) => {
      const onChange = (eventType, filename) => {
        if (signal != null) signal.removeEventListener('abort', onAbort);
        resolve({ done: false, value: { eventType, filename } });
      };
      const onAbort = () => {
        this.removeListener('change', onChange);
        this.close();
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      if (signal != null && signal.aborted) {
        onAbort();
        return;
      }
      if (signal != null) signal.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
      this.once('change', onChange);
    });
    const finished = { done: true, value: undefined };
    return {
      next: async () => (this.#closed ? finished : next()),
      return: async () => {
        this.close();
        return finished;
      },
      [Symbol.asyncIterator]() { return this; },
    };
  }
}

module.exports = { RecursiveWatcher };
