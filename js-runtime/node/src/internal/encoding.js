'use strict';

/**
 * `TextEncoder` and `TextDecoder` of the Encoding standard.
 *
 * Of the standard's encodings utf-8, utf-16le and windows-1252 (which the labels `latin1` and `ascii` name; as in Node 20 its bytes
 * are read as ISO-8859-1) are decoded by the Buffer's codecs, the others by a native decoder that keeps its state between pieces.
 */

const { codes } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { IDS } = require('internal/encodings');
const { enumerable, tag } = require('internal/util/class_finish');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

const BUILT_IN = new Set(['utf-8', 'utf-16le', 'windows-1252']);

function buffers() {
  return require('buffer');
}

function codecs() {
  return require('internal/buffer/natives');
}

class TextEncoder {
  #encoding = 'utf-8';

  get encoding() {
    return this.#encoding;
  }

  /** The utf-8 bytes of `input`; lone surrogates become U+FFFD. */
  encode(input = '') {
    this.#encoding; // eslint-disable-line no-unused-expressions -- an illegal `this` throws
    // A Uint8Array of its own memory, not a slice of Buffer's pool.
    return codecs().encode(`${input}`, IDS.utf8);
  }

  /** Writes as many whole characters as fit into `dest`; returns { read (UTF-16 units), written (bytes) }. */
  encodeInto(src, dest) {
    this.#encoding; // eslint-disable-line no-unused-expressions
    if (typeof src !== 'string') throw codes.ERR_INVALID_ARG_TYPE('src', 'string', src);
    if (!require('util/types').isUint8Array(dest)) throw codes.ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    let read = 0;
    let written = 0;
    for (const one of src) {
      const code = one.codePointAt(0);
      const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (written + size > dest.length) break;
      read += one.length;
      written += size;
    }
    dest.set(buffers().Buffer.from(src.slice(0, read), 'utf8'));
    return { read, written };
  }

  [kInspect](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const shown = Object.create({ constructor: this.constructor === TextEncoder ? Object : this.constructor });
    shown.encoding = this.#encoding;
    return inspect(shown, options);
  }
}

/** How many bytes at the end of `bytes` begin a utf-8 character that is not complete. */
function incompleteTail(bytes) {
  const { length } = bytes;
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 1;
    if (size <= back) return 0;
    if (back > 1) {
      // A second byte that cannot follow makes the sequence wrong, not incomplete.
      const second = bytes[length - back + 1];
      if ((byte === 0xe0 && second < 0xa0) || (byte === 0xed && second > 0x9f) || (byte === 0xf0 && second < 0x90) ||
          (byte === 0xf4 && second > 0x8f)) return 0;
    }
    return back;
  }
  return 0;
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  // Between calls with `stream`: bytes of an incomplete character, and whether the byte order mark may still come.
  #pending = null;
  #started = false;
  // The native decoder of an encoding that is not built in.
  #decoder = null;

  constructor(encoding = 'utf-8', options = {}) {
    encoding = `${encoding}`;
    validateObject(options, 'options', { nullable: true, allowArray: true, allowFunction: true });
    const name = native.nameOf(encoding);
    if (name === undefined) throw codes.ERR_ENCODING_NOT_SUPPORTED(encoding);
    this.#encoding = name;
    this.#fatal = !!options?.fatal;
    this.#ignoreBOM = !!options?.ignoreBOM;
  }

  get encoding() { return this.#encoding; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  /** `input`: ArrayBuffer, SharedArrayBuffer or a view; with `options.stream` an incomplete character waits for the next call. */
  decode(input = new Uint8Array(0), options = {}) {
    // Nearly every call: some bytes, whole.
    if (arguments.length === 1 && this.#encoding === 'utf-8' && this.#pending === null && !this.#started && input instanceof Uint8Array) {
      const text = this.#decodeUtf8(input);
      return !this.#ignoreBOM && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    }
    const stream = this.#fatal !== undefined && !!options?.stream;
    validateObject(options, 'options', { nullable: true, allowArray: true, allowFunction: true });
    const { Buffer } = buffers();
    let bytes;
    if (ArrayBuffer.isView(input)) bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
    else if (require('util/types').isAnyArrayBuffer(input)) bytes = Buffer.from(input);
    else {
      throw Object.assign(new TypeError('The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.'),
        { code: 'ERR_INVALID_ARG_TYPE' });
    }

    if (this.#pending !== null) {
      bytes = Buffer.concat([this.#pending, bytes]);
      this.#pending = null;
    }
    if (stream) {
      const tail = this.#encoding === 'utf-8' ? incompleteTail(bytes) : this.#encoding === 'utf-16le' ? this.#utf16Tail(bytes) : 0;
      if (tail > 0) {
        this.#pending = Buffer.from(bytes.subarray(bytes.length - tail));
        bytes = bytes.subarray(0, bytes.length - tail);
      }
    }
    let text;
    if (!BUILT_IN.has(this.#encoding)) text = this.#decodeNatively(bytes, stream);
    else if (this.#encoding === 'utf-8') text = this.#decodeUtf8(bytes);
    else if (this.#encoding === 'utf-16le') text = this.#decodeUtf16(bytes);
    else text = bytes.toString('latin1');

    if (!this.#started && text.length > 0 && this.#encoding.startsWith('utf-')) {
      if (!this.#ignoreBOM && text[0] === '\ufeff') text = text.slice(1);
      this.#started = true;
    }
    if (!stream) this.#started = false;
    return text;
  }

  #fail() {
    this.#pending = null;
    this.#started = false;
    throw codes.ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding, undefined);
  }

  #decodeNatively(bytes, stream) {
    this.#decoder ??= native.open(this.#encoding);
    const text = native.decode(this.#decoder, bytes, this.#fatal, !stream);
    if (text === undefined || !stream) this.#decoder = null;
    if (text === undefined) this.#fail();
    return text;
  }

  #decodeUtf8(bytes) {
    if (this.#fatal && !buffers().isUtf8(bytes)) this.#fail();
    return codecs().decode(bytes, 0, bytes.length, IDS.utf8);
  }

  #utf16Tail(bytes) {
    const odd = bytes.length % 2;
    const last = bytes.length - odd - 2;
    return last >= 0 && (bytes[last + 1] & 0xfc) === 0xd8 ? odd + 2 : odd;
  }

  #decodeUtf16(bytes) {
    const text = bytes.toString('utf16le');
    const whole = bytes.length % 2 === 0;
    if (this.#fatal && !(whole && text.isWellFormed())) this.#fail();
    return text.toWellFormed() + (whole ? '' : '\ufffd');
  }

  [kInspect](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const constructor = this.constructor;
    const shown = Object.create({ constructor });
    Object.assign(shown, { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBOM });
    return `${constructor.name} ${inspect({ ...shown }, options)}`;
  }
}

for (const [Class, names] of [[TextEncoder, ['encode', 'encodeInto', 'encoding']], [TextDecoder, ['decode', 'encoding', 'fatal', 'ignoreBOM']]]) {
  enumerable(Class.prototype, names);
  tag(Class);
}

module.exports = { TextDecoder, TextEncoder };
