'use strict';

/** Stats, BigIntStats, StatFs and Dirent. The natives give their fields as an array (fs/types.rs). */

const { constants } = require('internal/fs/constants');
const { S_IFMT, S_IFDIR, S_IFREG, S_IFBLK, S_IFCHR, S_IFLNK, S_IFIFO, S_IFSOCK } = constants;

function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
}

const KINDS = {
  isDirectory: S_IFDIR,
  isFile: S_IFREG,
  isBlockDevice: S_IFBLK,
  isCharacterDevice: S_IFCHR,
  isSymbolicLink: S_IFLNK,
  isFIFO: S_IFIFO,
  isSocket: S_IFSOCK,
};
for (const [name, kind] of Object.entries(KINDS)) {
  StatsBase.prototype[name] = { [name]() { return (Number(this.mode) & S_IFMT) === kind; } }[name];
}

function dateOf(milliseconds) {
  // Rounded as Date would not: it cuts.
  return new Date(Math.round(Number(milliseconds)));
}

function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
  this.atime = dateOf(atimeMs);
  this.mtime = dateOf(mtimeMs);
  this.ctime = dateOf(ctimeMs);
  this.birthtime = dateOf(birthtimeMs);
}
Object.setPrototypeOf(Stats.prototype, StatsBase.prototype);
Object.setPrototypeOf(Stats, StatsBase);

function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeNs, mtimeNs, ctimeNs, birthtimeNs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  const times = { atime: atimeNs, mtime: mtimeNs, ctime: ctimeNs, birthtime: birthtimeNs };
  for (const [name, value] of Object.entries(times)) this[`${name}Ms`] = value / 1000000n;
  for (const [name, value] of Object.entries(times)) this[`${name}Ns`] = value;
  for (const [name, value] of Object.entries(times)) this[name] = dateOf(value / 1000000n);
}
Object.setPrototypeOf(BigIntStats.prototype, StatsBase.prototype);
Object.setPrototypeOf(BigIntStats, StatsBase);

/** Stats of the native's fields. */
function toStats(fields, bigint) {
  if (bigint) {
    const all = fields.map(BigInt);
    const time = (at) => all[at] * 1000000000n + all[at + 1];
    return new BigIntStats(...all.slice(0, 10), time(10), time(12), time(14), time(16));
  }
  const time = (at) => Number(fields[at]) * 1000 + fields[at + 1] / 1e6;
  return new Stats(
    fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], Number(fields[7]), Number(fields[8]), fields[9],
    time(10), time(12), time(14), time(16));
}

function StatFs(fields) {
  ['type', 'bsize', 'blocks', 'bfree', 'bavail', 'files', 'ffree'].forEach((name, index) => {
    this[name] = fields[index];
  });
}

function toStatFs(fields, bigint) {
  return new StatFs(bigint ? fields.map(BigInt) : fields);
}

const kType = Symbol('type');

/** One entry of a folder. */
class Dirent {
  constructor(name, type, path) {
    this.name = name;
    this.parentPath = path;
    this.path = path;
    this[kType] = type;
  }
}

const DIRENT_KINDS = {
  isDirectory: constants.UV_DIRENT_DIR,
  isFile: constants.UV_DIRENT_FILE,
  isBlockDevice: constants.UV_DIRENT_BLOCK,
  isCharacterDevice: constants.UV_DIRENT_CHAR,
  isSymbolicLink: constants.UV_DIRENT_LINK,
  isFIFO: constants.UV_DIRENT_FIFO,
  isSocket: constants.UV_DIRENT_SOCKET,
};
for (const [name, kind] of Object.entries(DIRENT_KINDS)) {
  Object.defineProperty(Dirent.prototype, name, {
    value: { [name]() { return this[kType] === kind; } }[name],
    writable: true,
    configurable: true,
  });
}

module.exports = { Stats, BigIntStats, StatFs, Dirent, toStats, toStatFs };
