'use strict';

/**
 * The operations of `fs` as plans (internal/fs/run): each function checks the arguments that Node's function of the same name takes
 * and says what is to be done. `fs` and `fs/promises` derive their functions from this table.
 */

const { codes } = require('internal/errors');
const { parseFileMode, validateBoolean, validateInteger, validateObject } = require('internal/validators');
const { constants } = require('internal/fs/constants');
const { toStats, toStatFs, Dirent } = require('internal/fs/stats');
const {
  toPath, toFd, isFd, toFlags, toAccessMode, toOptions, toSeconds, toData, encodeName, checkEncoding,
} = require('internal/fs/arguments');

// ---- Asking ----------------------------------------------------------------------------------------------------------

function access(path, mode) {
  return ['access', [toPath(path), toAccessMode(mode)]];
}

function stat(path, options) {
  const { bigint = false } = options || {};
  return ['stat', [toPath(path)], (fields) => toStats(fields, bigint)];
}

function lstat(path, options) {
  const { bigint = false } = options || {};
  return ['lstat', [toPath(path)], (fields) => toStats(fields, bigint)];
}

function fstat(fd, options) {
  const { bigint = false } = options || {};
  return ['fstat', [toFd(fd)], (fields) => toStats(fields, bigint)];
}

function statfs(path, options) {
  const { bigint = false } = options || {};
  return ['statfs', [toPath(path)], (fields) => toStatFs(fields, bigint)];
}

function readlink(path, options) {
  const { encoding } = toOptions(options);
  return ['readlink', [toPath(path, 'oldPath')], (target) => encodeName(target, encoding)];
}

/** Node walks the path in JavaScript, and its errors come from `lstat`; `realpath.native` asks the system. */
function realpath(path, options) {
  const { encoding } = toOptions(options);
  return ['realpath', [toPath(path), 'lstat'], (real) => encodeName(real, encoding)];
}

function realpathNative(path, options) {
  const { encoding } = toOptions(options);
  return ['realpath', [toPath(path), 'realpath'], (real) => encodeName(real, encoding)];
}

// ---- Whole files -----------------------------------------------------------------------------------------------------

function decode(bytes, encoding) {
  const { Buffer } = require('buffer');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding ? buffer.toString(encoding) : buffer;
}

function readFile(path, options) {
  options = toOptions(options, { flag: 'r' });
  const encoding = options.encoding;
  if (encoding === 'buffer') checkEncoding(encoding);
  if (isFd(path)) return ['readAll', [path], (bytes) => decode(bytes, encoding)];
  const args = [toPath(path), toFlags(options.flag === undefined ? 'r' : options.flag)];
  if (encoding === 'utf8' || encoding === 'utf-8') return ['readText', args];
  return ['readFile', args, (bytes) => decode(bytes, encoding)];
}

function writeWith(path, data, options, flag) {
  options = toOptions(options, {});
  const { encoding = 'utf8', mode, flush = false } = options;
  if (options.flag) flag = options.flag;
  if (flush !== undefined) validateBoolean(flush, 'options.flush');
  data = toData(data, encoding);
  if (isFd(path)) {
    const write = ['writeAll', [path, data]];
    return flush ? both(write, ['fsync', [path]]) : write;
  }
  return ['writeFile', [toPath(path), data, toFlags(flag), parseFileMode(mode, 'mode', 0o666), flush]];
}

function* both(first, second) {
  yield first;
  yield second;
}

function writeFile(path, data, options) {
  return writeWith(path, data, options, 'w');
}

function appendFile(path, data, options) {
  return writeWith(path, data, options, 'a');
}

function copyFile(src, dest, mode) {
  return ['copyFile', [toPath(src, 'src'), toPath(dest, 'dest'), toAccessMode(mode)]];
}

const warned = new Set();

function warnOnce(what, ...warning) {
  if (warned.has(what)) return;
  warned.add(what);
  process.emitWarning(...warning);
}

function truncate(path, length) {
  if (length === undefined) length = 0;
  validateInteger(length, 'len');
  if (typeof path === 'number') {
    warnOnce(
      'truncate', 'Using fs.truncate with a file descriptor is deprecated. Please use fs.ftruncate with a file descriptor instead.',
      'DeprecationWarning', 'DEP0081');
    return ftruncate(path, length);
  }
  return truncatePath(toPath(path), Math.max(0, length));
}

