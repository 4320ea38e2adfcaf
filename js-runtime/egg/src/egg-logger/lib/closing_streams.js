'use strict';

/** Streams of log files that were closed and may still be writing. */
const closing = new Set();

exports.add = stream => {
  closing.add(stream);
  stream.once('close', () => closing.delete(stream));
};

/** Resolves when all that was logged before is in its file: a process that ends earlier loses lines. */
exports.written = () => Promise.all(Array.from(closing, stream => new Promise(resolve => {
  stream.once('close', resolve);
})));
