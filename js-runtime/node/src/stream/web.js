'use strict';

/** `stream/web`: the Streams standard. Each class is loaded when it is first asked for. */

const modules = {
  readable: ['ReadableStream'],
  readable_readers: ['ReadableStreamDefaultReader', 'ReadableStreamBYOBReader'],
  readable_byte_controller: ['ReadableStreamBYOBRequest', 'ReadableByteStreamController'],
  readable_default_controller: ['ReadableStreamDefaultController'],
  transform: ['TransformStream', 'TransformStreamDefaultController'],
  writable: ['WritableStream', 'WritableStreamDefaultController', 'WritableStreamDefaultWriter'],
  strategies: ['ByteLengthQueuingStrategy', 'CountQueuingStrategy'],
  codecs: ['TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream'],
};

for (const [module, names] of Object.entries(modules)) {
  for (const name of names) {
    Object.defineProperty(exports, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = require(`internal/webstreams/${module}`)[name];
        Object.defineProperty(exports, name, { value, writable: true, configurable: true, enumerable: true });
        return value;
      },
    });
  }
}
