'use strict';

/**
 * Watching files: FSEvent, the handle on the kernel's watch (fs/watch.rs); FSWatcher, what `fs.watch` gives; and the asynchronous
 * iterator of `fs.promises.watch`.
 */

const EventEmitter = require('events');
const { AbortError, UVException, codes } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateObject } = require('internal/validators');
const { encodeName, toPath } = require('internal/fs/arguments');
const { kResistStopPropagation } = require('internal/event_target');
const { KeepAlive } = require('internal/keep_alive');
const asyncContext = require('internal/async_context');
const natives = require('internal/fs/natives');

const ENOSPC = -28;

/** The handles of each of the kernel's watches, by its number. */
const watched = new Map();

function dispatch([number, isRename, name]) {
  // A handle may close others of the same watch.
  for (const handle of [...watched.get(number) || []]) {
    if (handle.number === number) handle.tell(isRename ? 'rename' : 'change', name);
  }
}

/** A watch of one path. Whoever makes one sets `onchange(status, eventType, filename)`; `status` is 0 or a negative errno. */
function FSEvent() {
  this.onchange = undefined;
  this.number = -1;
  this.keepAlive = new KeepAlive('FSEventWrap');
}

Object.defineProperty(FSEvent.prototype, 'initialized', {
  configurable: true,
  get() { return this.number >= 0; },
});

/** Begins. @returns {number} 0, or a negative errno. */
FSEvent.prototype.start = function (path, persistent, recursive, encoding) {
  const number = natives.watch(path, dispatch);
  if (number < 0) return number;
  this.number = number;
  // A watch of a file itself has no name of an entry; then it is told by its own.
  this.name = path.slice(path.lastIndexOf('/') + 1);
  this.encoding = encoding;
  this.context = asyncContext.get();
  if (!watched.has(number)) watched.set(number, new Set());
  watched.get(number).add(this);
  if (!persistent) this.keepAlive.unref();
  this.keepAlive.start();
  return 0;
};

FSEvent.prototype.tell = function (eventType, name) {
  const filename = encodeName(name === null ? this.name : name, this.encoding);
  asyncContext.runIn(this.context, this.onchange, this, [0, eventType, filename]);
};

FSEvent.prototype.close = function () {
  if (this.number < 0) return;
  const handles = watched.get(this.number);
  handles.delete(this);
  if (handles.size === 0) {
    watched.delete(this.number);
    natives.unwatch(this.number);
  }
  this.number = -1;
  this.keepAlive.stop();
};

FSEvent.prototype.ref = function () {
  this.keepAlive.ref();
};

FSEvent.prototype.unref = function () {
  this.keepAlive.unref();
};

FSEvent.prototype.hasRef = function () {
  return this.keepAlive.active && this.keepAlive.refed;
};

/** The error of a watch that failed with `errno`. */
function watchError(errno, path) {
  const error = UVException({
    errno,
    syscall: 'watch',
    path,
    message: errno === ENOSPC ? 'System limit for number of file watchers reached' : '',
  });
  error.filename = path;
  return error;
}

/** Emits `change` (eventType, filename), `error`, `close`. */
function FSWatcher() {
  EventEmitter.call(this);
  this._handle = new FSEvent();
  this._handle.onchange = (status, eventType, filename) => {
    if (status >= 0) {
      this.emit('change', eventType, filename);
      return;
    }
    // A watcher that fails has no `close`.
    if (this._handle !== null) this._handle.close();
    this._handle = null;
    this.emit('error', watchError(status, filename));
  };
}
Object.setPrototypeOf(FSWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(FSWatcher, EventEmitter);

/** Begins to watch. Throws the system's error. */
function startWatcher(watcher, path, { persistent, recursive, encoding }) {
  const errno = watcher._handle.start(path, persistent, recursive, encoding);
  if (errno < 0) throw watchError(errno, path);
}

/** There for those who called it in old versions; `fs.watch` has begun already. */
FSWatcher.prototype.start = function start() {};

FSWatcher.prototype.close = function close() {
  if (this._handle === null || !this._handle.initialized) return;
  this._handle.close();
  this._handle = null;
  process.nextTick(() => this.emit('close'));
};

FSWatcher.prototype.ref = function ref() {
  if (this._handle) this._handle.ref();
  return this;
};

FSWatcher.prototype.unref = function unref() {
  if (this._handle) this._handle.unref();
  return this;
};

/** `fs.watch`: `options` are read (toOptions) and their own. */
function watch(filename, options) {
  const path = toPath(filename);
  const { persistent = true, recursive = false, encoding, signal } = options;
  let watcher;
  if (recursive) {
    const { RecursiveWatcher } = require('internal/fs/recursive_watcher');
    watcher = new RecursiveWatcher({ ...options, persistent, recursive });
    watcher.watch(path);
  } else {
    watcher = new FSWatcher();
    startWatcher(watcher, path, { persistent, recursive, encoding });
  }
  if (signal?.aborted) {
    process.nextTick(() => watcher.close());
  } else if (signal) {
    const close = () => watcher.close();
    signal.addEventListener('abort', close, { __proto__: null, [kResistStopPropagation]: true });
    watcher.once('close', () => signal.removeEventListener('abort', close));
  }
  return watcher;
}

/**
 * `fs.promises.watch`: of `{ eventType, filename }`. As in Node 20, an event that comes before the one before it was taken is
 * dropped.
 */
async function* watchIterator(filename, options = {}) {
  validateObject(options, 'options');
  if (options.recursive != null) {
    validateBoolean(options.recursive, 'options.recursive');
    if (options.recursive) {
      const { RecursiveWatcher } = require('internal/fs/recursive_watcher');
      const watcher = new RecursiveWatcher(options);
      watcher.watch(toPath(filename));
      yield* watcher;
      return;
    }
  }
  const path = toPath(filename);
  const { persistent = true, encoding = 'utf8', signal } = options;
  validateBoolean(persistent, 'options.persistent');
  validateAbortSignal(signal, 'options.signal');
  if (encoding && !require('buffer').Buffer.isEncoding(encoding)) {
    throw codes.ERR_INVALID_ARG_VALUE(encoding, 'encoding', 'is invalid encoding');
  }
  const aborted = () => new AbortError(undefined, { cause: signal.reason });
  if (signal?.aborted) throw aborted();

  const handle = new FSEvent();
  let next = Promise.withResolvers();
  const onAbort = () => {
    handle.close();
    next.reject(aborted());
  };
  handle.onchange = (status, eventType, name) => next.resolve({ eventType, filename: name });
  try {
    if (signal) signal.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
    const errno = handle.start(path, persistent, false, encoding);
    if (errno < 0) throw watchError(errno, path);
    while (!signal?.aborted) {
      yield await next.promise;
      next = Promise.withResolvers();
    }
    throw aborted();
  } finally {
    handle.close();
    if (signal) signal.removeEventListener('abort', onAbort);
  }
}

module.exports = { FSWatcher, watch, watchIterator };