function* truncatePath(path, length) {
  const fd = yield ['open', [path, constants.O_RDWR, 0o666]];
  try {
    yield ['ftruncate', [fd, length]];
  } finally {
    yield ['close', [fd]];
  }
}

// ---- Open files ------------------------------------------------------------------------------------------------------

function open(path, flags, mode) {
  return ['open', [toPath(path), toFlags(flags), parseFileMode(mode, 'mode', 0o666)]];
}

function close(fd) {
  return ['close', [toFd(fd)]];
}

function ftruncate(fd, length = 0) {
  validateInteger(length, 'len');
  return ['ftruncate', [toFd(fd), Math.max(0, length)]];
}

function fsync(fd) {
  return ['fsync', [toFd(fd)]];
}

function fdatasync(fd) {
  return ['fdatasync', [toFd(fd)]];
}

function fchmod(fd, mode) {
  return ['fchmod', [toFd(fd), parseFileMode(mode, 'mode')]];
}

function owners(uid, gid) {
  validateInteger(uid, 'uid', -1, 2 ** 32 - 1);
  validateInteger(gid, 'gid', -1, 2 ** 32 - 1);
  return [uid, gid];
}

function fchown(fd, uid, gid) {
  return ['fchown', [toFd(fd), ...owners(uid, gid)]];
}

function futimes(fd, atime, mtime) {
  return ['futimes', [toFd(fd), toSeconds(atime, 'atime'), toSeconds(mtime, 'mtime')]];
}

// ---- Names and rights ------------------------------------------------------------------------------------------------

function rename(oldPath, newPath) {
  return ['rename', [toPath(oldPath, 'oldPath'), toPath(newPath, 'newPath')]];
}

function link(existingPath, newPath) {
  return ['link', [toPath(existingPath, 'existingPath'), toPath(newPath, 'newPath')]];
}

/** `type` matters on Windows only, but is checked everywhere. */
function symlink(target, path, type) {
  if (type !== undefined && type !== null && type !== 'dir' && type !== 'file' && type !== 'junction') {
    throw codes.ERR_FS_INVALID_SYMLINK_TYPE(type);
  }
  return ['symlink', [toPath(target, 'target'), toPath(path)]];
}

function unlink(path) {
  return ['unlink', [toPath(path)]];
}

function chmod(path, mode) {
  return ['chmod', [toPath(path), parseFileMode(mode, 'mode')]];
}

function chown(path, uid, gid) {
  return ['chown', [toPath(path), ...owners(uid, gid)]];
}

function lchown(path, uid, gid) {
  return ['lchown', [toPath(path), ...owners(uid, gid)]];
}

function utimes(path, atime, mtime) {
  return ['utimes', [toPath(path), toSeconds(atime), toSeconds(mtime)]];
}

function lutimes(path, atime, mtime) {
  return ['lutimes', [toPath(path), toSeconds(atime), toSeconds(mtime)]];
}

// ---- Folders ---------------------------------------------------------------------------------------------------------

function mkdir(path, options) {
  let mode = 0o777;
  let recursive = false;
  if (typeof options === 'number' || typeof options === 'string') {
    mode = parseFileMode(options, 'mode');
  } else if (options) {
    if (options.recursive !== undefined) recursive = options.recursive;
    if (options.mode !== undefined) mode = parseFileMode(options.mode, 'options.mode');
  }
  path = toPath(path);
  validateBoolean(recursive, 'options.recursive');
  if (!recursive) return ['mkdir', [path, mode]];
  return ['mkdirAll', [path, mode], (first) => (first === null || first === undefined ? undefined : first)];
}

function mkdtemp(prefix, options) {
  const { encoding } = toOptions(options);
  const checked = toPath(prefix, 'prefix');
  if (checked.endsWith('X')) {
    warnOnce('mkdtemp', 'mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html');
  }
  return ['mkdtemp', [checked], (path) => encodeName(path, encoding)];
}

function readdir(path, options) {
  options = toOptions(options);
  const { encoding, withFileTypes = false, recursive } = options;
  path = toPath(path);
  if (recursive !== undefined && recursive !== null) validateBoolean(recursive, 'options.recursive');
  if (recursive) return readdirRecursive(path, encoding, withFileTypes);
  return ['readDir', [path, 'scandir'], ([names, kinds]) => {
    if (withFileTypes) return names.map((name, index) => new Dirent(encodeName(name, encoding), kinds[index], path));
    return encoding ? names.map((name) => encodeName(name, encoding)) : names;
  }];
}

