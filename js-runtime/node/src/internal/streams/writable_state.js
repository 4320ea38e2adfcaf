'use strict';

// What a Writable knows of itself: `stream._writableState`, which packages read (and sometimes write).

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { highWaterMarkOf } = require('internal/streams/high_water_mark');

/** `isDuplex`: `writable...` options count too. */
function WritableState(options, isDuplex) {
  if (options && (options.objectMode || (isDuplex && options.writableObjectMode))) this.objectMode = true;
  this.highWaterMark = highWaterMarkOf(this.objectMode, options, 'writableHighWaterMark', isDuplex);
  if (options) {
    if (options.decodeStrings === false) this.decodeStrings = false;
    if (options.emitClose === false) this.emitClose = false;
    if (options.autoDestroy === false) this.autoDestroy = false;
    const encoding = options.defaultEncoding;
    if (encoding) {
      if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
      this.defaultEncoding = encoding;
    }
  }
}

// Starting values stand on the prototype: a stream is made faster, and owns only what changed.
Object.assign(WritableState.prototype, {
  objectMode: false,
  // Units written but not yet acknowledged by _write; writes whose callbacks are still owed (final counts as one).
  length: 0,
  pendingcb: 0,
  needDrain: false,
  // The completion callback handed to `_write`, made for the first of them: it holds the stream, a cycle.
  onwrite: null,
  // The write under way: its size and callback; sync while _write itself runs.
  writing: false,
  writelen: 0,
  writecb: null,
  sync: true,
  corked: 0,
  // Waiting writes from `bufferedIndex` on; null while there never was one.
  buffered: null,
  bufferedIndex: 0,
  bufferProcessing: false,
  // Every waiting chunk is a Buffer; none has a callback.
  allBuffers: true,
  allNoop: true,
  // Acknowledgements of synchronous writes that share one tick.
  afterWriteTickInfo: null,
  afterWritePending: false,
  // end() was called; end() has returned; 'prefinish' and 'finish' were emitted.
  ending: false,
  ended: false,
  finalCalled: false,
  prefinished: false,
  finished: false,
  onFinished: null,
  constructed: true,
  destroyed: false,
  errored: null,
  errorEmitted: false,
  closed: false,
  closeEmitted: false,
  emitClose: true,
  autoDestroy: true,
  decodeStrings: true,
  defaultEncoding: 'utf8',
});

/** The waiting writes, oldest first: `{ chunk, encoding, callback }`. */
WritableState.prototype.getBuffer = function getBuffer() {
  return this.buffered === null ? [] : this.buffered.slice(this.bufferedIndex);
};

Object.defineProperty(WritableState.prototype, 'bufferedRequestCount', {
  __proto__: null,
  configurable: true,
  get() { return this.buffered === null ? 0 : this.buffered.length - this.bufferedIndex; },
});

module.exports = { WritableState };
