'use strict';

// node:stream/web is not built. Requiring it works, because packages do so at load for a use that may never come; making one of
// its streams fails.

const { notBuilt } = require('internal/not_built');
const { ADVICE } = require('internal/streams/web_adapters');

for (const name of [
  'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
  'ReadableByteStreamController', 'ReadableStreamDefaultController', 'TransformStream', 'TransformStreamDefaultController',
  'WritableStream', 'WritableStreamDefaultWriter', 'WritableStreamDefaultController', 'ByteLengthQueuingStrategy',
  'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream',
]) {
  // A class each, so that `instanceof` and `extends` at load time work.
  exports[name] = {
    [name]: class {
      constructor() {
        throw notBuilt(`stream/web ${name}`, ADVICE);
      }
    },
  }[name];
}
