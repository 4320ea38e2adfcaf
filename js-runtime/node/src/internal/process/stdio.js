'use strict';

/**
 * stdout, stderr and stdin. Writes happen at once for files, terminals and pipes alike, as in Node on Linux: what was written before
 * a crash is there.
 */

const { ErrnoException } = require('internal/errors');

function makeOutput(fd, native) {
  const kind = native.kindOfStream(fd);
  let stream;
  if (kind === 'tty') {
    const tty = require('tty');
    stream = new tty.WriteStream(fd);
    stream._type = 'tty';
  } else {
    const { Writable } = require('stream');
    stream = new Writable({
      decodeStrings: true,
      write(chunk, encoding, callback) {
        const errno = native.writeAll(fd, chunk);
        callback(errno < 0 ? ErrnoException(errno, 'write') : null);
      },
    });
    stream.fd = fd;
    stream._type = kind === 'pipe' ? 'pipe' : 'fs';
  }
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  // The process's own streams outlive whoever ends them: console must go on writing.
  stream._destroy = function (error, callback) {
    callback(error);
    if (this._undestroy) this._undestroy();
  };
  return stream;
}

function makeInput(native) {
  const fd = 0;
  const kind = native.kindOfStream(fd);
  if (kind === 'tty') {
    const tty = require('tty');
    return new tty.ReadStream(fd);
  }
  const { Readable } = require('stream');
  const { Buffer } = require('buffer');
  const stream = new Readable({
    highWaterMark: 65536,
    read(size) {
      native.readSome(fd, Math.max(size, 1), (error, bytes) => {
        if (error) this.destroy(error);
        else this.push(bytes.length === 0 ? null : Buffer.from(bytes.buffer));
      });
    },
  });
  stream.fd = fd;
  return stream;
}

/** Defines `process.stdout`, `stderr` and `stdin`, each made when first asked for. */
function defineStreams(target, native) {
  const define = (name, make) => {
    let stream;
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: true,
      get() {
        if (stream === undefined) stream = make();
        return stream;
      },
    });
  };
  define('stdout', () => makeOutput(1, native));
  define('stderr', () => makeOutput(2, native));
  define('stdin', () => makeInput(native));
}

module.exports = { defineStreams };