/** Folder by folder, in the order in which they are met. */
function* readdirRecursive(path, encoding, withFileTypes) {
  const { join, relative } = require('path');
  const result = [];
  const folders = [path];
  for (let at = 0; at < folders.length; at++) {
    const folder = folders[at];
    const [names, kinds] = yield ['readDir', [folder, 'scandir']];
    for (let i = 0; i < names.length; i++) {
      const whole = join(folder, names[i]);
      if (withFileTypes) result.push(new Dirent(encodeName(names[i], encoding), kinds[i], folder));
      else result.push(encodeName(relative(path, whole), encoding));
      if (kinds[i] === constants.UV_DIRENT_DIR) folders.push(whole);
    }
  }
  return result;
}

function removalOptions(options, defaults) {
  if (options === undefined) return defaults;
  validateObject(options, 'options');
  options = { ...defaults, ...options };
  validateBoolean(options.recursive, 'options.recursive');
  validateInteger(options.retryDelay, 'options.retryDelay', 0, 2 ** 31 - 1);
  validateInteger(options.maxRetries, 'options.maxRetries', 0, 2 ** 32 - 1);
  return options;
}

function rm(path, options) {
  path = toPath(path);
  options = removalOptions(options, { recursive: false, force: false, maxRetries: 0, retryDelay: 100 });
  validateBoolean(options.force, 'options.force');
  return removeTree(path, options);
}

function* removeTree(path, options) {
  let fields;
  try {
    fields = yield ['lstat', [path]];
  } catch (error) {
    if (options.force && error.code === 'ENOENT') return;
    throw error;
  }
  if (toStats(fields).isDirectory() && !options.recursive) {
    throw codes.ERR_FS_EISDIR({ code: 'EISDIR', message: 'is a directory', path, syscall: 'rm', errno: 21 });
  }
  try {
    yield ['removeAll', [path, options.maxRetries, options.retryDelay]];
  } catch (error) {
    if (options.force && error.code === 'ENOENT') return;
    throw error;
  }
}

function rmdir(path, options) {
  path = toPath(path);
  options = removalOptions(options, { recursive: false, maxRetries: 0, retryDelay: 100 });
  if (!options.recursive) return ['rmdir', [path]];
  require('internal/process/warnings').emitDeprecationOnce(
    'In future versions of Node.js, fs.rmdir(path, { recursive: true }) will be removed. Use fs.rm(path, { recursive: true }) instead',
    'DEP0147');
  return removeFolder(path, options);
}

function* removeFolder(path, options) {
  const stats = toStats(yield ['lstat', [path]]);
  if (!stats.isDirectory()) {
    yield ['rmdir', [path]];
    return;
  }
  yield ['removeAll', [path, options.maxRetries, options.retryDelay]];
}

function opendir(path, options) {
  path = toPath(path);
  options = toOptions(options, { encoding: 'utf8' });
  const { bufferSize = 32, recursive } = options;
  validateInteger(bufferSize, 'options.bufferSize', 1, 2 ** 32 - 1);
  if (recursive !== undefined && recursive !== null) validateBoolean(recursive, 'options.recursive');
  return openFolder(path, options);
}

function* openFolder(path, options) {
  const { Dir } = require('internal/fs/dir');
  // Opened now, so that a missing folder is an error now.
  const [names, kinds] = yield ['readDir', [path, 'opendir']];
  const entries = names.map((name, index) => new Dirent(encodeName(name, options.encoding), kinds[index], path));
  return new Dir(path, entries, options);
}

function cp(src, dest, options) {
  return require('internal/fs/cp').copyTree(src, dest, options);
}

/** Operations by name, and where the callback stands in their argument list. */
module.exports = {
  plans: {
    access, appendFile, chmod, chown, close, copyFile, cp, fchmod, fchown, fdatasync, fstat, fsync, ftruncate, futimes, lchown, link,
    lstat, lutimes, mkdir, mkdtemp, open, opendir, readFile, readdir, readlink, realpath, rename, rm, rmdir, stat, statfs, symlink,
    truncate, unlink, utimes, writeFile,
  },
  realpathNative,
  decode,
};
