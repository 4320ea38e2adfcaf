'use strict';

/** ChildProcess: a program that runs beside this one, its streams and its end. */

const EventEmitter = require('events');
const { child_process: made } = require('internal/channels');
const { codes, ErrnoException } = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { KeepAlive } = require('internal/keep_alive');
const { signalName, signalNumber } = require('internal/child_process/options');
const { parseStdio } = require('internal/child_process/stdio');
const { launchOf } = require('internal/child_process/launch');

/** Failures of a start that are told by 'error'; others are thrown. */
const TOLD = new Set(['EACCES', 'EAGAIN', 'EMFILE', 'ENFILE', 'ENOENT']);

/** The natives of child_process, which hands them over when it loads. */
let natives;
function use(given) {
  natives = given;
}

/** What Node's handle is to those who look at it: the process id and whether it is counted. */
function Process() {
  this.pid = undefined;
  Object.defineProperty(this, 'alive', { value: new KeepAlive('ProcessWrap'), enumerable: false });
}
Process.prototype.ref = function () { this.alive.ref(); };
Process.prototype.unref = function () { this.alive.unref(); };
Process.prototype.hasRef = function () { return this.alive.refed; };
Process.prototype.kill = function (signal) { return natives.kill(this.pid, signal); };
Process.prototype.close = function () { this.alive.stop(); };

function ChildProcess() {
  if (!(this instanceof ChildProcess)) return new ChildProcess();
  Reflect.apply(EventEmitter, this, []);
  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  this._handle = new Process();
  made.channel?.publish({ process: this });
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

/** `options`: { file, args, envPairs, cwd, detached, uid, gid, stdio, serialization }. Returns 0 or a negative errno. */
ChildProcess.prototype.spawn = function (options) {
  validateObject(options, 'options');
  const stdio = parseStdio(options.stdio || 'pipe', false);
  if (options.envPairs !== undefined && !Array.isArray(options.envPairs)) {
    throw codes.ERR_INVALID_ARG_TYPE('options.envPairs', 'Array', options.envPairs);
  }
  options = { ...options, envPairs: options.envPairs || [] };
  validateString(options.file, 'options.file');
  if (options.args === undefined) options.args = [];
  else if (!Array.isArray(options.args)) throw codes.ERR_INVALID_ARG_TYPE('options.args', 'Array', options.args);
  this.spawnfile = options.file;
  this.spawnargs = options.args;

  if (stdio.ipc !== undefined) {
    options.envPairs = options.envPairs.filter((pair) => !/^NODE_CHANNEL_(FD|SERIALIZATION_MODE)=/.test(pair));
    options.envPairs.push(`NODE_CHANNEL_FD=${stdio.ipc}`, `NODE_CHANNEL_SERIALIZATION_MODE=${options.serialization || 'json'}`);
  }
  require('internal/shared_source').opened();
  const started = natives.start(launchOf(options, stdio.numbers), (error, ended) => onExit(this, error ? error.errno || -5 : ended[0], error ? 0 : ended[1]));

  let errno = 0;
  let ends = [];
  this.pid = undefined;
  if (typeof started === 'number') {
    errno = started;
    const { code } = ErrnoException(errno, 'spawn');
    if (!TOLD.has(code)) {
      this._handle = null;
      throw ErrnoException(errno, 'spawn');
    }
    process.nextTick(onExit, this, errno, 0);
    // Nothing has come into being that the streams could belong to.
    if (code === 'EMFILE' || code === 'ENFILE') return errno;
  } else {
    ends = started.slice(1);
    this._handle.pid = this.pid = started[0];
    this._handle.alive.start();
    process.nextTick(() => this.emit('spawn'));
  }

  const streams = stdio.kinds.map((kind, index) => (kind === 'pipe' ? makeStream(this, ends[index], index) : null));
  this.stdin = streams[0];
  this.stdout = streams[1];
  this.stderr = streams[2];
  this.stdio = streams;
  if (stdio.ipc !== undefined) {
    if (errno < 0) {
      this.channel = null;
    } else {
      this._closesNeeded++;
      require('internal/child_process/ipc').setupChannel(this, ends[stdio.ipc], options.serialization, () => maybeClose(this));
    }
  }
  return errno;
};

/** Our end of a pipe; of one that never came to be, an empty stream, which ends when 'error' has been told. */
function makeStream(child, fd, index) {
  let stream;
  if (fd === undefined) {
    const { Duplex } = require('stream');
    stream = new Duplex({
      allowHalfOpen: false,
      readable: index > 0,
      read() { this.push(null); },
      write(chunk, encoding, callback) { callback(); },
    });
  } else {
    const { Socket } = require('internal/pipe');
    stream = new Socket({ fd, readable: index > 0 });
  }
  child._closesNeeded++;
  stream.on('close', () => maybeClose(child));
  return stream;
}

function onExit(child, code, signal) {
  if (signal !== 0) child.signalCode = signalName(signal);
  else child.exitCode = code;
  if (child.stdin) child.stdin.destroy();
  if (child._handle) child._handle.close();
  child._handle = null;
  if (code < 0 && signal === 0) {
    const error = ErrnoException(code, child.spawnfile ? `spawn ${child.spawnfile}` : 'spawn');
    if (child.spawnfile) error.path = child.spawnfile;
    error.spawnargs = child.spawnargs.slice(1);
    child.emit('error', error);
  } else {
    child.emit('exit', child.exitCode, child.signalCode);
  }
  // What nobody reads is thrown away, so that the streams come to their end and 'close' after them.
  process.nextTick(drain, child);
  maybeClose(child);
}

function drain(child) {
  for (const stream of child.stdio || []) if (stream && stream.readable && !stream.lent) stream.resume();
}

function maybeClose(child) {
  child._closesGot++;
  if (child._closesGot === child._closesNeeded) child.emit('close', child.exitCode, child.signalCode);
}

/** Sends a signal; false when the process has ended. */
ChildProcess.prototype.kill = function (signal) {
  const number = signal === 0 ? 0 : signalNumber(signal === undefined ? 'SIGTERM' : signal);
  if (this._handle && this._handle.pid !== undefined) {
    const errno = this._handle.kill(number);
    if (errno === 0) {
      // Signal 0 only asks.
      if (number !== 0) this.killed = true;
      return true;
    }
    const error = ErrnoException(errno, 'kill');
    if (error.code === 'EINVAL' || error.code === 'ENOSYS') throw error;
    if (error.code !== 'ESRCH') this.emit('error', error);
  }
  return false;
};

ChildProcess.prototype[Symbol.dispose || Symbol.for('nodejs.dispose')] = function () {
  if (!this.killed) this.kill();
};

ChildProcess.prototype.ref = function () {
  if (this._handle) this._handle.ref();
};

ChildProcess.prototype.unref = function () {
  if (this._handle) this._handle.unref();
};

module.exports = { ChildProcess, use };
