'use strict';

const EventEmitter = require('events');
const { setImmediate } = require('timers');
const Ready = require('internal/egg/ready');

/** Outside of development nothing is watched, and whoever asks is told so. */
module.exports = class DefaultEventSource extends EventEmitter {
  #ready = new Ready();

  constructor() {
    super();
    // Later, when somebody listens.
    setImmediate(() => this.emit('warn', '[egg-watcher] defaultEventSource watcher will NOT take effect'));
    this.#ready.ready(true);
  }

  ready(callback) {
    return this.#ready.ready(callback);
  }

  watch() {
    this.emit('warn', '[egg-watcher] using defaultEventSource watcher.watch() does NOTHING');
  }

  unwatch() {
    this.emit('warn', '[egg-watcher] using defaultEventSource watcher.unwatch() does NOTHING');
  }
};
