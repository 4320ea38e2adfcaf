'use strict';

/** `fs.watchFile`: files that are asked for their stats again and again. */

const EventEmitter = require('events');
const { validateFunction, validateUint32 } = require('internal/validators');
const { toPath } = require('internal/fs/arguments');
const { toStats } = require('internal/fs/stats');
const { KeepAlive } = require('internal/keep_alive');
const asyncContext = require('internal/async_context');
const natives = require('internal/fs/natives');

/** How often a file is looked at when nobody says, in milliseconds: Node's own figure. */
const INTERVAL = 5007;
/** The stats of a file that is not there (natives give them as fields, fs/types.rs). */
const NOTHING = new Array(18).fill(0);
/** Those of the fields whose change is told: all but the time of the last access. */
const COMPARED = [0, 1, 3, 4, 7, 8, 12, 13, 14, 15, 16, 17];

/** Emits `change` (current, previous) and `stop`. It keeps the process alive while one of its users is persistent and not unref()ed. */
function StatWatcher(bigint) {
  EventEmitter.call(this);
  this.bigint = Boolean(bigint);
  this.keepAlive = new KeepAlive('StatWatcher');
  this.started = false;
  this.stopped = false;
  /** How many users it has, and how many of them are ref()ed. */
  this.users = 1;
  this.refs = 1;
}
Object.setPrototypeOf(StatWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(StatWatcher, EventEmitter);

/** There for those who called it in old versions; `fs.watchFile` has begun already. */
StatWatcher.prototype.start = function start() {};

function begin(watcher, path, persistent, interval) {
  validateUint32(interval, 'interval');
  watcher.started = true;
  watcher.keepAlive.start();
  if (!persistent) watcher.unref();

  const context = asyncContext.get();
  /** The last stats there were; a file that is gone keeps them. */
  let previous = NOTHING;
  /** What the last look came to: 0 before the first one, 1, or a negative errno. */
  let status = 0;
  const tell = (current, before) => {
    asyncContext.runIn(context, watcher.emit, watcher, ['change', toStats(current, watcher.bigint), toStats(before, watcher.bigint)]);
  };
  const look = () => {
    const began = Date.now();
    natives.stat((error, fields) => {
      if (watcher.stopped) return;
      // The next look first: a listener may throw.
      watcher.timer = setTimeout(look, interval - ((Date.now() - began) % Math.max(interval, 1))).unref();
      const [before, last] = [previous, status];
      if (error) {
        status = error.errno;
        if (last !== status) tell(NOTHING, before);
        return;
      }
      status = 1;
      previous = fields;
      if (last < 0 || (last === 1 && COMPARED.some((at) => fields[at] !== before[at]))) tell(fields, before);
    }, path);
  };
  look();
}

/** Ends; `stop` is emitted. */
StatWatcher.prototype.stop = function stop() {
  if (!this.started || this.stopped) return;
  this.stopped = true;
  clearTimeout(this.timer);
  this.keepAlive.stop();
  process.nextTick(() => this.emit('stop'));
};

StatWatcher.prototype.ref = function ref() {
  if (this.refs < this.users && this.refs++ === 0) this.keepAlive.ref();
  return this;
};

StatWatcher.prototype.unref = function unref() {
  if (this.refs > 0 && --this.refs === 0) this.keepAlive.unref();
  return this;
};

/** One watcher of each file, whoever asks for it. */
const watchers = new Map();

/** `options`: persistent, interval (milliseconds), bigint; those of the file's first watcher hold. */
function watchFile(filename, options, listener) {
  const path = require('path').resolve(toPath(filename));
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = {};
  }
  const { persistent, interval, bigint } = { persistent: true, interval: INTERVAL, ...options };
  validateFunction(listener, 'listener');
  let watcher = watchers.get(path);
  if (watcher === undefined) {
    watcher = new StatWatcher(bigint);
    begin(watcher, path, persistent, interval);
    watchers.set(path, watcher);
  } else {
    watcher.users++;
    watcher.refs++;
    watcher.keepAlive.ref();
  }
  watcher.addListener('change', listener);
  return watcher;
}

/** Without a listener: all of them. */
function unwatchFile(filename, listener) {
  const path = require('path').resolve(toPath(filename));
  const watcher = watchers.get(path);
  if (watcher === undefined) return;
  if (typeof listener === 'function') {
    const before = watcher.listenerCount('change');
    watcher.removeListener('change', listener);
    if (watcher.listenerCount('change') < before) {
      watcher.users--;
      watcher.unref();
    }
  } else {
    watcher.removeAllListeners('change');
  }
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  watchers.delete(path);
}

module.exports = { unwatchFile, watchFile };
