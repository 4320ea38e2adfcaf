'use strict';

/** FileHandle: an open file of `fs/promises`. One that is forgotten is closed with a warning when it is collected. */

const EventEmitter = require('events');
const { AbortError, codes } = require('internal/errors');
const { plans } = require('internal/fs/operations');
const io = require('internal/fs/io');
const { runPromise, runSync } = require('internal/fs/run');
const { toData, toOptions } = require('internal/fs/arguments');

const kFd = Symbol('kFd');
const kClosing = Symbol('kClosePromise');
const kRefs = Symbol('kRefs');
const kWaiting = Symbol('kCloseResolve');
const kRef = Symbol('kRef');
const kUnref = Symbol('kUnref');

const forgotten = new FinalizationRegistry((fd) => {
  try {
    runSync(plans.close(fd));
  } catch {
    // Closed by its number meanwhile.
    return;
  }
  process.emitWarning(`Closing file descriptor ${fd} on garbage collection`);
});

/** An operation in flight is not stopped, but its promise is told. */
function checkSignal(signal) {
  if (signal !== undefined && signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

class FileHandle extends EventEmitter {
  constructor(fd) {
    super();
    this[kFd] = fd;
    this[kClosing] = null;
    this[kRefs] = 1;
    this[kWaiting] = null;
    forgotten.register(this, fd, this);
  }

  /** The number; -1 once closed. */
  get fd() {
    return this[kFd];
  }

  getAsyncId() {
    return -1;
  }

  async appendFile(data, options) {
    return this.writeFile(data, options);
  }

  async chmod(mode) {
    return runPromise(plans.fchmod(this.#open('fchmod'), mode));
  }

  async chown(uid, gid) {
    return runPromise(plans.fchown(this.#open('fchown'), uid, gid));
  }

  async datasync() {
    return runPromise(plans.fdatasync(this.#open('fdatasync')));
  }

  async sync() {
    return runPromise(plans.fsync(this.#open('fsync')));
  }

  async stat(options) {
    return runPromise(plans.fstat(this.#open('fstat'), options));
  }

  async truncate(length) {
    return runPromise(plans.ftruncate(this.#open('ftruncate'), length));
  }

  async utimes(atime, mtime) {
    return runPromise(plans.futimes(this.#open('futimes'), atime, mtime));
  }

  async read(...rest) {
    const { bytes, buffer } = await runPromise(io.read(this.#open('read'), rest));
    return { __proto__: null, bytesRead: bytes, buffer };
  }

  async readv(buffers, position) {
    const { bytes } = await runPromise(io.readv(this.#open('readv'), buffers, position));
    return { __proto__: null, bytesRead: bytes, buffers };
  }

  async write(...rest) {
    if (ArrayBuffer.isView(rest[0]) && rest[0].byteLength === 0) {
      return { __proto__: null, bytesWritten: 0, buffer: rest[0] };
    }
    const { bytes, buffer } = await runPromise(io.write(this.#open('write'), rest));
    return { __proto__: null, bytesWritten: bytes, buffer };
  }

  async writev(buffers, position) {
    const { bytes } = await runPromise(io.writev(this.#open('writev'), buffers, position));
    return { __proto__: null, bytesWritten: bytes, buffers };
  }

  async readFile(options) {
    options = toOptions(options, {});
    checkSignal(options.signal);
    const content = await runPromise(plans.readFile(this.#open('readFile'), options));
    checkSignal(options.signal);
    return content;
  }

  /** The file from where it stands, line by line: an Interface of `readline`. `options`: those of createReadStream. */
  readLines(options = undefined) {
    return require('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }

  /** A ReadableStream of the file from where it stands, of bytes with `{ type: 'bytes' }`. The handle stays open when it ends. */
  readableWebStream(options = {}) {
    if (this[kFd] === -1 || this[kClosing] !== null) throw codes.ERR_INVALID_STATE('The FileHandle is closed');
    return require('internal/fs/web_stream').readableWebStream(this, options);
  }

  /** `data`: a string, a view, or an iterable or stream of them. */
  async writeFile(data, options) {
    const { encoding = 'utf8', signal } = toOptions(options, {});
    checkSignal(signal);
    const isList = data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) &&
      (data[Symbol.asyncIterator] !== undefined || data[Symbol.iterator] !== undefined);
    if (!isList) {
      await runPromise(plans.writeFile(this.#open('writeFile'), data, { encoding }));
      checkSignal(signal);
      return undefined;
    }
    for await (const part of data) {
      checkSignal(signal);
      await runPromise(plans.writeFile(this.#open('writeFile'), toData(part, encoding), {}));
    }
    return undefined;
  }

  createReadStream(options = undefined) {
    const { ReadStream } = require('internal/fs/streams');
    return new ReadStream(undefined, { ...options, fd: this });
  }

  createWriteStream(options = undefined) {
    const { WriteStream } = require('internal/fs/streams');
    return new WriteStream(undefined, { ...options, fd: this });
  }

  /** Closes the file: at once, or when the stream that reads or writes it is done. */
  close() {
    if (this[kFd] === -1) return Promise.resolve();
    if (this[kClosing] !== null) return this[kClosing];
    if (--this[kRefs] === 0) {
      this[kClosing] = this.#closeNow();
    } else {
      this[kClosing] = new Promise((resolve, reject) => {
        this[kWaiting] = () => this.#closeNow().then(resolve, reject);
      });
    }
    // Now, so that streams over the file end.
    this.emit('close');
    return this[kClosing];
  }

  #closeNow() {
    forgotten.unregister(this);
    const fd = this[kFd];
    this[kFd] = -1;
    return runPromise(plans.close(fd));
  }

  /** A stream over the file begins. */
  [kRef]() {
    this[kRefs]++;
  }

  /** It has ended. */
  [kUnref]() {
    if (--this[kRefs] === 0 && this[kWaiting] !== null) this[kWaiting]();
  }

  async [Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose')]() {
    return this.close();
  }

  #open(syscall) {
    if (this[kFd] === -1) {
      const error = new Error('file closed');
      error.code = 'EBADF';
      error.syscall = syscall;
      throw error;
    }
    return this[kFd];
  }
}

module.exports = { FileHandle, checkSignal, kRef, kUnref };
