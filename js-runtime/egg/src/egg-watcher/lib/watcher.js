'use strict';

const EventEmitter = require('events');
const path = require('path');
const unitFiles = require('internal/egg/unit_files');

/**
 * Tells listeners of a path what changes there. Where changes come from is `config.watcher.eventSources[type]`: a class, or
 * the file of one; its own options are `config.watcherDefault` and so on.
 */
module.exports = class Watcher extends EventEmitter {
  constructor(config) {
    super();
    const { eventSources, type } = config.watcher;
    const source = eventSources[type];
    const EventSource = typeof source === 'string' ? unitFiles.requireModule(source) : source;
    this._eventSource = new EventSource(config[`watcher${type[0].toUpperCase()}${type.slice(1)}`]);
    this._eventSource.on('change', info => this.#report('change', info, isInside));
    this._eventSource.on('fuzzy-change', info => this.#report('fuzzy-change', info, (listened, changed) => isInside(changed, listened)));
    for (const event of [ 'info', 'warn', 'error' ]) this._eventSource.on(event, (...args) => this.emit(event, ...args));
  }

  ready(callback) {
    return this._eventSource.ready(callback);
  }

  /** `callback({ path, event, stat })` for changes at or below a path, or several. */
  watch(file, callback) {
    this.emit('info', '[egg-watcher] Start watching: %j', file);
    if (!file) return;
    if (Array.isArray(file)) {
      for (const one of file) this.watch(one, callback);
      return;
    }
    if (this.listenerCount(file) === 0) this._eventSource.watch(file);
    this.on(file, callback);
  }

  #report(kind, info, concerns) {
    this.emit('info', `[egg-watcher] Received a ${kind} event from eventSource: %j`, info);
    for (const listened of this.eventNames()) {
      if (typeof listened === 'string' && path.isAbsolute(listened) && concerns(listened, info.path)) this.emit(listened, info);
    }
  }
};

function isInside(directory, file) {
  return !path.relative(directory, file).startsWith('..');
}
