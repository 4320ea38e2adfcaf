'use strict';

// How much a stream buffers before it asks its producer to wait: bytes, or objects in object mode.

const { codes } = require('internal/errors');

let defaultBytes = 16 * 1024;
let defaultObjects = 16;

/** The process-wide default: 16384 bytes, or 16 objects, until setDefaultHighWaterMark says otherwise. */
function getDefaultHighWaterMark(objectMode) {
  return objectMode ? defaultObjects : defaultBytes;
}

/** Changes the default of streams made from now on. `value`: an integer >= 0; ERR_OUT_OF_RANGE otherwise. */
function setDefaultHighWaterMark(objectMode, value) {
  require('internal/validators').validateInteger(value, 'value', 0);
  if (objectMode) defaultObjects = value;
  else defaultBytes = value;
}

/**
 * The mark that `options` ask for. `sideKey` is a duplex's own option for this side (`readableHighWaterMark`), which counts only
 * where the common `highWaterMark` is absent.
 */
function highWaterMarkOf(objectMode, options, sideKey, isDuplex) {
  if (options) {
    const own = options.highWaterMark;
    const wanted = own != null ? own : (isDuplex ? options[sideKey] : null);
    if (wanted != null) {
      if (!Number.isInteger(wanted) || wanted < 0) {
        throw new codes.ERR_INVALID_ARG_VALUE(isDuplex ? `options.${sideKey}` : 'options.highWaterMark', wanted);
      }
      return Math.floor(wanted);
    }
  }
  return objectMode ? defaultObjects : defaultBytes;
}

module.exports = { getDefaultHighWaterMark, setDefaultHighWaterMark, highWaterMarkOf };
