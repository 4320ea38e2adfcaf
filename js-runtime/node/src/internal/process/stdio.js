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
    process.on('SIGWINCH', () => stream._refreshSize());
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
  switch (native.kindOfStream(fd)) {
    case 'tty': {
      const tty = require('tty');
      return pausing(new tty.ReadStream(fd));
    }
    case 'pipe': {
      const { Socket } = require('internal/pipe');
      const stream = new Socket({ fd, readable: true, writable: false, manualStart: true, shared: true });
      stream._type = 'pipe';
      return pausing(stream);
    }
    case 'file': {
      const fs = require('fs');
      return new fs.ReadStream(null, { fd, autoClose: false });
    }
    default: {
      // Nothing can come from a descriptor that is closed.
      const { Readable } = require('stream');
      const stream = new Readable({ read() {} });
      stream.push(null);
      return stream;
    }
  }
}

/** What is paused waits for nothing, and so keeps no process alive. */
function pausing(stream) {
  stream.on('pause', () => stream.stopReading());
  stream.on('resume', () => stream.startReading());
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
