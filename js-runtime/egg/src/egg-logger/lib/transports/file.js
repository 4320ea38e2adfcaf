'use strict';

const assert = require('assert');
const console = require('console');
const fs = require('fs');
const path = require('path');
const depd = require('internal/depd');
const closingStreams = require('egg-logger/lib/closing_streams');
const Transport = require('egg-logger/lib/transports/transport');
const { assign } = require('egg-logger/lib/utils');
const { logDate } = require('internal/egg/date');

let deprecate;

/** A file that entries are appended to at once; its directory is made. */
module.exports = class FileTransport extends Transport {
  constructor(options) {
    super(options);
    assert(this.options.file, 'should pass options.file');
    this._stream = null;
    this.reload();
  }

  get defaults() {
    return assign(super.defaults, { file: null, level: 'INFO' });
  }

  /** Opens the file anew: what was rotated away keeps the old entries. */
  reload() {
    this._closeStream();
    this._stream = this._createStream();
  }

  log(level, args, meta) {
    if (!this.writable) {
      // Tests close loggers under running requests.
      if (process.env.NODE_ENV !== 'test') {
        console.error(new Error(`${this.options.file} log stream had been closed`).stack);
      }
      return;
    }
    const entry = super.log(level, args, meta);
    if (entry.length > 0) this._write(entry);
  }

  close() {
    this._closeStream();
  }

  end() {
    deprecate ??= depd('egg-logger');
    deprecate('transport.end() is deprecated, use transport.close()');
    this.close();
  }

  _write(entry) {
    this._stream.write(entry);
  }

  get writable() {
    const stream = this._stream;
    return stream && !stream.closed && stream.writable && !stream.destroyed;
  }

  _createStream() {
    fs.mkdirSync(path.dirname(this.options.file), { recursive: true });
    const stream = fs.createWriteStream(this.options.file, { flags: 'a' });
    // Once: after an error there is another stream.
    stream._onError = error => this.#recover(error);
    stream.once('error', stream._onError);
    return stream;
  }

  #recover(error) {
    const { file } = this.options;
    console.error('%s ERROR %s [egg-logger] [%s] %s', logDate(','), process.pid, file, error.stack);
    this.reload();
    console.warn('%s WARN %s [egg-logger] [%s] reloaded', logDate(','), process.pid, file);
  }

  _closeStream() {
    if (!this._stream) return;
    this._stream.end();
    closingStreams.add(this._stream);
    this._stream.removeListener('error', this._stream._onError);
    this._stream = null;
  }
};
