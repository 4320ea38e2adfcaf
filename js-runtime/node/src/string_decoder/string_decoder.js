'use strict';

/** `string_decoder`: turns chunks of bytes into text without cutting characters in two. */

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');

const NAMES = {
  'utf8': 'utf8', 'utf-8': 'utf8', 'ucs2': 'utf16le', 'ucs-2': 'utf16le', 'utf16le': 'utf16le', 'utf-16le': 'utf16le',
  'latin1': 'latin1', 'binary': 'latin1', 'base64': 'base64', 'base64url': 'base64url', 'ascii': 'ascii', 'hex': 'hex',
};

function normalizeEncoding(encoding) {
  if (encoding === undefined || encoding === null || encoding === '') return 'utf8';
  const name = NAMES[`${encoding}`.toLowerCase()];
  // Somebody may have taught Buffer another encoding.
  if (name === undefined) {
    if (!Buffer.isEncoding(encoding)) throw codes.ERR_UNKNOWN_ENCODING(encoding);
    return encoding;
  }
  return name;
}

/**
 * `encoding`: a Buffer encoding, utf8 by default. The state is on view as in Node: `lastChar` (the bytes kept),
 * `lastNeed` (how many more complete the character) and `lastTotal` (how many it has).
 */
function StringDecoder(encoding) {
  this.encoding = normalizeEncoding(encoding);
  this.lastChar = Buffer.alloc(this.encoding === 'utf16le' || this.encoding === 'utf8' ? 4 : 3);
  this.lastNeed = 0;
  this.lastTotal = 0;
}

function isContinuation(byte) {
  return (byte & 0xc0) === 0x80;
}

/** The size of the utf-8 character that `byte` seems to begin, 0 if it begins none. What is wrong with it shows when it is complete. */
function sizeOf(byte) {
  if (byte < 0x80) return 1;
  if (byte >> 5 === 0x06) return 2;
  if (byte >> 4 === 0x0e) return 3;
  return byte >> 3 === 0x1e ? 4 : 0;
}

/** How many bytes at the end of `bytes` may be the start of a character: { kept, total }. */
function openEnd(decoder, bytes) {
  const { length } = bytes;
  switch (decoder.encoding) {
    case 'utf8':
      for (let back = 1; back <= Math.min(3, length); back++) {
        const byte = bytes[length - back];
        if (isContinuation(byte)) continue;
        const total = sizeOf(byte);
        if (total > back) return { kept: back, total };
        break;
      }
      return { kept: 0, total: 0 };
    case 'utf16le': {
      if (length % 2 === 1) return { kept: 1, total: 2 };
      // A leading surrogate waits for its other half.
      return (bytes[length - 1] & 0xfc) === 0xd8 ? { kept: 2, total: 4 } : { kept: 0, total: 0 };
    }
    case 'base64':
    case 'base64url':
      return { kept: length % 3, total: length % 3 === 0 ? 0 : 3 };
    default:
      return { kept: 0, total: 0 };
  }
}

StringDecoder.prototype.write = function write(chunk) {
  if (typeof chunk === 'string') return chunk;
  if (!ArrayBuffer.isView(chunk)) throw codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
  if (this.lastChar === undefined) throw codes.ERR_INVALID_THIS('StringDecoder');
  let bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  // What completes a kept character goes out at once, be it half of a surrogate pair.
  const completes = this.lastNeed > 0 && bytes.length === this.lastNeed && this.encoding === 'utf16le';
  if (this.lastNeed > 0) {
    if (bytes.length < this.lastNeed && this.encoding !== 'utf8') {
      bytes.copy(this.lastChar, this.lastTotal - this.lastNeed);
      this.lastNeed -= bytes.length;
      return '';
    }
    bytes = Buffer.concat([this.lastChar.subarray(0, this.lastTotal - this.lastNeed), bytes]);
    this.lastNeed = 0;
    this.lastTotal = 0;
  }
  if (bytes.length === 0) return '';
  const { kept, total } = openEnd(this, bytes);
  if (kept === 0 || completes) return bytes.toString(this.encoding);
  bytes.copy(this.lastChar, 0, bytes.length - kept);
  this.lastTotal = total;
  this.lastNeed = total - kept;
  return bytes.toString(this.encoding, 0, bytes.length - kept);
};

/** What is left, incomplete characters replaced; the decoder can be used again afterwards. */
StringDecoder.prototype.end = function end(chunk) {
  let text = chunk !== undefined ? this.write(chunk) : '';
  if (this.lastNeed > 0) {
    const rest = this.lastChar.subarray(0, this.lastTotal - this.lastNeed);
    text += rest.toString(this.encoding);
    this.lastNeed = 0;
    this.lastTotal = 0;
  }
  return text;
};

/** The text of `chunk` from `offset` on, as a fresh decoder gives it. */
StringDecoder.prototype.text = function text(chunk, offset) {
  this.lastNeed = 0;
  this.lastTotal = 0;
  return this.write(chunk.slice(offset));
};

module.exports = { StringDecoder };
