'use strict';

/**
 * `fs`. Its functions are made of the operations' table (internal/fs/operations): `name(…, callback)` and `nameSync(…)`. What takes
 * arguments in a way of its own (read, write, exists, readFile's callback forms) stands here.
 */

const { validateFunction } = require('internal/validators');
const { plans, realpathNative } = require('internal/fs/operations');
const io = require('internal/fs/io');
const { runSync, runCallback } = require('internal/fs/run');
const { constants } = require('internal/fs/constants');
const { toOptions, toPath } = require('internal/fs/arguments');
const { Stats, Dirent } = require('internal/fs/stats');
const { Dir } = require('internal/fs/dir');
const { refusal } = require('internal/not_built');
const natives = require('internal/fs/natives');

const kPromisify = Symbol.for('nodejs.util.promisify.custom');

const fs = module.exports;

/**
 * The callback of a call is its last argument, or the first function after the required ones. Some functions take what stands last for
 * the callback (`orLast`), as their error shows.
 */
function takeCallback(args, required, length, orLast) {
  let at = length;
  if (typeof args[at] !== 'function') {
    for (let i = required; i < args.length; i++) {
      if (typeof args[i] === 'function') {
        at = i;
        break;
      }
    }
  }
  const callback = args[at];
  validateFunction(callback === undefined && orLast && args.length > required ? args[args.length - 1] : callback, 'cb');
  args.length = Math.min(args.length, at);
  return callback;
}

// Name: [required arguments, position of the callback, orLast]. What comes between may be left out.
const ARITY = {
  access: [1, 2], appendFile: [2, 3, true], chmod: [2, 2], chown: [3, 3], close: [1, 1], copyFile: [2, 3], cp: [2, 3], fchmod: [2, 2],
  fchown: [3, 3], fdatasync: [1, 1], fstat: [1, 2], fsync: [1, 1], ftruncate: [1, 2], futimes: [3, 3], lchown: [3, 3], link: [2, 2],
  lstat: [1, 2], lutimes: [3, 3], mkdir: [1, 2], mkdtemp: [1, 2], open: [1, 3, true], opendir: [1, 2], readFile: [1, 2, true], readdir: [1, 2],
  readlink: [1, 2], realpath: [1, 2], rename: [2, 2], rm: [1, 2], rmdir: [1, 2], stat: [1, 2], statfs: [1, 2], symlink: [2, 3, true],
  truncate: [1, 2], unlink: [1, 1], utimes: [3, 3], writeFile: [2, 3, true],
};

function defineCallback(name, plan, [required, length, orLast]) {
  return {
    [name](...args) {
      const callback = takeCallback(args, required, length, orLast);
      runCallback(plan(...args), callback);
    },
  }[name];
}

for (const name of Object.keys(ARITY)) {
  const plan = plans[name];
  fs[name] = defineCallback(name, plan, ARITY[name]);
  const syncName = `${name}Sync`;
  fs[syncName] = { [syncName](...args) { return runSync(plan(...args)); } }[syncName];
}

// close() without a callback throws what it cannot tell anybody.
fs.close = function close(fd, callback) {
  if (callback === undefined) callback = (error) => { if (error) throw error; };
  else validateFunction(callback, 'cb');
  runCallback(plans.close(fd), callback);
};

// The options of these may hold a signal: it stops what has not begun, and turns the result of what has into its error.
function abortable(name, arity, plan) {
  fs[name] = {
    [name](...args) {
      const callback = takeCallback(args, ...arity);
      const planned = plan(...args);
      const options = args[arity[1] - 1];
      const signal = options !== null && typeof options === 'object' ? options.signal : undefined;
      if (signal === undefined) {
        runCallback(planned, callback);
        return;
      }
      const aborted = () => {
        const { AbortError } = require('internal/errors');
        return new AbortError(undefined, { cause: signal.reason });
      };
      if (signal.aborted) process.nextTick(callback, aborted());
      else runCallback(planned, (...results) => (signal.aborted ? callback(aborted()) : callback(...results)));
    },
  }[name];
}
abortable('readFile', [1, 2, true], plans.readFile);
abortable('writeFile', [2, 3, true], plans.writeFile);
abortable('appendFile', [2, 3, true], plans.appendFile);

