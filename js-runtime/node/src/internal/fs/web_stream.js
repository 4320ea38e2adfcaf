'use strict';

/** `filehandle.readableWebStream()`. */

const { codes } = require('internal/errors');
const { validateObject } = require('internal/validators');

/** Bytes that one read asks for. */
const SIZE = 64 * 1024;

/** Handles that have such a stream: each may have one. */
const streamed = new WeakSet();

function readableWebStream(handle, options) {
  if (streamed.has(handle)) throw codes.ERR_INVALID_STATE('The FileHandle is locked');
  streamed.add(handle);
  validateObject(options, 'options');
  const { type } = options;
  if (type !== undefined && type !== 'bytes') throw codes.ERR_INVALID_ARG_VALUE('options.type', type, "must be 'bytes'");

  const { ReadableStream } = require('stream/web');
  let controller;
  // A handle that is closed ends its stream.
  const onClose = () => controller.close();
  const source = {
    start(given) {
      controller = given;
      handle.once('close', onClose);
    },
    async pull() {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(SIZE), 0, SIZE);
      if (bytesRead > 0) {
        controller.enqueue(buffer.subarray(0, bytesRead));
        return;
      }
      handle.off('close', onClose);
      controller.close();
    },
    cancel() {
      handle.off('close', onClose);
    },
  };
  return new ReadableStream(type === undefined ? source : { type, ...source });
}

module.exports = { readableWebStream };
