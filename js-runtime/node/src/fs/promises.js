'use strict';

/** `fs/promises`, and the FileHandle that its `open` gives. */

const { codes } = require('internal/errors');
const { constants } = require('internal/fs/constants');
const { plans } = require('internal/fs/operations');
const { runPromise } = require('internal/fs/run');
const { toFlags, toOptions } = require('internal/fs/arguments');
const { parseFileMode } = require('internal/validators');
const { FileHandle, checkSignal } = require('internal/fs/file_handle');

const promises = module.exports;

const NAMES = [
  'access', 'copyFile', 'cp', 'opendir', 'rename', 'truncate', 'rm', 'rmdir', 'mkdir', 'readdir', 'readlink', 'symlink', 'lstat',
  'stat', 'statfs', 'link', 'unlink', 'chmod', 'lchown', 'chown', 'utimes', 'lutimes', 'realpath', 'mkdtemp',
];
for (const name of NAMES) {
  promises[name] = { async [name](...args) { return runPromise(plans[name](...args)); } }[name];
}

promises.open = async function open(path, flags, mode) {
  return new FileHandle(await runPromise(plans.open(path, flags, mode)));
};

promises.readFile = async function readFile(path, options) {
  options = toOptions(options, { flag: 'r' });
  if (path instanceof FileHandle) return path.readFile(options);
  const plan = plans.readFile(path, options);
  checkSignal(options.signal);
  const result = await runPromise(plan);
  checkSignal(options.signal);
  return result;
};

function isIterable(value) {
  return value !== null && typeof value === 'object' && !ArrayBuffer.isView(value) &&
    (typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function');
}

promises.writeFile = async function writeFile(path, data, options) {
  options = toOptions(options, {});
  if (path instanceof FileHandle) return path.writeFile(data, options);
  if (!isIterable(data)) {
    const plan = plans.writeFile(path, data, options);
    checkSignal(options.signal);
    await runPromise(plan);
    checkSignal(options.signal);
    return undefined;
  }
  checkSignal(options.signal);
  const handle = await promises.open(path, toFlags(options.flag || 'w'), parseFileMode(options.mode, 'mode', 0o666));
  try {
    await handle.writeFile(data, options);
    if (options.flush) await handle.sync();
  } finally {
    await handle.close();
  }
};

promises.appendFile = async function appendFile(path, data, options) {
  options = toOptions(options, {});
  return promises.writeFile(path, data, { ...options, flag: options.flag || 'a' });
};

promises.lchmod = async function lchmod() {
  throw codes.ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
};

promises.watch = function watch(filename, options) {
  return require('internal/fs/watchers').watchIterator(filename, options);
};
promises.constants = constants;