for (const [name, follow] of [['statSync', plans.stat], ['lstatSync', plans.lstat]]) {
  fs[name] = {
    [name](path, options = { bigint: false, throwIfNoEntry: true }) {
      const plan = follow(path, options);
      if (options === null || typeof options !== 'object' || options.throwIfNoEntry !== false) return runSync(plan);
      try {
        return runSync(plan);
      } catch (error) {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
  }[name];
}

// ---- exists: no error, ever ------------------------------------------------------------------------------------------

fs.exists = function exists(path, callback) {
  validateFunction(callback, 'cb');
  let plan;
  try {
    plan = plans.access(path);
  } catch {
    callback(false);
    return;
  }
  runCallback(plan, (error) => callback(!error));
};
Object.defineProperty(fs.exists, kPromisify, {
  enumerable: false,
  value: function exists(path) { return new Promise((resolve) => fs.exists(path, resolve)); },
});

fs.existsSync = function existsSync(path) {
  let checked;
  try {
    checked = toPath(path);
  } catch {
    return false;
  }
  return natives.exists(checked);
};

// ---- Reads and writes: callbacks of three arguments ------------------------------------------------------------------

function defineIo(name, plan, key) {
  fs[name] = {
    [name](fd, ...rest) {
      const at = rest.findLastIndex((value) => typeof value === 'function');
      const planned = plan(fd, at < 0 ? rest : rest.slice(0, at));
      const callback = rest[at];
      validateFunction(callback, 'cb');
      runCallback(planned, (error, result) => {
        if (error) callback(error);
        else callback(null, result.bytes, result.buffer);
      });
    },
  }[name];
  Object.defineProperty(fs[name], kPromisify, {
    enumerable: false,
    value: (fd, ...rest) => new Promise((resolve, reject) => {
      fs[name](fd, ...rest, (error, bytes, buffer) => {
        if (error) reject(error);
        else resolve({ [key[0]]: bytes, [key[1]]: buffer });
      });
    }),
  });
  const syncName = `${name}Sync`;
  fs[syncName] = { [syncName](fd, ...rest) { return runSync(plan(fd, rest)).bytes; } }[syncName];
}

// readv and writev take one list as their buffers.
defineIo('read', io.read, ['bytesRead', 'buffer']);
defineIo('write', io.write, ['bytesWritten', 'buffer']);
defineIo('readv', (fd, rest) => io.readv(fd, ...rest), ['bytesRead', 'buffers']);
defineIo('writev', (fd, rest) => io.writev(fd, ...rest), ['bytesWritten', 'buffers']);

// ---- The rest --------------------------------------------------------------------------------------------------------

fs.realpath.native = defineCallback('native', realpathNative, [1, 2, true]);
fs.realpathSync.native = function native(path, options) {
  return runSync(realpathNative(path, options));
};

fs.lchmod = undefined;
fs.lchmodSync = undefined;

fs.watch = function watch(filename, options, listener) {
  if (typeof options === 'function') listener = options;
  const watcher = require('internal/fs/watchers').watch(filename, toOptions(options));
  if (listener) watcher.addListener('change', listener);
  return watcher;
};

fs.watchFile = function watchFile(filename, options, listener) {
  return require('internal/fs/stat_watchers').watchFile(filename, options, listener);
};

fs.unwatchFile = function unwatchFile(filename, listener) {
  require('internal/fs/stat_watchers').unwatchFile(filename, listener);
};

fs.openAsBlob = refusal('fs.openAsBlob()', 'Read the file and make a Blob of its bytes.');

fs._toUnixTimestamp = function _toUnixTimestamp(time, name = 'time') {
  return require('internal/fs/arguments').toSeconds(time, name);
};

fs.createReadStream = function createReadStream(path, options) {
  return new fs.ReadStream(path, options);
};

fs.createWriteStream = function createWriteStream(path, options) {
  return new fs.WriteStream(path, options);
};

fs.Dirent = Dirent;
fs.Dir = Dir;
fs.Stats = Stats;
fs.constants = constants;
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) {
  Object.defineProperty(fs, name, { value: constants[name], enumerable: true, writable: true, configurable: true });
}

// Replaceable: graceful-fs puts its own classes here.
for (const [name, stream] of [
  ['ReadStream', 'ReadStream'], ['WriteStream', 'WriteStream'], ['FileReadStream', 'ReadStream'], ['FileWriteStream', 'WriteStream'],
]) {
  let own;
  Object.defineProperty(fs, name, {
    configurable: true,
    enumerable: true,
    get() { return own === undefined ? require('internal/fs/streams')[stream] : own; },
    set(value) { own = value; },
  });
}

Object.defineProperty(fs, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('fs/promises'); },
});

