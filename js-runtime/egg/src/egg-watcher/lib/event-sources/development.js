'use strict';

const EventEmitter = require('events');
const fs = require('fs');
const path = require('path');
const Ready = require('internal/egg/ready');

/** Watches files and directories with everything below, except hidden ones and node_modules. */
module.exports = class DevelopmentEventSource extends EventEmitter {
  #ready = new Ready();
  #watchers = new Map();

  constructor() {
    super();
    this.#ready.ready(true);
  }

  ready(callback) {
    return this.#ready.ready(callback);
  }

  /** A path that does not exist is not watched. */
  watch(target) {
    const stat = fs.statSync(target, { throwIfNoEntry: false });
    if (stat?.isFile()) this.#watchFile(target);
    else if (stat?.isDirectory()) this.#watchDirectory(target);
  }

  unwatch(target) {
    for (const [ watched, watcher ] of this.#watchers) {
      if (watched !== target && !watched.startsWith(target + path.sep)) continue;
      watcher.close();
      this.#watchers.delete(watched);
    }
  }

  #watchFile(file) {
    this.#add(file, event => this.emit('change', { path: file, event, stat: statOrNull(file) }));
  }

  #watchDirectory(directory) {
    if (this.#watchers.has(directory)) return;
    this.#add(directory, (event, name) => {
      if (!name || isIgnored(name)) return;
      const changed = path.join(directory, name);
      const stat = statOrNull(changed);
      const isDirectory = stat?.isDirectory() ?? false;
      if (isDirectory) this.#watchDirectory(changed);
      this.emit('change', { event, path: changed, stat, remove: !stat, isDirectory, isFile: stat?.isFile() ?? false });
    });
    for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory() && !isIgnored(entry.name)) this.#watchDirectory(path.join(directory, entry.name));
    }
  }

  #add(target, onChange) {
    const watcher = fs.watch(target, { persistent: true, recursive: false }, onChange);
    watcher.once('error', error => {
      this.unwatch(target);
      this.emit('error', Object.assign(error, { dir: target }));
    });
    this.#watchers.set(target, watcher);
  }
};

function isIgnored(name) {
  return name[0] === '.' || name === 'node_modules';
}

/** Null for what was removed. */
function statOrNull(file) {
  return fs.statSync(file, { throwIfNoEntry: false }) ?? null;
}
