'use strict';

// What a Readable knows of itself: `stream._readableState`, which packages read (and sometimes write).

const { StringDecoder } = require('string_decoder');
const { ChunkQueue } = require('internal/streams/chunk_queue');
const { highWaterMarkOf } = require('internal/streams/high_water_mark');

/** `options`: a Readable's (or Duplex's) options; `isDuplex`: its `readable...` variants count too. */
function ReadableState(options, isDuplex) {
  if (options && (options.objectMode || (isDuplex && options.readableObjectMode))) this.objectMode = true;
  this.highWaterMark = highWaterMarkOf(this.objectMode, options, 'readableHighWaterMark', isDuplex);
  this.buffer = new ChunkQueue();
  if (options) {
    if (options.emitClose === false) this.emitClose = false;
    if (options.autoDestroy === false) this.autoDestroy = false;
    if (options.defaultEncoding) this.defaultEncoding = options.defaultEncoding;
    if (options.encoding) {
      this.decoder = new StringDecoder(options.encoding);
      this.encoding = options.encoding;
    }
  }
}

const NO_PIPES = Object.freeze([]);

// Starting values stand on the prototype: a stream is made faster, and owns only what changed.
Object.assign(ReadableState.prototype, {
  objectMode: false,
  // Units in `buffer`.
  length: 0,
  // Destinations; replaced, never changed in place.
  pipes: NO_PIPES,
  // null before anybody asked for data, then whether it flows.
  flowing: null,
  // The source has no more; then: 'end' was emitted.
  ended: false,
  endEmitted: false,
  // A _read is under way; the push inside it came before it returned.
  reading: false,
  sync: true,
  // A 'readable' event is owed at the next chunk; is scheduled; has a listener.
  needReadable: false,
  emittedReadable: false,
  readableListening: false,
  resumeScheduled: false,
  readingMore: false,
  // Destinations that asked to wait: one stream, or a Set once there was more than one pipe.
  awaitDrainWriters: null,
  multiAwaitDrain: false,
  dataEmitted: false,
  // Three states: true and false by pause() and resume(), null before either.
  explicitlyPaused: null,
  constructed: true,
  destroyed: false,
  errored: null,
  errorEmitted: false,
  closed: false,
  closeEmitted: false,
  emitClose: true,
  autoDestroy: true,
  defaultEncoding: 'utf8',
  decoder: null,
  encoding: null,
});

Object.defineProperty(ReadableState.prototype, 'pipesCount', {
  __proto__: null,
  configurable: true,
  get() { return this.pipes.length; },
});

Object.defineProperty(ReadableState.prototype, 'paused', {
  __proto__: null,
  configurable: true,
  get() { return this.explicitlyPaused !== false; },
  set(value) { this.explicitlyPaused = Boolean(value); },
});

module.exports = { ReadableState };
