'use strict';

/** Transforms between text, bytes and compressed bytes: `TextEncoderStream`, `TextDecoderStream`, `CompressionStream`, `DecompressionStream`. */

const { codes } = require('internal/errors');
const { finish, setState, stateOf } = require('internal/webstreams/shared');
const { TransformStream } = require('internal/webstreams/transform');

function sides(Class, kind) {
  for (const side of ['readable', 'writable']) {
    Object.defineProperty(Class.prototype, side, {
      get() { return stateOf(this, kind).transform[side]; }, enumerable: true, configurable: true,
    });
  }
}

class TextEncoderStream {
  constructor() {
    const { TextEncoder } = require('internal/encoding');
    const encoder = new TextEncoder();
    // The first half of a character whose second half has not come.
    let half = '';
    const transform = new TransformStream({
      transform(chunk, controller) {
        let text = half + String(chunk);
        half = '';
        const last = text.charCodeAt(text.length - 1);
        if (last >= 0xd800 && last <= 0xdbff) {
          half = text.slice(-1);
          text = text.slice(0, -1);
        }
        if (text.length > 0) controller.enqueue(encoder.encode(text));
      },
      flush(controller) {
        if (half !== '') controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
      },
    });
    setState(this, 'TextEncoderStream', { transform, encoding: encoder.encoding });
  }

  get encoding() { return stateOf(this, 'TextEncoderStream').encoding; }
}
sides(TextEncoderStream, 'TextEncoderStream');
finish(TextEncoderStream, ['encoding'], (state, self) => ({ encoding: state.encoding, readable: self.readable, writable: self.writable }));

class TextDecoderStream {
  constructor(encoding = 'utf-8', options = {}) {
    const { TextDecoder } = require('internal/encoding');
    const decoder = new TextDecoder(encoding, options);
    const transform = new TransformStream({
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true });
        if (text.length > 0) controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text.length > 0) controller.enqueue(text);
      },
    });
    setState(this, 'TextDecoderStream', { transform, decoder });
  }

  get encoding() { return stateOf(this, 'TextDecoderStream').decoder.encoding; }
  get fatal() { return stateOf(this, 'TextDecoderStream').decoder.fatal; }
  get ignoreBOM() { return stateOf(this, 'TextDecoderStream').decoder.ignoreBOM; }
}
sides(TextDecoderStream, 'TextDecoderStream');
finish(TextDecoderStream, ['encoding', 'fatal', 'ignoreBOM'], (state, self) => ({
  encoding: self.encoding, fatal: self.fatal, ignoreBOM: self.ignoreBOM, readable: self.readable, writable: self.writable,
}));

/** The web streams of a zlib stream made by one of `makers`, by format. */
function zlibSides(makers, format) {
  if (!Object.hasOwn(makers, format)) throw codes.ERR_INVALID_ARG_VALUE('format', format);
  const { duplexToWeb } = require('internal/webstreams/adapters');
  return duplexToWeb(makers[format](require('zlib')));
}

class CompressionStream {
  constructor(format) {
    const transform = zlibSides({
      'deflate': (zlib) => zlib.createDeflate(),
      'deflate-raw': (zlib) => zlib.createDeflateRaw(),
      'gzip': (zlib) => zlib.createGzip(),
    }, format);
    setState(this, 'CompressionStream', { transform });
  }
}
sides(CompressionStream, 'CompressionStream');
finish(CompressionStream, [], (state, self) => ({ readable: self.readable, writable: self.writable }));

class DecompressionStream {
  constructor(format) {
    const transform = zlibSides({
      'deflate': (zlib) => zlib.createInflate(),
      'deflate-raw': (zlib) => zlib.createInflateRaw(),
      'gzip': (zlib) => zlib.createGunzip(),
    }, format);
    setState(this, 'DecompressionStream', { transform });
  }
}
sides(DecompressionStream, 'DecompressionStream');
finish(DecompressionStream, [], (state, self) => ({ readable: self.readable, writable: self.writable }));

module.exports = { CompressionStream, DecompressionStream, TextDecoderStream, TextEncoderStream };
