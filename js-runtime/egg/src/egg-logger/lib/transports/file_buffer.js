'use strict';

const fs = require('fs');
const { Buffer } = require('buffer');
const { clearInterval, setInterval } = require('timers');
const FileTransport = require('egg-logger/lib/transports/file');
const { assign } = require('egg-logger/lib/utils');

/**
 * A file that entries reach in groups: every `flushInterval` milliseconds (1000), or beyond `maxBufferLength` entries (1000).
 * What is buffered when the process exits is written then.
 */
module.exports = class FileBufferTransport extends FileTransport {
  constructor(options) {
    super(options);
    this._buf = [];
    this._timer = setInterval(() => this.flush(), this.options.flushInterval);
    this._onExit = () => this._flushSync();
    process.on('exit', this._onExit);
  }

  get defaults() {
    return assign(super.defaults, { flushInterval: 1000, maxBufferLength: 1000 });
  }

  close() {
    clearInterval(this._timer);
    this._timer = null;
    process.removeListener('exit', this._onExit);
    super.close();
  }

  flush() {
    if (this._buf.length === 0 || !this.writable) return;
    this._stream.write(this._takeBuffer());
  }

  _write(entry) {
    this._buf.push(entry);
    if (this._buf.length > this.options.maxBufferLength) this.flush();
  }

  /** A stream writes no more once the process exits. */
  _flushSync() {
    if (this._buf.length > 0) fs.appendFileSync(this.options.file, this._takeBuffer());
  }

  _takeBuffer() {
    const entries = this._buf;
    this._buf = [];
    return this.options.encoding === 'utf8' ? entries.join('') : Buffer.concat(entries);
  }

  _closeStream() {
    // The base constructor opens the first stream before there is a buffer.
    if (this._buf) this.flush();
    super._closeStream();
  }
};
