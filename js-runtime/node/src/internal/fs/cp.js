'use strict';

/** `fs.cp`: copies a file, a link or a whole folder, with Node's rules about what may replace what. */

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('internal/validators');
const { toStats } = require('internal/fs/stats');
const { toPath } = require('internal/fs/arguments');

const ERRNO = { EEXIST: 17, EISDIR: 21, ENOTDIR: 20, EINVAL: 22 };

function readOptions(options) {
  if (options === undefined) options = {};
  validateObject(options, 'options');
  const all = {
    dereference: false, errorOnExist: false, filter: undefined, force: true, preserveTimestamps: false, recursive: false,
    verbatimSymlinks: false, mode: 0, ...options,
  };
  for (const name of ['dereference', 'errorOnExist', 'force', 'preserveTimestamps', 'recursive', 'verbatimSymlinks']) {
    validateBoolean(all[name], `options.${name}`);
  }
  validateInteger(all.mode, 'mode', 0, 7);
  if (all.dereference === true && all.verbatimSymlinks === true) {
    throw codes.ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (all.filter !== undefined) validateFunction(all.filter, 'options.filter');
  return all;
}

function failure(code, errnoName, message, path, dest) {
  return codes[code]({ message, path: dest ?? path, syscall: 'cp', errno: ERRNO[errnoName], code: errnoName });
}

function* statOrNothing(name, path) {
  try {
    return toStats(yield [name, [path]], true);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

const same = (a, b) => a.ino === b.ino && a.dev === b.dev;

/** A plan (internal/fs/run). A `filter` that returns a promise is refused: plans know no promises but the operations'. */
function copyTree(src, dest, options) {
  options = readOptions(options);
  return start(toPath(src, 'src'), toPath(dest, 'dest'), options);
}

function admitted(src, dest, options) {
  if (options.filter === undefined) return true;
  const answer = options.filter(src, dest);
  if (answer !== null && typeof answer === 'object' && typeof answer.then === 'function') {
    throw codes.ERR_INVALID_RETURN_VALUE('boolean', 'options.filter', answer);
  }
  return Boolean(answer);
}

function* start(src, dest, options) {
  const { dirname, resolve, sep } = require('path');
  const source = yield* statOrNothing(options.dereference ? 'stat' : 'lstat', src);
  if (source === null) yield [options.dereference ? 'stat' : 'lstat', [src]];
  const target = yield* statOrNothing(options.dereference ? 'stat' : 'lstat', dest);
  if (target !== null && same(source, target)) {
    throw failure('ERR_FS_CP_EINVAL', 'EINVAL', 'src and dest cannot be the same', dest);
  }
  if (source.isDirectory() && (resolve(dest) + sep).startsWith(resolve(src) + sep)) {
    throw failure('ERR_FS_CP_EINVAL', 'EINVAL', `cannot copy ${src} to a subdirectory of self ${dest}`, dest);
  }
  if (!admitted(src, dest, options)) return;
  if ((yield* statOrNothing('stat', dirname(resolve(dest)))) === null) {
    yield ['mkdirAll', [dirname(resolve(dest)), 0o777]];
  }
  yield* copyEntry(src, dest, options, true);
}

function* copyEntry(src, dest, options, isTop) {
  if (!isTop && !admitted(src, dest, options)) return;
  const source = toStats(yield [options.dereference ? 'stat' : 'lstat', [src]], true);
  const target = yield* statOrNothing(options.dereference ? 'stat' : 'lstat', dest);
  if (target !== null && !source.isSymbolicLink()) {
    if (source.isDirectory() && !target.isDirectory()) {
      throw failure('ERR_FS_CP_DIR_TO_NON_DIR', 'EISDIR', `cannot overwrite non-directory ${dest} with directory ${src}`, dest);
    }
    if (!source.isDirectory() && target.isDirectory()) {
      throw failure('ERR_FS_CP_NON_DIR_TO_DIR', 'ENOTDIR', `cannot overwrite directory ${dest} with non-directory ${src}`, dest);
    }
  }
  if (source.isDirectory()) yield* copyFolder(src, dest, source, target, options);
  else if (source.isSymbolicLink()) yield* copyLink(src, dest, target, options);
  else if (source.isSocket()) throw failure('ERR_FS_CP_SOCKET', 'EINVAL', `cannot copy a socket file: ${dest}`, dest);
  else if (source.isFIFO()) throw failure('ERR_FS_CP_FIFO_PIPE', 'EINVAL', `cannot copy a FIFO pipe: ${dest}`, dest);
  else yield* copyFile(src, dest, source, target, options);
}

function* copyFile(src, dest, source, target, options) {
  if (target !== null) {
    if (!options.force) {
      if (options.errorOnExist) throw failure('ERR_FS_CP_EEXIST', 'EEXIST', `${dest} already exists`, dest);
      return;
    }
    yield ['unlink', [dest]];
  }
  yield ['copyFile', [src, dest, options.mode]];
  if (options.preserveTimestamps) {
    yield ['utimes', [dest, Number(source.atimeMs) / 1000, Number(source.mtimeMs) / 1000]];
  }
  yield ['chmod', [dest, Number(source.mode) & 0o7777]];
}

function* copyFolder(src, dest, source, target, options) {
  if (!options.recursive) {
    // Node tells EINVAL's number here.
    throw codes.ERR_FS_EISDIR({
      message: `${src} is a directory (not copied)`, path: src, syscall: 'cp', errno: ERRNO.EINVAL, code: 'EISDIR',
    });
  }
  const { join } = require('path');
  if (target === null) yield ['mkdir', [dest, 0o777]];
  const [names] = yield ['readDir', [src, 'opendir']];
  for (const name of names) yield* copyEntry(join(src, name), join(dest, name), options, false);
  if (target === null) yield ['chmod', [dest, Number(source.mode) & 0o7777]];
}

function* copyLink(src, dest, target, options) {
  const { dirname, isAbsolute, resolve, sep } = require('path');
  let to = yield ['readlink', [src]];
  if (!options.verbatimSymlinks && !isAbsolute(to)) to = resolve(dirname(src), to);
  if (target === null) {
    yield ['symlink', [to, dest]];
    return;
  }
  if (!target.isSymbolicLink()) {
    yield ['symlink', [to, dest]];
    return;
  }
  const old = resolve(dirname(dest), yield ['readlink', [dest]]);
  if ((resolve(old) + sep).startsWith(resolve(to) + sep) && resolve(old) !== resolve(to)) {
    throw failure('ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', 'EINVAL', `cannot overwrite ${old} with ${to}`, dest);
  }
  yield ['unlink', [dest]];
  yield ['symlink', [to, dest]];
}

module.exports = { copyTree };
