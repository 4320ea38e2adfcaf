'use strict';

/** `tty`: which descriptors are terminals, and streams over them. */

const { codes, ErrnoException } = require('internal/errors');
const { Writable } = require('stream');
const { Socket } = require('internal/pipe');

function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && native.kindOfStream(fd) === 'tty';
}

function checkTerminal(fd) {
  if (fd >> 0 !== fd || fd < 0) throw codes.ERR_INVALID_FD(fd);
  if (!isatty(fd)) {
    throw codes.ERR_TTY_INIT_FAILED({ code: 'EINVAL', message: 'invalid argument', errno: -22, syscall: 'uv_tty_init' });
  }
}

// ---- WriteStream -----------------------------------------------------------------------------------------------------

function WriteStream(fd) {
  if (!(this instanceof WriteStream)) return new WriteStream(fd);
  checkTerminal(fd);
  Reflect.apply(Writable, this, [{ decodeStrings: true }]);
  this.fd = fd;
  this._type = 'tty';
  const size = native.windowSize(fd);
  this.columns = size ? size[0] : 80;
  this.rows = size ? size[1] : 24;
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

WriteStream.prototype.isTTY = true;

WriteStream.prototype._write = function (chunk, encoding, callback) {
  const errno = native.writeAll(this.fd, chunk);
  callback(errno < 0 ? ErrnoException(errno, 'write') : null);
};

WriteStream.prototype._refreshSize = function () {
  const size = native.windowSize(this.fd);
  if (!size || (size[0] === this.columns && size[1] === this.rows)) return;
  [this.columns, this.rows] = size;
  this.emit('resize');
};

WriteStream.prototype.getWindowSize = function () {
  return [this.columns, this.rows];
};

const TRUE_COLOR_TERMS = /^(?:iterm|hyper|vscode|ghostty|kitty)/i;
const SIXTEEN_COLOR_TERMS = /^(?:screen|xterm|vt100|vt220|rxvt|cygwin|linux|ansi|color|tmux|putty|dtterm|eterm|jfbterm|konsole|kterm|mlterm|mosh|st|terminator)/i;

/** Bits of a colour: 1 for none, 4, 8 or 24. */
WriteStream.prototype.getColorDepth = function (env = process.env) {
  if (env.FORCE_COLOR !== undefined) {
    switch (env.FORCE_COLOR) {
      case '': case '1': case 'true': return 4;
      case '2': return 8;
      case '3': return 24;
      default: return 1;
    }
  }
  if (env.NODE_DISABLE_COLORS !== undefined && env.NODE_DISABLE_COLORS !== '') return 1;
  if ((env.NO_COLOR !== undefined && env.NO_COLOR !== '') || env.TERM === 'dumb') return 1;
  if (env.TMUX) return 24;
  if (env.CI !== undefined) {
    if (['CIRCLECI', 'GITEA_ACTIONS', 'GITHUB_ACTIONS'].some((name) => name in env)) return 24;
    if (['APPVEYOR', 'BUILDKITE', 'DRONE', 'GITLAB_CI', 'TRAVIS'].some((name) => name in env) || env.CI_NAME === 'codeship') return 8;
    return 1;
  }
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24;
  if (TRUE_COLOR_TERMS.test(env.TERM_PROGRAM || '')) return 24;
  if (env.TERM) {
    if (/^xterm-256|-256(color)?$/i.test(env.TERM)) return 8;
    if (SIXTEEN_COLOR_TERMS.test(env.TERM)) return 4;
  }
  return env.COLORTERM ? 4 : 1;
};

WriteStream.prototype.hasColors = function (count, env) {
  if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else if (!Number.isInteger(count)) {
    throw codes.ERR_INVALID_ARG_TYPE('count', 'integer', count);
  } else if (count < 2) {
    throw codes.ERR_OUT_OF_RANGE('count', '>= 2', count);
  }
  return count <= 2 ** this.getColorDepth(env);
};

WriteStream.prototype.cursorTo = function (x, y, callback) {
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  return this.write(y === undefined ? `\x1b[${x + 1}G` : `\x1b[${y + 1};${x + 1}H`, callback);
};

WriteStream.prototype.moveCursor = function (dx, dy, callback) {
  const step = (n, forward, back) => (n === 0 ? '' : `\x1b[${Math.abs(n)}${n > 0 ? forward : back}`);
  return this.write(step(dx, 'C', 'D') + step(dy, 'B', 'A'), callback);
};

WriteStream.prototype.clearLine = function (direction, callback) {
  return this.write(direction < 0 ? '\x1b[1K' : direction > 0 ? '\x1b[0K' : '\x1b[2K', callback);
};

WriteStream.prototype.clearScreenDown = function (callback) {
  return this.write('\x1b[0J', callback);
};

// ---- ReadStream ------------------------------------------------------------------------------------------------------

function ReadStream(fd, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(fd, options);
  checkTerminal(fd);
  Reflect.apply(Socket, this, [{ readable: true, writable: false, ...options, fd, manualStart: true, shared: true }]);
  this.isRaw = false;
  this.isTTY = true;
}
Object.setPrototypeOf(ReadStream.prototype, Socket.prototype);
Object.setPrototypeOf(ReadStream, Socket);

/** Raw mode gives every key at once, unshown; the terminal is set back when the process ends. */
ReadStream.prototype.setRawMode = function (flag) {
  flag = !!flag;
  const errno = native.setRaw(this.fd, flag);
  if (errno < 0) {
    this.emit('error', ErrnoException(errno, 'setRawMode'));
    return this;
  }
  this.isRaw = flag;
  return this;
};

module.exports = { isatty, ReadStream, WriteStream };
